/// R19: what the venue wants as security, and how far it is to a liquidation.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::Loosens;
using core::Money;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// All perpetuals of the order's venue together, with every open order filled: with cross margin
/// one equity stands for all of them.
struct Secured {
    Money notional;
    Money initial;      ///< wanted to hold it
    Money maintenance;  ///< below which the venue sells it
};

Secured worst_case(const OrderRequest& order, const View& view) {
    Secured sum;
    for (const auto& instrument : view.catalog->instruments()) {
        if (instrument.venue != order.venue || instrument.kind == core::InstrumentKind::Spot)
            continue;
        const auto value = worst_value(instrument.id, &order, view);
        sum.notional += value;
        sum.initial += scaled(value, instrument.initial_margin_bps, all_bps);
        sum.maintenance += scaled(value, instrument.maintenance_margin_bps, all_bps);
    }
    return sum;
}

core::Scope of_venue(const OrderRequest& order) {
    return {core::Scope::Kind::Venue, order.venue.value};
}

class InitialMargin final : public Check {
public:
    Rule rule() const override { return Rule::Leverage; }
    core::Status adjust(const core::Params& p) override {
        pct_ = p.integer("pct");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto limit = scaled(view.books->venue(order.venue).equity(), pct_, 100);
        const auto wanted = worst_case(order, view).initial;
        if (wanted <= limit) return std::nullopt;
        return Refusal{rule(), Unit::Quote, limit.raw, wanted.raw, of_venue(order)};
    }

private:
    std::int64_t pct_{};
};

/// How far all prices would have to go against what is held until the equity is no more than the
/// maintenance margin: (equity - maintenance) / notional. Eight daily deviations of the order's
/// instrument are far enough, and so is the floor.
class LiquidationDistance final : public Check {
public:
    Rule rule() const override { return Rule::Leverage; }
    core::Status adjust(const core::Params& p) override {
        floor_bps_ = p.integer("floor_bps");
        sigmas_ = p.real("sigmas");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto worst = worst_case(order, view);
        if (worst.notional.raw <= 0) return std::nullopt;
        auto least = floor_bps_;
        if (const auto sigma = (*view.market)[order.instrument].volatility.daily_sigma())
            least = std::min(least, std::int64_t{std::lround(sigmas_ * *sigma * all_bps)});
        const auto room = view.books->venue(order.venue).equity() - worst.maintenance;
        const auto distance = room.raw * all_bps / worst.notional.raw;
        if (distance >= least) return std::nullopt;
        return Refusal{rule(), Unit::BasisPoints, least, distance, of_venue(order)};
    }

private:
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
