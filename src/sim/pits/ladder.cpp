#include "sim/pits/ladder.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Price;
using core::Qty;
using core::Side;

std::size_t Ladder::index_of(Price price) const {
    const auto worse = [buy = side_ == Side::Buy](const Resting& resting, Price other) {
        return buy ? resting.order.price < other : resting.order.price > other;
    };
    const auto at = std::lower_bound(orders_.begin(), orders_.end(), price, worse);
    return static_cast<std::size_t>(at - orders_.begin());
}

void Ladder::insert(const Resting& resting) {
    // In front of all orders of that price, which come earlier to trade.
    const auto at = static_cast<std::ptrdiff_t>(index_of(resting.order.price));
    const auto placed = orders_.insert(orders_.begin() + at, resting);
    if (resting.order.shown.raw > 0) placed->tip = core::visible(resting.order, resting.left);
}

const Resting* Ladder::find(core::AccountId account, core::OrderId order) const {
    const auto at = std::ranges::find_if(orders_, [&](const Resting& resting) {
        return resting.order.id == order && resting.account == account;
    });
    return at == orders_.end() ? nullptr : &*at;
}

void Ladder::erase(const Resting& resting) {
    orders_.erase(orders_.begin() + (&resting - orders_.data()));
}

std::span<Resting> Ladder::waiting_at(Price price) {
    const auto first = index_of(price);
    auto last = first;
    while (last < orders_.size() && orders_[last].order.price == price) ++last;
    return std::span{orders_}.subspan(first, last - first);
}

Qty Ladder::at(Price price) const {
    Qty total;
    for (auto i = index_of(price); i < orders_.size() && orders_[i].order.price == price; ++i)
        total += orders_[i].visible();
    return total;
}

}  // namespace nightjar::sim
