#include "sim/agents/agent.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::OrderId;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

namespace {

constexpr std::int64_t endowment = 1'000'000'000;  // quote: nobody here goes broke

}  // namespace

Desk::Desk(const core::Catalog& catalog, const core::Instrument& instrument, Matching& exchange,
           Fundamental& fundamental, double order_value, core::Random random,
           const std::vector<Peer>* peers)
    : instrument_{&instrument},
      exchange_{&exchange},
      fundamental_{&fundamental},
      random_{random},
      peers_{peers},
      account_{exchange.open_account(core::whole(endowment), false)},
      tick_{approximate(Price{1}, instrument)} {
    const double price = fundamental.at({});
    usual_ =
        std::max(instrument.min_qty,
                 lots_floor(instrument.units_for(order_value, price), instrument).value_or(Qty{1}));
    if (instrument.kind != core::InstrumentKind::Spot) return;
    stock_ = lots_floor(instrument.units_for(static_cast<double>(endowment), price), instrument)
                 .value_or(usual_);
    portfolio::Account books{catalog, instrument.settle()};
    books.adjust(instrument.settle(), core::whole(endowment));
    books.trade(instrument.id, stock_, {});
    exchange.restore(account_, books);
}

std::optional<double> Desk::best(Side side) const {
    const auto price = exchange_->pit(instrument_->id).best(side);
    if (!price) return std::nullopt;
    return approximate(*price, *instrument_);
}

std::optional<double> Desk::mid() const {
    const auto bid = best(Side::Buy);
    const auto ask = best(Side::Sell);
    if (!bid || !ask) return std::nullopt;
    return (*bid + *ask) / 2;
}

std::optional<double> Desk::mid_elsewhere() const {
    if (peers_ == nullptr || peers_->size() < 2) return std::nullopt;
    double sum = 0;
    for (const auto& [instrument, exchange] : *peers_) {
        if (instrument == instrument_) continue;
        const auto& pit = exchange->pit(instrument->id);
        const auto bid = pit.best(Side::Buy);
        const auto ask = pit.best(Side::Sell);
        if (!bid || !ask) return std::nullopt;
        sum += (approximate(*bid, *instrument) + approximate(*ask, *instrument)) / 2;
    }
    return sum / static_cast<double>(peers_->size() - 1);
}

double Desk::inventory() const {
    const Qty held = exchange_->account(account_).position(instrument_->id).qty;
    return static_cast<double>((held - stock_).raw) / static_cast<double>(usual_.raw);
}

Price Desk::ticks(double price, Side side) const {
    // The value never leaves the range of prices: a walk of years would be needed.
    return std::max(Price{1}, ticks_toward_passive(price, side, *instrument_).value_or(Price{1}));
}

Qty Desk::lots(double size) const {
    const auto wanted = static_cast<std::int64_t>(static_cast<double>(usual_.raw) * size);
    return std::clamp(Qty{wanted}, instrument_->min_qty, instrument_->max_qty);
}

core::OrderRequest Desk::request(Side side, double size, Time now) {
    core::OrderRequest order;
    order.id = {next_order_++};
    order.instrument = instrument_->id;
    order.venue = instrument_->venue;
    order.side = side;
    order.qty = lots(size);
    order.at = now;
    return order;
}

OrderId Desk::limit(Side side, double price, double size, core::TimeInForce tif, Time now) {
    auto order = request(side, size, now);
    order.type = core::OrderType::Limit;
    order.tif = tif;
    order.price = ticks(price, side);
    exchange_->submit(account_, order, now);
    return order.id;
}

void Desk::market(Side side, double size, Time now) {
    exchange_->submit(account_, request(side, size, now), now);
}

bool Desk::move(Side side, OrderId order, double price, double size, Time now) {
    const auto* resting = exchange_->pit(instrument_->id).ladder(side).find(account_, order);
    if (resting == nullptr) return false;
    exchange_->amend(account_, {order, ticks(price, side), resting->filled() + lots(size), now},
                     now);
    return true;
}

void Desk::cancel(OrderId order, Time now) {
    exchange_->cancel(account_, order, now, core::OrderReason::Requested);
}

void Desk::cancel_all(Time now) {
    exchange_->cancel_all(account_, now, core::OrderReason::Requested);
}

std::optional<double> Desk::resting_at(Side side, OrderId order) const {
    const auto* resting = exchange_->pit(instrument_->id).ladder(side).find(account_, order);
    if (resting == nullptr) return std::nullopt;
    return approximate(resting->order.price, *instrument_);
}

double Desk::left(Side side, OrderId order) const {
    const auto* resting = exchange_->pit(instrument_->id).ladder(side).find(account_, order);
    return resting == nullptr ? 0 : in_usual(resting->left);
}

}  // namespace nightjar::sim
