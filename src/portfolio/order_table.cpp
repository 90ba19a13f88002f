#include "portfolio/order_table.hpp"

#include <algorithm>

namespace nightjar::portfolio {

using core::fail;
using core::OrderState;
using core::Qty;
using core::Result;
using core::Status;

namespace {

// Trades are looked for in the few slots that share a bucket: a resend comes within thousands.
constexpr std::size_t buckets = 4096;
constexpr std::size_t bucket_size = 8;

std::size_t bucket_of(core::InstrumentId instrument, core::TradeId trade) {
    const auto mixed =
        (trade.value + instrument.value * 0x9E3779B97F4A7C15ULL) * 0xBF58476D1CE4E5B9ULL;
    return (mixed >> 40) % buckets * bucket_size;
}

}  // namespace

Result<OrderState> next_state(OrderState from, OrderState to) {
    if (from == to) return to;
    if (core::is_terminal(from))
        return fail(Errc::BadTransition, "a {} order cannot become {}", name(from), name(to));
    if (to == OrderState::Reserved)
        return fail(Errc::BadTransition, "a {} order cannot be reserved again", name(from));
    if (from == OrderState::CancelPending && to == OrderState::Open) return from;
    return to;
}

OrderTable::OrderTable(const core::Catalog& catalog)
    : catalog_{&catalog}, seen_(buckets * bucket_size), exposures_(catalog.instruments().size()) {
    open_.reserve(capacity);
    worst_.reserve(capacity);
    finished_.reserve(remembered);
}

std::optional<std::size_t> OrderTable::index_of(core::OrderId id) const {
    const auto at = std::ranges::lower_bound(open_, id, {},
                                             [](const Order& order) { return order.request.id; });
    if (at == open_.end() || at->request.id != id) return std::nullopt;
    return static_cast<std::size_t>(at - open_.begin());
}

/// Orders are not numbered in the order of their ends: all are looked at.
void OrderTable::find_newest() {
    newest_ = {};
    for (const auto* orders : {&open_, &finished_})
        for (const auto& order : *orders) newest_ = std::max(newest_, order.request.id);
}

core::Qty OrderTable::out_for(core::ParentId parent) const {
    core::Qty sum;
    for (const auto& order : open_)
        if (order.request.parent == parent) sum += order.request.qty;
    for (const auto& order : finished_)
        if (order.request.parent == parent) sum += order.filled;
    return sum;
}

const Order* OrderTable::find(core::OrderId id) const {
    if (id > newest_) return nullptr;  // every new order is asked for
    if (const auto index = index_of(id)) return &open_[*index];
    const auto old = std::ranges::find(finished_, id, [](const Order& o) { return o.request.id; });
    return old == finished_.end() ? nullptr : &*old;
}

Status OrderTable::reserve(const core::OrderRequest& request, core::Price worst) {
    if (open_.size() == capacity) return fail(Errc::TooManyOrders, "{} orders are open", capacity);
    if (!open_.empty() && open_.back().request.id >= request.id)
        return fail(Errc::DuplicateOrder, "order id {} is not above the last", request.id.value);
    newest_ = std::max(newest_, request.id);
    open_.push_back({request, OrderState::Reserved, {}});
    worst_.push_back(worst);
    ++exposures_[request.instrument.value].orders;
    count(open_.back(), request.qty);
    return {};
}

void OrderTable::count(const Order& order, Qty change) {
    if (protective(order.request)) return;
    auto& exposure = exposures_[order.request.instrument.value];
    (order.request.side == core::Side::Buy ? exposure.buy : exposure.sell) += change;
    const auto index = static_cast<std::size_t>(&order - open_.data());
    const auto value = (*catalog_)[order.request.instrument].notional(worst_[index], change);
    exposure.notional += value;
    open_notional_ += value;
}

void OrderTable::retire(std::size_t index) {
    const auto& order = open_[index];
    count(order, -order.open());
    --exposures_[order.request.instrument.value].orders;
    if (finished_.size() < remembered)
        finished_.push_back(order);
    else
        finished_[finished_next_++ % remembered] = order;
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
    worst_.erase(worst_.begin() + static_cast<std::ptrdiff_t>(index));
}

Result<Order> OrderTable::apply(const core::OrderUpdate& update) {
    const auto index = index_of(update.order);
    if (!index) {
        const auto* old = find(update.order);
        if (old == nullptr)
            return fail(Errc::UnknownOrder, "update for unknown order {}", update.order.value);
        if (!core::is_terminal(update.state))
            return fail(Errc::BadTransition, "order {} is {} and cannot become {}",
                        update.order.value, name(old->state), name(update.state));
        return *old;  // a second "done" says nothing new
    }
    auto& order = open_[*index];
    NJ_TRY(state, next_state(order.state, update.state));
    if (state == OrderState::Filled && order.open().raw > 0)
        return fail(Errc::BadTransition, "order {} is called filled before its fills came",
                    update.order.value);
    if (!core::is_terminal(state) && update.qty.raw > 0 && update.qty != order.request.qty) {
        if (update.qty < order.filled)
            return fail(Errc::OverFill, "order {} amended below its filled {} lots",
                        update.order.value, order.filled.raw);
        count(order, update.qty - order.request.qty);
        order.request.qty = update.qty;
        order.request.price = update.price;
    }
    order.state = state;
    const Order after = order;
    if (core::is_terminal(state)) retire(*index);
    return after;
}

bool OrderTable::seen_before(core::InstrumentId instrument, core::TradeId trade) {
    const Seen wanted{instrument, {trade.value + 1}};  // 0 marks an empty slot
    const auto first = seen_.begin() + static_cast<std::ptrdiff_t>(bucket_of(instrument, trade));
    const auto last = first + static_cast<std::ptrdiff_t>(bucket_size);
    if (std::find(first, last, wanted) != last) return true;
    std::move_backward(first, last - 1, last);
    *first = wanted;
    return false;
}

Result<Order> OrderTable::apply(core::InstrumentId instrument, const core::Fill& fill) {
    // Venues resend fills after a reconnect; booking one twice would double the position.
    if (seen_before(instrument, fill.trade))
        return fail(Errc::DuplicateFill, "trade {} was booked before", fill.trade.value);
    const auto index = index_of(fill.order);
    const auto* known = index ? &open_[*index] : find(fill.order);
    if (known == nullptr)
        return fail(Errc::UnknownOrder, "fill of unknown order {}", fill.order.value);
    if (fill.qty.raw <= 0 || fill.qty > known->open())
        return fail(Errc::OverFill, "order {}: fill of {} lots, {} are open", fill.order.value,
                    fill.qty.raw, known->open().raw);
    if (!index) {
        // A fill that crossed our cancel on the way: booked, though the order is done.
        const auto at = static_cast<std::size_t>(known - finished_.data());
        finished_[at].filled += fill.qty;
        return finished_[at];
    }
    auto& order = open_[*index];
    count(order, -fill.qty);
    order.filled += fill.qty;
    if (order.open().raw > 0) return order;
    order.state = OrderState::Filled;
    const Order after = order;
    retire(*index);
    return after;
}

}  // namespace nightjar::portfolio
