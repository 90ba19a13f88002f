/// R19: what the venue wants as security, and how far it is to a liquidation. The venues' formulas:
/// portfolio/margin.hpp.

#include "portfolio/margin.hpp"

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::Loosens;
using core::MarginMode;
using core::Money;
using core::OrderRequest;
using core::ParamType;
using core::Qty;
using core::Refusal;
using core::Rule;
using core::Unit;
using portfolio::Secured;

core::Scope of_venue(const OrderRequest& order) {
    return {core::Scope::Kind::Venue, order.venue.value};
}

bool is_perpetual(const core::Instrument& instrument, const OrderRequest& order) {
    return instrument.venue == order.venue && instrument.kind != core::InstrumentKind::Spot;
}

/// The most that `of` makes of an instrument with every open order filled, on either side. A short
/// may want more than a somewhat larger long.
template <class Of>
auto worst(const core::Instrument& instrument, const OrderRequest& order, const View& view, Of of) {
    const auto price = view.market->valuation(instrument.id);
    const auto [up, down] = price ? reach(instrument.id, &order, view) : Reach{};
    const auto held = [&](Qty qty) {
        return Secured{&instrument, qty,
                       price ? instrument.notional(*price, magnitude(qty)) : Money{}};
    };
    if ((up.raw < 0) == (down.raw < 0)) return of(held(up.raw < 0 ? down : up));
    return std::max(of(held(up)), of(held(down)));
}

/// Lots of the order that would pass: all that was found in a few steps, which is at most a
/// thousandth part of the order below the most. `passes` is asked for a smaller order.
template <class Passes>
std::optional<Qty> most_lots(const OrderRequest& order, Passes passes) {
    constexpr int most_steps = 10;
    auto smaller = order;
    std::int64_t good = 0;
    std::int64_t bad = order.qty.raw;
    for (int i = 0; i < most_steps && bad - good > 1; ++i) {
        smaller.qty = Qty{good + (bad - good) / 2};
        (passes(smaller) ? good : bad) = smaller.qty.raw;
    }
    return Qty{good};
}

/// All perpetuals of the order's venue must be opened with a part of the equity there. What an
/// isolated position has gained opens nothing; what it has lost is gone.
class InitialMargin final : public Check {
public:
    Rule rule() const override { return Rule::Leverage; }
    core::Status adjust(const core::Params& p) override {
        pct_ = p.integer("pct");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto& account = view.books->venue(order.venue);
        Money equity = account.equity();
        Money others;
        for (const auto& instrument : view.catalog->instruments()) {
            if (!is_perpetual(instrument, order)) continue;
            if (instrument.margin_mode == MarginMode::Isolated)
                equity -= std::max(Money{}, isolated_of(instrument, account).unrealized);
            if (instrument.id != order.instrument) others += wanted(instrument, order, view);
        }
        const auto limit = scaled(equity, pct_, 100);
        const auto with = [&](const OrderRequest& filled) {
            const auto& instrument = (*view.catalog)[filled.instrument];
            return is_perpetual(instrument, filled) ? others + wanted(instrument, filled, view)
                                                    : others;
        };
        const auto all = with(order);
        if (all <= limit) return std::nullopt;
        return Refusal{rule(),
                       Unit::Quote,
                       limit.raw,
                       all.raw,
                       of_venue(order),
                       most_lots(order, [&](const OrderRequest& smaller) {
                           return reduces(smaller, view) || with(smaller) <= limit;
                       })};
    }

private:
    static Money wanted(const core::Instrument& instrument, const OrderRequest& order,
                        const View& view) {
        return worst(instrument, order, view, [&](const Secured& held) {
            if (instrument.margin_mode == MarginMode::Cross) return held.initial();
            return isolated_at(held, view.books->venue(order.venue)).set_aside;
        });
    }

    std::int64_t pct_{};
};

/// All prices go against what is held: an isolated position must outlive that on its own margin,
/// all cross positions of the venue together on the equity there that is in no isolated one. Spot
/// is never liquidated. Eight daily deviations of the order's instrument are far enough, and so is
/// the floor.
class LiquidationDistance final : public Check {
public:
    Rule rule() const override { return Rule::Leverage; }
    core::Status adjust(const core::Params& p) override {
        floor_bps_ = p.integer("floor_bps");
        sigmas_ = p.real("sigmas");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& instrument = (*view.catalog)[order.instrument];
        if (!is_perpetual(instrument, order) || reduces(order, view)) return std::nullopt;
        auto least = floor_bps_;
        if (const auto sigma = (*view.market)[order.instrument].volatility.daily_sigma())
            least = std::min(least, std::int64_t{std::lround(sigmas_ * *sigma * all_bps)});
        const auto others = without(order, view, least);
        if (instrument.margin_mode == MarginMode::Isolated)
            if (const auto refusal = review_isolated(order, view, least)) return refusal;
        const auto short_by = own(order, view, least) - others.left;
        if (short_by.raw <= 0) return std::nullopt;
        const auto distance = distance_of(order, view, least, short_by);
        if (!distance) return std::nullopt;
        return Refusal{rule(),
                       Unit::BasisPoints,
                       least,
                       *distance,
                       of_venue(order),
                       most_lots(order, [&](const OrderRequest& smaller) {
                           return reduces(smaller, view) ||
                                  others.left >= own(smaller, view, least);
                       })};
    }

private:
    /// The venue's cross margin but for the order's instrument.
    struct Others {
        Money left;    ///< after the move
        bool cross{};  ///< some position depends on it
    };
    static Others without(const OrderRequest& order, const View& view, std::int64_t bps) {
        Others sum{view.books->venue(order.venue).equity()};
        for (const auto& instrument : view.catalog->instruments()) {
            if (!is_perpetual(instrument, order) || instrument.id == order.instrument) continue;
            const auto share = taken(instrument, order, view, bps);
            sum.left -= share;
            sum.cross |= instrument.margin_mode == MarginMode::Cross && share.raw != 0;
        }
        return sum;
    }
    /// What an instrument takes from the equity for all in such a move.
    static Money taken(const core::Instrument& instrument, const OrderRequest& order,
                       const View& view, std::int64_t bps) {
        return worst(instrument, order, view, [&](const Secured& held) {
            if (instrument.margin_mode == MarginMode::Cross) return wanted_after(held, bps);
            const auto& account = view.books->venue(order.venue);
            return std::max(Money{}, isolated_at(held, account).equity());
        });
    }
    static Money own(const OrderRequest& order, const View& view, std::int64_t bps) {
        return taken((*view.catalog)[order.instrument], order, view, bps);
    }
    /// How far the cross positions can go, when `too_far` is too far; absent where there are none.
    /// A line from here to there: what is left falls ever faster, so it is never too much, and
    /// exact within a tier.
    static std::optional<std::int64_t> distance_of(const OrderRequest& order, const View& view,
                                                   std::int64_t too_far, Money short_by) {
        const auto others = without(order, view, 0);
        const auto mode = (*view.catalog)[order.instrument].margin_mode;
        if (mode == MarginMode::Isolated && !others.cross) return std::nullopt;
        const auto now = others.left - own(order, view, 0);
        if (now.raw <= 0) return 0;
        return static_cast<std::int64_t>(now.raw * too_far / (now + short_by).raw);
    }
    std::optional<Refusal> review_isolated(const OrderRequest& order, const View& view,
                                           std::int64_t least) const {
        const auto& account = view.books->venue(order.venue);
        const auto& instrument = (*view.catalog)[order.instrument];
        const auto short_by = [&](const OrderRequest& filled) {
            return worst(instrument, filled, view, [&](const Secured& held) {
                return wanted_after(held, least) - isolated_at(held, account).equity();
            });
        };
        if (short_by(order).raw <= 0) return std::nullopt;
        const auto nearness = worst(instrument, order, view, [&](const Secured& held) {
            return -liquidation_distance(held, isolated_at(held, account).equity());
        });
        return Refusal{rule(),
                       Unit::BasisPoints,
                       least,
                       -nearness,
                       of_instrument(order),
                       most_lots(order, [&](const OrderRequest& smaller) {
                           return reduces(smaller, view) || short_by(smaller).raw <= 0;
                       })};
    }

    std::int64_t floor_bps_{};
    double sigmas_{};
};

}  // namespace

void register_margin_checks(core::Registry<Check>& registry) {
    add<InitialMargin>(registry, "margin", "R19: what a venue wants as security for perpetuals",
                       {{"pct", ParamType::Integer, "80", 1, 100, "% of equity",
                         "the most, at the venue, with every open order filled", Loosens::Upward}});
    add<LiquidationDistance>(
        registry, "liquidation", "R19: how far prices may go before perpetuals are liquidated",
        {{"floor_bps", ParamType::Integer, "2500", 0, 10'000, "bp",
          "always far enough, with every open order filled", Loosens::Downward},
         {"sigmas", ParamType::Real, "8", 0, 100, "daily deviations", "far enough where less",
          Loosens::Downward}});
}

}  // namespace nightjar::risk
