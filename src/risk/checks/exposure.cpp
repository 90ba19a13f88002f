/// R15 to R19: how much may be held, counted as if every open order filled.

#include "risk/checks/builtins.hpp"

namespace nightjar::risk {

Reach reach(core::InstrumentId id, const core::OrderRequest* order, const View& view) {
    const auto& open = view.orders->exposure(id);
    const auto held = view.books->position(id);
    Reach reach{held + open.buy, held - open.sell};
    if (order != nullptr && order->instrument == id)
        (order->side == core::Side::Buy ? reach.up : reach.down) +=
            signed_qty(order->side, order->qty);
    return reach;
}

core::Money worst_value(core::InstrumentId id, const core::OrderRequest* order, const View& view) {
    const auto price = view.market->valuation(id);
    if (!price) return {};
    const auto [up, down] = reach(id, order, view);
    return (*view.catalog)[id].notional(*price, std::max(magnitude(up), magnitude(down)));
}

namespace {

using core::Money;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// The sum of worst_value over the instruments that `counts` picks.
template <class Pick>
Money worst_total(const OrderRequest& order, const View& view, Pick counts) {
    Money total;
    for (const auto& instrument : view.catalog->instruments())
        if (counts(instrument)) total += worst_value(instrument.id, &order, view);
    return total;
}

/// One limit in percent of the equity over some group of instruments.
class ExposureLimit : public Check {
public:
    core::Status adjust(const core::Params& p) final {
        pct_ = p.integer("pct");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) final {
        if (reduces(order, view)) return std::nullopt;
        const auto limit = scaled(equity(order, view), pct_, 100);
        const auto value = measure(order, view);
        if (value <= limit) return std::nullopt;
        return Refusal{rule(), Unit::Quote, limit.raw, value.raw, scope(order, view)};
    }

protected:
    /// What the percentage is of.
    [[nodiscard]] virtual Money equity(const OrderRequest&, const View& view) const {
        return view.books->total().equity();
    }
    [[nodiscard]] virtual Money measure(const OrderRequest& order, const View& view) const = 0;
    [[nodiscard]] virtual core::Scope scope(const OrderRequest& order, const View& view) const = 0;

private:
    std::int64_t pct_{};
};

/// R15.
class PositionLimit final : public ExposureLimit {
public:
    Rule rule() const override { return Rule::PositionLimit; }

private:
    Money measure(const OrderRequest& order, const View& view) const override {
        return worst_value(order.instrument, &order, view);
    }
    core::Scope scope(const OrderRequest& order, const View&) const override {
        return of_instrument(order);
    }
};

/// R16: net over all instruments of the same base asset; longs and shorts set off, open orders of
/// the order's side counted in full.
class AssetLimit final : public ExposureLimit {
public:
    Rule rule() const override { return Rule::AssetLimit; }

private:
    Money measure(const OrderRequest& order, const View& view) const override {
        const auto base = (*view.catalog)[order.instrument].base;
        Money net;
        for (const auto& instrument : view.catalog->instruments()) {
            const auto price = view.market->valuation(instrument.id);
            if (instrument.base != base || !price) continue;
            const auto& open = view.orders->exposure(instrument.id);
            auto qty = view.books->position(instrument.id);
            qty += order.side == core::Side::Buy ? open.buy : -open.sell;
            if (instrument.id == order.instrument) qty += signed_qty(order.side, order.qty);
            net += instrument.notional(*price, qty);
        }
        return magnitude(net);
    }
    core::Scope scope(const OrderRequest& order, const View& view) const override {
        return {core::Scope::Kind::Asset, (*view.catalog)[order.instrument].base.value};
    }
};

/// R17.
class VenueLimit final : public ExposureLimit {
public:
    Rule rule() const override { return Rule::VenueLimit; }

private:
    Money measure(const OrderRequest& order, const View& view) const override {
        return worst_total(order, view, [&order](const core::Instrument& instrument) {
            return instrument.venue == order.venue;
        });
    }
    core::Scope scope(const OrderRequest& order, const View&) const override {
        return {core::Scope::Kind::Venue, order.venue.value};
    }
};

/// R18.
class GrossLimit final : public ExposureLimit {
public:
    Rule rule() const override { return Rule::GrossLimit; }

private:
    Money measure(const OrderRequest& order, const View& view) const override {
        return worst_total(order, view, [](const core::Instrument&) { return true; });
    }
    core::Scope scope(const OrderRequest&, const View&) const override { return of_account(); }
};

/// R19: against the equity at the venue itself, where the margin must lie.
class Leverage final : public ExposureLimit {
public:
    Rule rule() const override { return Rule::Leverage; }

private:
    Money equity(const OrderRequest& order, const View& view) const override {
        return view.books->venue(order.venue).equity();
    }
    Money measure(const OrderRequest& order, const View& view) const override {
        return worst_total(order, view, [&order](const core::Instrument& instrument) {
            return instrument.venue == order.venue;
        });
    }
    core::Scope scope(const OrderRequest& order, const View&) const override {
        return {core::Scope::Kind::Venue, order.venue.value};
    }
};

}  // namespace

void register_exposure_checks(core::Registry<Check>& registry) {
    const auto most = [](std::string pct) -> std::vector<core::ParamSpec> {
        return {{"pct", ParamType::Integer, std::move(pct), 0, 100'000, "% of equity",
                 "the most, with every open order filled", core::Loosens::Upward}};
    };
    add<PositionLimit>(registry, "position", "R15: held in one instrument", most("20"));
    add<AssetLimit>(registry, "asset", "R16: held in one asset, net over venues", most("30"));
    add<VenueLimit>(registry, "venue", "R17: held at one venue", most("40"));
    add<GrossLimit>(registry, "gross", "R18: held in all", most("150"));
    add<Leverage>(registry, "leverage", "R19: held at a venue against the equity there",
                  most("200"));
}

}  // namespace nightjar::risk
