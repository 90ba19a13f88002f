#include "exchange/order_log.hpp"

#include <utility>

namespace nightjar::exchange {

Order& OrderLog::add(Order order) {
    if (orders_.size() >= most_) forget_oldest();
    const auto id = order.id;
    by_client_id_.insert_or_assign(order.terms.client_id, id);
    if (is_open(order.status)) open_.insert(id);
    return orders_.insert_or_assign(id, std::move(order)).first->second;
}

void OrderLog::forget_oldest() {
    for (const auto& [id, order] : orders_)
        if (!open_.contains(id)) return forget(id);
}

void OrderLog::forget(core::OrderId id) {
    const auto found = orders_.find(id);
    if (found == orders_.end()) return;
    const auto named = by_client_id_.find(found->second.terms.client_id);
    if (named != by_client_id_.end() && named->second == id) by_client_id_.erase(named);
    open_.erase(id);
    orders_.erase(found);
}

void OrderLog::record(const Execution& execution) {
    if (executions_.size() >= most_) executions_.pop_front();
    executions_.push_back(execution);
}

const Order* OrderLog::find(core::OrderId id) const {
    const auto found = orders_.find(id);
    return found == orders_.end() ? nullptr : &found->second;
}

Order* OrderLog::find(core::OrderId id) {
    return const_cast<Order*>(std::as_const(*this).find(id));
}

const Order* OrderLog::find(std::string_view client_id) const {
    const auto found = by_client_id_.find(client_id);
    return found == by_client_id_.end() ? nullptr : find(found->second);
}

bool OrderLog::open_as(std::string_view client_id) const {
    const auto* order = find(client_id);
    return order != nullptr && is_open(order->status);
}

std::vector<const Order*> OrderLog::open() const {
    std::vector<const Order*> found;
    for (const auto id : open_) found.push_back(find(id));
    return found;
}

std::vector<const Order*> OrderLog::open(core::InstrumentId instrument) const {
    auto found = open();
    std::erase_if(
        found, [instrument](const Order* order) { return order->terms.instrument != instrument; });
    return found;
}

}  // namespace nightjar::exchange
