#include "exec/algorithms/builtins.hpp"

#include "core/base/nearest.hpp"
#include "exec/child_size.hpp"
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

namespace {

std::optional<Touch> touch_in(const market::InstrumentState& market, core::Side side) {
    const auto bid = market.book.best_bid();
    const auto ask = market.book.best_ask();
    if (!market.book.valid() || !bid || !ask) return std::nullopt;
    if (side == core::Side::Buy) return Touch{*bid, *ask};
    return Touch{*ask, *bid};
}

constexpr double near_bps = 10;
constexpr double all_bps = 10'000;

/// Of `qty`, what may be shown at a level; not less than the venue takes.
core::Qty showing(const Look& look, core::Qty level, core::Qty qty) {
    return std::min(qty, std::max(shown_at(level), look.least));
}

/// A child rests there already.
bool occupied(const Look& look, core::Price price) {
    return std::ranges::any_of(look.parent->children(), [&](const Child& child) {
        return child.resting && child.instrument == look.standing->id && child.price == price;
    });
}

/// The parent's limit where the child stands.
std::optional<core::Price> limit_of(const Look& look) {
    const auto& order = look.parent->order;
    if (!order.limit) return std::nullopt;
    return converted(*order.limit, *look.instrument, *look.standing, order.side);
}

}  // namespace

std::optional<Touch> touch_of(const Look& look) {
    return touch_in(*look.market, look.parent->order.side);
}

Wish rest_at_touch(const Look& look, core::Qty qty) {
    Wish wish;
    const auto& order = look.parent->order;
    const auto touch = touch_in(*look.standing_market, order.side);
    wish.keep = !touch;
    if (!touch) return wish;
    auto price = touch->own.price;
    if (const auto limit = limit_of(look))
        price = order.side == core::Side::Buy ? std::min(price, *limit) : std::max(price, *limit);
    const auto* tip = look.parent->resting();
    if ((tip == nullptr || tip->price != price) && occupied(look, price)) {
        wish.keep = true;
        return wish;
    }
    const bool behind = tip != nullptr && core::sign(order.side) * (price - tip->price).raw > 0;
    if (tip != nullptr && (!behind || look.now < tip->at + Executor::least_rest)) {
        wish.keep = true;
        if (look.now < tip->at + Executor::least_rest) wish.wake = tip->at + Executor::least_rest;
        return wish;
    }
    wish.rest = Wish::Level{price, showing(look, touch->own.qty, qty)};
    return wish;
}

bool far_behind(const Look& look, core::Price price) {
    const auto side = look.parent->order.side;
    const auto touch = touch_in(*look.standing_market, side);
    if (!touch) return false;
    const auto behind = core::sign(side) * (touch->own.price - price).raw;
    return static_cast<double>(behind) * all_bps >
           near_bps * static_cast<double>(touch->own.price.raw);
}

std::optional<Wish::Level> behind_touch(const Look& look, core::Qty qty, core::Random random) {
    constexpr std::size_t levels = 8;
    constexpr std::uint64_t ticks = 3;
    const auto& order = look.parent->order;
    const auto sign = core::sign(order.side);
    const auto touch = touch_in(*look.standing_market, order.side);
    if (!touch) return std::nullopt;
    const auto limit = limit_of(look);
    const auto fits = [&](core::Price price) {
        const bool beyond = limit && sign * (price - *limit).raw > 0;
        return price.raw > 0 && !beyond && !far_behind(look, price) && !occupied(look, price);
    };
    const auto& side = look.standing_market->book.side(order.side);
    std::array<market::Book::Level, levels> there{};
    std::size_t count = 0;
    for (auto next = side.behind(touch->own.price); next && count < levels;
         next = side.behind(next->price))
        if (fits(next->price)) there.at(count++) = *next;
    if (count > 0) {
        const auto& level = there.at(random.below(count));
        return Wish::Level{level.price, showing(look, level.qty, qty)};
    }
    const core::Price price{touch->own.price.raw -
                            sign * static_cast<std::int64_t>(1 + random.below(ticks))};
    if (!fits(price)) return std::nullopt;
    return Wish::Level{price, qty};
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
