/// What a client has, and what his orders and positions hold of it.

#include "exchange/hall.hpp"

#include <algorithm>

namespace nightjar::exchange {

using core::AssetId;
using core::InstrumentKind;
using core::Money;
using core::Side;

namespace {

/// At what price an order holds funds. A market order that is being filled has none: what it took
/// is booked already, and what it did not take goes.
core::Price held_at(const Terms& terms) {
    if (terms.type == core::OrderType::Limit) return terms.price;
    return terms.trigger ? terms.trigger->price : core::Price{};
}

/// What an open order at a spot instrument may still cost, or give away.
Money spot_need(const core::Instrument& instrument, const Terms& terms, core::Qty left,
                const sim::FeeModel& fees) {
    if (terms.side == Side::Sell) return instrument.units(left);
    const auto price = held_at(terms);
    const auto fee = fees.of(instrument, Side::Buy, price, left, core::Liquidity::Taker);
    const auto notional = instrument.notional(price, left);
    return fee.asset == instrument.quote ? notional + fee.amount : notional;
}

/// Of a perpetual: what it would be worth at the most, if all orders of one side were filled.
struct Exposure {
    Money held;  // signed, at the mark
    Money buys;
    Money sells;

    [[nodiscard]] Money most() const {
        return std::max({magnitude(held + buys), magnitude(held - sells), magnitude(held)});
    }
};

void add(Exposure& exposure, const core::Instrument& instrument, const Terms& terms, core::Qty left,
         core::Price price) {
    if (terms.reduce_only) return;
    const auto value = instrument.notional(price, left);
    (terms.side == Side::Buy ? exposure.buys : exposure.sells) += value;
}

}  // namespace

Holding Hall::holding(const Client& client, AssetId asset) const {
    Holding holding;
    holding.total = client.books.cash(asset);
    for (const auto& instrument : catalog_.instruments()) {
        const bool spot = instrument.kind == InstrumentKind::Spot;
        if (spot && instrument.base != asset && instrument.quote != asset) continue;
        if (!spot && asset != currency_) continue;
        const auto& position = client.books.position(instrument.id);
        if (spot) {
            if (instrument.base == asset) holding.total += instrument.units(position.qty);
            for (const auto* order : client.orders.open(instrument.id)) {
                const auto needed =
                    order->terms.side == Side::Sell ? instrument.base : instrument.quote;
                if (needed == asset)
                    holding.locked +=
                        spot_need(instrument, order->terms, order->left(), config_.fees);
            }
            continue;
        }
        Exposure exposure;
        const auto mark = view(instrument.id).mark();
        holding.total += position.basis;
        if (mark && position.qty.raw != 0) {
            exposure.held = instrument.value(*mark, position.qty);
            holding.unrealized += exposure.held - position.basis;
        }
        for (const auto* order : client.orders.open(instrument.id))
            add(exposure, instrument, order->terms, order->left(), held_at(order->terms));
        const auto times = leverage(client, instrument.id);
        const auto margin = scaled(magnitude(exposure.held), 1, times);
        holding.margin += margin;
        holding.locked += scaled(exposure.most(), 1, times) - margin;
    }
    return holding;
}

core::Status Hall::check_funds(const Client& client, const Terms& terms,
                               const Order* instead) const {
    const auto& instrument = catalog_[terms.instrument];
    const auto& book = view(terms.instrument);
    const auto refuse = [&](Money free, Money needed, AssetId asset) {
        return core::fail(Errc::InsufficientFunds, "{} {} are free, {} are needed", to_string(free),
                          catalog_.name(asset), to_string(needed));
    };
    const auto left = instead == nullptr ? terms.qty : terms.qty - instead->filled;
    const bool at_once = terms.type == core::OrderType::Market && !terms.trigger;
    if (instrument.kind == InstrumentKind::Spot) {
        const auto asset = terms.side == Side::Sell ? instrument.base : instrument.quote;
        auto free = holding(client, asset).free();
        if (instead != nullptr)
            free += spot_need(instrument, instead->terms, instead->left(), config_.fees);
        Money needed;
        if (at_once && terms.side == Side::Buy) {
            needed = book.reach(terms.side, left).quote;
            if (config_.fees.paid_in == sim::FeeModel::PaidIn::Quote)
                needed +=
                    scaled(needed, config_.fees.rates(instrument.kind).taker_ppb, 1'000'000'000);
        } else {
            needed = spot_need(instrument, terms, left, config_.fees);
        }
        if (needed > free) return refuse(free, needed, asset);
        return {};
    }
    if (terms.reduce_only) return {};
    // The room that is left in the exposure that is paid for already, then new margin.
    Exposure now;
    const auto mark = book.mark();
    const auto& position = client.books.position(terms.instrument);
    if (mark && position.qty.raw != 0) now.held = instrument.value(*mark, position.qty);
    for (const auto* order : client.orders.open(terms.instrument))
        add(now, instrument, order->terms, order->left(), held_at(order->terms));
    auto then = now;
    if (instead != nullptr) {
        auto& side = terms.side == Side::Buy ? then.buys : then.sells;
        side -= instrument.notional(instead->terms.price, instead->left());
    }
    const auto price = terms.type == core::OrderType::Limit ? terms.price
                       : terms.trigger                      ? terms.trigger->price
                                                            : mark.value_or(core::Price{1});
    add(then, instrument, terms, left, price);
    const auto times = leverage(client, terms.instrument);
    const auto fee =
        config_.fees.of(instrument, terms.side, price, left, core::Liquidity::Taker).amount;
    const auto more = scaled(then.most() - now.most(), 1, times);
    const auto needed = more > Money{} ? more + fee : Money{};
    const auto free = holding(client, currency_).free();
    if (needed > Money{} && needed > free) return refuse(free, needed, currency_);
    return {};
}

}  // namespace nightjar::exchange
