/// R01 to R06: what the venue, or plain sense, would refuse anyway.

#include "risk/checks/builtins.hpp"

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::OrderType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R01: the instrument trades now.
class Tradable final : public Check {
public:
    Rule rule() const override { return Rule::Tradable; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if ((*view.market)[order.instrument].tradable) return std::nullopt;
        return Refusal{rule(), Unit::None, 1, 0, of_instrument(order)};
    }
};

/// R02: quantity within the venue's least and most; steps hold by type.
class Steps final : public Check {
public:
    Rule rule() const override { return Rule::Steps; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& instrument = (*view.catalog)[order.instrument];
        if (order.qty < instrument.min_qty)
            return Refusal{rule(), Unit::Lots, instrument.min_qty.raw, order.qty.raw,
                           of_instrument(order)};
        if (order.qty > instrument.max_qty)
            return Refusal{rule(), Unit::Lots, instrument.max_qty.raw, order.qty.raw,
                           of_instrument(order)};
        return std::nullopt;
    }
};

/// R03: worth at least what the venue wants; a closing order is exempt where it only reduces.
class MinNotional final : public Check {
public:
    Rule rule() const override { return Rule::MinNotional; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& instrument = (*view.catalog)[order.instrument];
        if (instrument.min_notional.raw == 0 || order.reduce_only) return std::nullopt;
        const auto price = order.type == OrderType::Limit
                               ? std::optional{order.price}
                               : view.market->valuation(order.instrument);
        if (!price) return std::nullopt;  // R09 says so
        const auto value = instrument.notional(*price, order.qty);
        if (value >= instrument.min_notional) return std::nullopt;
        return Refusal{rule(), Unit::Quote, instrument.min_notional.raw, value.raw,
                       of_instrument(order)};
    }
};

/// R04: flags that make sense together.
class Flags final : public Check {
public:
    Rule rule() const override { return Rule::Flags; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const bool limit = order.type == OrderType::Limit;
        const bool resting = order.tif == core::TimeInForce::Gtc;
        const bool bad_post_only = order.post_only && (!limit || !resting);
        const bool bad_market = order.type == OrderType::Market && resting;
        const bool wrong_venue = (*view.catalog)[order.instrument].venue != order.venue;
        const bool bad_shown = order.shown.raw != 0 && !hides(order, *view.catalog);
        if (!bad_post_only && !bad_market && !wrong_venue && !bad_shown) return std::nullopt;
        return Refusal{rule(), Unit::None, 0, 1, of_order(order)};
    }

private:
    /// Rests, and shows as large a part as the venue wants to see.
    static bool hides(const OrderRequest& order, const core::Catalog& catalog) {
        const core::Wide most = catalog[order.instrument].iceberg_parts;
        return order.type == OrderType::Limit && order.tif == core::TimeInForce::Gtc &&
               order.shown.raw > 0 && order.shown < order.qty &&
               most * order.shown.raw >= order.qty.raw;
    }
};

/// R05: numbers above zero where they must be, and a worth that the arithmetic can hold.
class Finite final : public Check {
public:
    Rule rule() const override { return Rule::Finite; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const bool priced = order.type == OrderType::Limit        ? order.price.raw > 0
                            : order.type == OrderType::StopMarket ? order.stop.raw > 0
                                                                  : true;
        if (order.qty.raw <= 0 || !priced)
            return Refusal{rule(), Unit::Lots, 1, order.qty.raw, of_order(order)};
        constexpr std::int64_t most = 1'000'000'000'000;  // a million millions
        const auto price = worst_price(order, view);
        if (!price) return std::nullopt;
        const auto& instrument = (*view.catalog)[order.instrument];
        // In floating point: what is looked for here would not fit an integer.
        const double units = approximate(order.qty, instrument);
        const double per_base = approximate(*price, instrument);
        const double worth = instrument.inverse() ? units / per_base : units * per_base;
        if (worth < static_cast<double>(most)) return std::nullopt;
        return Refusal{rule(), Unit::Quote, core::whole(most).raw, core::whole(most).raw,
                       of_order(order)};
    }
};

/// R06: the decision was made now, not at a time that jumped.
class ClockSane final : public Check {
public:
    Rule rule() const override { return Rule::ClockSane; }
    core::Status adjust(const core::Params& p) override {
        most_ = core::milliseconds(p.integer("max_age_ms"));
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto age = view.now - order.at;
        if (age.ns >= 0 && age <= most_) return std::nullopt;
        return Refusal{rule(), Unit::Nanoseconds, most_.ns, age.ns, of_order(order)};
    }

private:
    core::Duration most_;
};

}  // namespace

void register_instrument_rules(core::Registry<Check>& registry) {
    add<Tradable>(registry, "tradable", "R01: the instrument trades now");
    add<Steps>(registry, "steps", "R02: quantity within the venue's bounds");
    add<MinNotional>(registry, "min_notional", "R03: worth what the venue wants at least");
    add<Flags>(registry, "flags", "R04: order type, time in force and flags fit together");
    add<Finite>(registry, "finite", "R05: numbers are sane");
    add<ClockSane>(registry, "clock", "R06: the decision is not old",
                   {{"max_age_ms", core::ParamType::Integer, "1000", 1, 60'000, "ms",
                     "age of a decision at its order's review", core::Loosens::Upward}});
}

}  // namespace nightjar::risk
