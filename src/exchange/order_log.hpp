#pragma once
/// One client's orders and executions, found by either name.

#include "exchange/order.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace nightjar::exchange {

/// Remembers a limited number of what has ended; what is open is never forgotten. Addresses of
/// orders hold until the next `add`.
class OrderLog {
public:
    explicit OrderLog(std::size_t most) : most_{most} {}

    Order& add(Order order);
    /// To be called once its status is terminal.
    void close(const Order& order) { open_.erase(order.id); }
    void forget(core::OrderId id);
    void record(const Execution& execution);

    [[nodiscard]] const Order* find(core::OrderId id) const;
    [[nodiscard]] Order* find(core::OrderId id);
    /// The last that had that name.
    [[nodiscard]] const Order* find(std::string_view client_id) const;
    [[nodiscard]] bool open_as(std::string_view client_id) const;

    /// By age, the oldest first.
    [[nodiscard]] std::vector<const Order*> open() const;
    [[nodiscard]] std::vector<const Order*> open(core::InstrumentId instrument) const;
    [[nodiscard]] const std::map<core::OrderId, Order>& all() const { return orders_; }
    [[nodiscard]] const std::deque<Execution>& executions() const { return executions_; }

private:
    void forget_oldest();

    std::size_t most_;
    std::map<core::OrderId, Order> orders_;
    std::map<std::string, core::OrderId, std::less<>> by_client_id_;
    std::set<core::OrderId> open_;
    std::deque<Execution> executions_;
};

}  // namespace nightjar::exchange
