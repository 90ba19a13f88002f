#include "risk/order_gate.hpp"

#include "risk/seal.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace nightjar::risk {

namespace {

constexpr std::int64_t million = 1'000'000;

}  // namespace

OrderGate::OrderGate(std::vector<Seat> seats) : seats_{std::move(seats)} {
    std::ranges::sort(seats_, {}, [](const Seat& seat) {
        const auto rule = seat.check->rule();
        return std::tuple{rule == core::Rule::Conduct, rule, std::string_view{seat.name}};
    });
    for (const auto& seat : seats_)
        if (seat.check->watches_market()) watching_.push_back(seat.check.get());
}

std::expected<core::Approved<core::OrderRequest>, core::Refusal> OrderGate::review(
    const core::OrderRequest& order, const View& view) {
    for (const auto& seat : seats_) {
        if (const auto refusal = seat.check->review(order, view)) {
            ++refusals_;
            return std::unexpected{*refusal};
        }
    }
    for (const auto& seat : seats_) seat.check->approved(order, view);
    return Seal::approve(order, view.now);
}

void OrderGate::heard(const core::OrderRequest& order, const core::OrderUpdate& update,
                      const View& view) {
    for (const auto& seat : seats_) seat.check->heard(order, update, view);
}

void OrderGate::filled(const core::OrderRequest& order, const core::Fill& fill, const View& view) {
    for (const auto& seat : seats_) seat.check->filled(order, fill, view);
}

void OrderGate::cancelling(const core::OrderRequest& order, CancelReason why, const View& view) {
    for (const auto& seat : seats_) seat.check->cancelling(order, why, view);
}

core::Status OrderGate::set(const core::LimitChange& change) {
    const auto seat = std::ranges::find_if(seats_, [&](const Seat& known) {
        return known.check->rule() == change.rule && change.number >= known.first &&
               change.number < known.first + known.specs.size();
    });
    if (seat == seats_.end())
        return core::fail(core::Errc::UnknownName, "no check in force has limit {} of {}",
                          change.number, core::name(change.rule));
    auto texts = seat->texts;
    texts[seat->specs[change.number - seat->first].name] =
        to_string(core::Money{core::Wide{change.millionths} * (core::Money::one / million)});
    NJ_TRY(params, core::Params::make(seat->specs, texts));
    NJ_TRY(seat->check->adjust(params));
    seat->texts = std::move(texts);
    return {};
}

core::Result<OrderGate> make_order_gate(core::Registries& registries, const GateConfig& config) {
    auto& registry = registries.of<Check>();
    for (const auto& [name, params] : config.settings)
        if (auto known = registry.find(name); !known) return std::unexpected{known.error()};
    for (const auto& name : config.off)
        if (auto known = registry.find(name); !known) return std::unexpected{known.error()};
    NJ_TRY(limits, all_limits(registries));
    std::vector<OrderGate::Seat> seats;
    for (const auto& [name, entry] : registry.entries()) {
        if (std::ranges::find(config.off, name) != config.off.end()) continue;
        const auto given = config.settings.find(name);
        auto texts = given == config.settings.end() ? core::ParamTexts{} : given->second;
        NJ_TRY(check, registry.make(name, texts));
        const auto first = std::ranges::find(limits, name, &LimitInfo::check);
        seats.push_back({std::move(check), name, entry.params,
                         first == limits.end() ? std::uint8_t{} : first->number, std::move(texts)});
    }
    return OrderGate{std::move(seats)};
}

core::Result<std::vector<LimitInfo>> all_limits(core::Registries& registries) {
    std::vector<LimitInfo> limits;
    std::map<core::Rule, std::uint8_t> counts;
    auto& registry = registries.of<Check>();
    for (const auto& [name, entry] : registry.entries()) {
        NJ_TRY(check, registry.make(name, {}));
        for (const auto& spec : entry.params) {
            const auto number = counts[check->rule()]++;
            if (is_limit(spec)) limits.push_back({name, spec, check->rule(), number});
        }
    }
    return limits;
}

}  // namespace nightjar::risk
