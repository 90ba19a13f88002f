#pragma once
/// The limit orders that wait on one side, in the order in which they trade.

#include "sim/clearing.hpp"

#include <span>
#include <utility>
#include <vector>

namespace nightjar::sim {

/// Best price first to trade, then the earlier: kept from the last to trade to the first, so that
/// what happens near the touch moves few orders.
class Ladder {
public:
    explicit Ladder(core::Side side) : side_{side} {}

    void insert(const Resting& resting);
    [[nodiscard]] const Resting* find(core::AccountId account, core::OrderId order) const;
    [[nodiscard]] Resting* find(core::AccountId account, core::OrderId order) {
        return const_cast<Resting*>(std::as_const(*this).find(account, order));
    }
    void erase(const Resting& resting);
    void pop() { orders_.pop_back(); }
    /// The best one has nothing left of the part that it shows: the next waits behind its equals.
    void refill() {
        const auto resting = best();
        pop();
        insert(resting);
    }

    [[nodiscard]] bool empty() const { return orders_.empty(); }
    [[nodiscard]] Resting& best() { return orders_.back(); }
    [[nodiscard]] std::optional<core::Price> best_price() const {
        if (orders_.empty()) return std::nullopt;
        return orders_.back().order.price;
    }
    /// All lots at that price.
    [[nodiscard]] core::Qty at(core::Price price) const;
    [[nodiscard]] std::span<Resting> waiting() { return orders_; }
    /// Those that wait at that price, from the last to trade to the first.
    [[nodiscard]] std::span<Resting> waiting_at(core::Price price);
    /// Drops what nothing is left of.
    void sweep() {
        std::erase_if(orders_, [](const Resting& resting) { return resting.left.raw == 0; });
    }
    /// From the last to trade to the first.
    [[nodiscard]] std::span<const Resting> orders() const { return orders_; }
    /// Calls `end` with each order of the account, then drops those that it left nothing of.
    template <class End>
    void end_all(core::AccountId account, End end) {
        for (auto& resting : orders_)
            if (resting.account == account) end(resting);
        sweep();
    }

private:
    [[nodiscard]] std::size_t index_of(core::Price price) const;

    core::Side side_;
    std::vector<Resting> orders_;
};

/// May an incoming order of that side and limit trade at that price?
constexpr bool reaches(core::Side side, core::Price limit, core::Price price) {
    return side == core::Side::Buy ? price <= limit : price >= limit;
}

}  // namespace nightjar::sim
