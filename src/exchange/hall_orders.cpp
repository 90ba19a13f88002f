/// The hall's counter: orders come in, change and go.

#include "exchange/hall.hpp"

#include <algorithm>

namespace nightjar::exchange {

using core::OrderId;
using core::OrderReason;
using core::Price;
using core::Qty;

namespace {

std::unexpected<core::Error> refused(OrderReason reason) {
    switch (reason) {
        case OrderReason::PostOnlyWouldTake:
            return core::fail(Errc::PostOnlyWouldTake, "it would take at once");
        case OrderReason::NoLiquidity:
            return core::fail(Errc::NoLiquidity, "the other side of the book is empty");
        case OrderReason::ReduceOnly:
            return core::fail(Errc::ReduceOnly, "there is no position that it would reduce");
        case OrderReason::InsufficientFunds:
            return core::fail(Errc::InsufficientFunds, "the account cannot pay for it");
        default: return core::fail(Errc::BadRequest, "{}", name(reason));
    }
}

}  // namespace

core::Status Hall::resolve(Terms& terms) const {
    if (!terms.spend) return {};
    if (*terms.spend <= core::Money{}) return core::fail(Errc::BadQty, "nothing to spend");
    const auto& instrument = catalog_[terms.instrument];
    auto budget = *terms.spend;
    constexpr std::int64_t parts = 1'000'000'000;
    if (config_.fees.paid_in == sim::FeeModel::PaidIn::Quote && terms.side == core::Side::Buy)
        budget = scaled(budget, parts, parts + config_.fees.rates(instrument.kind).taker_ppb);
    const auto worth = view(terms.instrument).worth(terms.side, budget);
    terms.qty = std::min(worth, instrument.max_qty);
    return {};
}

core::Status Hall::check_steps(const Terms& terms) const {
    const auto& instrument = catalog_[terms.instrument];
    const auto& limit = listing(terms.instrument).max_price;
    if (terms.qty < instrument.min_qty || terms.qty > instrument.max_qty)
        return core::fail(
            Errc::BadQty, "quantity {} is not from {} to {}", format_qty(terms.qty, instrument),
            format_qty(instrument.min_qty, instrument), format_qty(instrument.max_qty, instrument));
    const auto in_range = [&](Price price) { return price.raw > 0 && price <= limit; };
    const bool priced = terms.type == core::OrderType::Limit;
    if ((priced && !in_range(terms.price)) || (terms.trigger && !in_range(terms.trigger->price)))
        return core::fail(Errc::BadPrice, "the price is not above 0 and up to {}",
                          format_price(limit, instrument));
    const auto last = view(terms.instrument).mark();
    const auto price = priced          ? terms.price
                       : terms.trigger ? terms.trigger->price
                                       : last.value_or(Price{});
    const bool exempt = terms.reduce_only || price.raw == 0;
    if (!exempt && instrument.notional(price, terms.qty) < instrument.min_notional)
        return core::fail(Errc::BelowMinNotional, "an order is worth {} at the least",
                          to_string(instrument.min_notional));
    return {};
}

core::Status Hall::check_all(const Client& client, Terms& terms) const {
    if (delisted(terms.instrument))
        return core::fail(Errc::NotTraded, "{} is not traded", catalog_[terms.instrument].symbol);
    NJ_TRY(resolve(terms));
    NJ_TRY(check_steps(terms));
    if (!terms.client_id.empty() && client.orders.open_as(terms.client_id))
        return core::fail(Errc::DuplicateClientId, "there is an open order {}", terms.client_id);
    if (client.orders.open(terms.instrument).size() >= config_.max_open_orders)
        return core::fail(Errc::TooManyOrders, "{} orders are open", config_.max_open_orders);
    if (terms.trigger) {
        const auto last = view(terms.instrument).last();
        const auto& trigger = *terms.trigger;
        if (last && (trigger.above ? *last >= trigger.price : *last <= trigger.price))
            return core::fail(Errc::WouldTrigger, "the market is beyond the stop already");
    }
    if (terms.type == core::OrderType::Market && !terms.trigger &&
        !view(terms.instrument).best(opposite(terms.side)))
        return refused(OrderReason::NoLiquidity);
    return check_funds(client, terms, nullptr);
}

core::Status Hall::check(const Client& client, Terms terms) const {
    return check_all(client, terms);
}

core::Result<const Order*> Hall::place(Client& client, Terms terms) {
    NJ_TRY(check_all(client, terms));
    Order made;
    made.id = {next_order_++};
    made.terms = std::move(terms);
    if (made.terms.client_id.empty()) made.terms.client_id = fmt::format("web_{}", made.id.value);
    made.status = OrderStatus::Waiting;
    made.made = made.changed = now_;
    const auto& order = client.orders.add(std::move(made));
    if (order.terms.trigger) {
        sleepers_.push_back({&client, order.id, order.terms.instrument, *order.terms.trigger});
        announce(client, order, {OrderEvent::Kind::New, now_});
        return &order;
    }
    submit(client, order);
    settle();
    if (order.status != OrderStatus::Rejected) return &order;
    const auto reason = order.reason;
    if (config_.rejects_later && reason == OrderReason::PostOnlyWouldTake) return &order;
    client.orders.forget(order.id);
    return refused(reason);
}

void Hall::submit(Client& client, const Order& order) {
    const auto& terms = order.terms;
    core::OrderRequest request;
    request.id = order.id;
    request.instrument = terms.instrument;
    request.venue = catalog_[terms.instrument].venue;
    request.side = terms.side;
    request.type = terms.type;
    request.tif = terms.tif;
    request.post_only = terms.post_only;
    request.reduce_only = terms.reduce_only;
    if (terms.type == core::OrderType::Limit) request.price = terms.price;
    request.qty = terms.qty;
    request.shown = terms.shown;
    request.at = now_;
    source_->exchange().submit(client.account, request, now_);
}

core::Result<const Order*> Hall::cancel(Client& client, OrderId id, std::string_view cancel_id) {
    auto* order = client.orders.find(id);
    if (order == nullptr) return core::fail(Errc::UnknownOrder, "order {} is not known", id.value);
    if (!is_open(order->status)) return core::fail(Errc::NotOpen, "order {} has ended", id.value);
    order->cancel_id = cancel_id;
    if (order->status == OrderStatus::Waiting) {
        std::erase_if(sleepers_, [id](const Sleeper& sleeper) { return sleeper.order == id; });
        end(client, *order, OrderStatus::Cancelled, now_);
        return order;
    }
    source_->exchange().cancel(client.account, id, now_, OrderReason::Requested);
    settle();
    return order;
}

std::vector<OrderId> Hall::cancel_all(Client& client,
                                      std::optional<core::InstrumentId> instrument) {
    std::vector<OrderId> ids;
    for (const auto* order : instrument ? client.orders.open(*instrument) : client.orders.open())
        ids.push_back(order->id);
    // One may have gone with another: a cancel lets nothing trade, yet its echo may end a sleeper.
    std::erase_if(ids, [&](OrderId id) { return !cancel(client, id).has_value(); });
    return ids;
}

core::Result<const Order*> Hall::amend(Client& client, OrderId id, Price price, Qty qty) {
    const auto* order = client.orders.find(id);
    if (order == nullptr) return core::fail(Errc::UnknownOrder, "order {} is not known", id.value);
    if (order->status != OrderStatus::Open)
        return core::fail(Errc::NotOpen, "order {} cannot be amended", id.value);
    auto terms = order->terms;
    terms.price = price;
    terms.qty = qty;
    NJ_TRY(check_steps(terms));
    if (qty <= order->filled)
        return core::fail(Errc::BadQty, "{} lots are filled already", order->filled.raw);
    NJ_TRY(check_funds(client, terms, order));
    amend_refused_ = false;
    source_->exchange().amend(client.account, {id, price, qty, now_}, now_);
    settle();
    if (std::exchange(amend_refused_, false))
        return core::fail(Errc::NotBetter, "{}", name(order->reason));
    return order;
}

void Hall::cancel_after(Client& client, std::optional<core::InstrumentId> instrument,
                        std::optional<core::Time> at) {
    if (!instrument)
        client.cancel_all_after = at;
    else if (at)
        client.cancel_after.insert_or_assign(*instrument, *at);
    else
        client.cancel_after.erase(*instrument);
}

}  // namespace nightjar::exchange
