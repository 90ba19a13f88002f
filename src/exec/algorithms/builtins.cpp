#include "exec/algorithms/builtins.hpp"

#include "core/base/nearest.hpp"
#include "exec/executor.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exec {

using core::ParamType;
using core::Result;

std::vector<core::ParamSpec> with_terms(std::string over, std::string end,
                                        std::vector<core::ParamSpec> own) {
    std::vector<core::ParamSpec> specs{
        {"over", ParamType::Text, std::move(over), 0, 0, "", "the time that a parent may take"},
        {"grace", ParamType::Text, "30s", 0, 0, "", "after it, for what is left to be taken in"},
        {"end", ParamType::Text, std::move(end), 0, 0, "",
         "what becomes of the rest: cross, cancel or carry"},
    };
    std::ranges::move(own, std::back_inserter(specs));
    return specs;
}

Result<core::Duration> read_duration(const core::Params& params, std::string_view name) {
    auto read = core::parse_duration(params.text(name));
    if (!read) return std::unexpected{read.error().in(name)};
    if (read->ns < 0 || *read > core::days(7))
        return core::fail(core::Errc::OutOfRange, "{} must be between 0s and 7d", name);
    return read;
}

Result<std::size_t> read_choice(const core::Params& params, std::string_view name,
                                std::span<const std::string_view> choices) {
    const auto& wanted = params.text(name);
    const auto at = std::ranges::find(choices, wanted);
    if (at != choices.end()) return static_cast<std::size_t>(at - choices.begin());
    const std::vector<std::string> known(choices.begin(), choices.end());
    return core::fail(core::Errc::UnknownName, "no {} \"{}\"{}", name, wanted,
                      core::did_you_mean(wanted, known));
}

Result<Terms> read_terms(const core::Params& params) {
    constexpr std::array<std::string_view, 3> ends{"cross", "cancel", "carry"};
    Terms terms;
    NJ_TRY(over, read_duration(params, "over"));
    NJ_TRY(grace, read_duration(params, "grace"));
    NJ_TRY(end, read_choice(params, "end", ends));
    if (over < core::seconds(1))
        return core::fail(core::Errc::OutOfRange, "over must be 1s at least");
    terms.over = over;
    terms.grace = grace;
    terms.end = static_cast<End>(end);
    return terms;
}

std::optional<Touch> touch_of(const Look& look) {
    const auto& book = look.market->book;
    const auto bid = book.best_bid();
    const auto ask = book.best_ask();
    if (!book.valid() || !bid || !ask) return std::nullopt;
    if (look.parent->order.side == core::Side::Buy) return Touch{*bid, *ask};
    return Touch{*ask, *bid};
}

namespace {

/// Of what stands at a level: no more is shown there.
constexpr std::int64_t most_of_level = 5;

}  // namespace

Wish rest_at_touch(const Look& look, const Touch& touch, core::Qty qty) {
    Wish wish;
    auto price = touch.own.price;
    if (const auto limit = look.parent->order.limit)
        price = look.parent->order.side == core::Side::Buy ? std::min(price, *limit)
                                                           : std::max(price, *limit);
    const auto* tip = look.parent->resting();
    const bool behind =
        tip != nullptr && core::sign(look.parent->order.side) * (price - tip->price).raw > 0;
    if (tip != nullptr && (!behind || look.now < tip->at + Executor::least_rest)) {
        wish.keep = true;
        if (look.now < tip->at + Executor::least_rest) wish.wake = tip->at + Executor::least_rest;
        return wish;
    }
    const core::Qty shown{touch.own.qty.raw / most_of_level};
    wish.rest = Wish::Level{price, std::min(qty, std::max(shown, look.least))};
    return wish;
}

double Touch::micro() const {
    const auto all = static_cast<double>((own.qty + opposite.qty).raw);
    return all > 0 ? static_cast<double>(own.qty.raw) / all : 0.5;
}

void register_builtins(core::Registries& registries) {
    auto& registry = registries.of<Algorithm>();
    registry.add("immediate", {"one order at once, at the market or at the limit",
                               {},
                               [](const core::Params&) -> MadeAlgorithm { return nullptr; }});
    register_scheduled(registry);
    register_resting(registry);
    register_sniper(registry);
}

}  // namespace nightjar::exec
