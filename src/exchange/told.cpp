#include "exchange/told.hpp"

#include <algorithm>
#include <iterator>

namespace nightjar::exchange {

namespace {

template <class Levels>
Levels best_of(const Levels& levels, std::size_t depth) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(depth, levels.size()));
    return {levels.begin(), std::next(levels.begin(), count)};
}

template <class Levels>
Levels difference(const Levels& before, const Levels& after) {
    Levels change;
    for (const auto& [price, qty] : before)
        if (!after.contains(price)) change.emplace(price, core::Qty{});
    for (const auto& [price, qty] : after) {
        const auto old = before.find(price);
        if (old == before.end() || old->second != qty) change.emplace(price, qty);
    }
    return change;
}

}  // namespace

ToldBook::ToldBook(const MarketView& view, std::size_t depth)
    : view_{&view},
      depth_{depth},
      bids_{best_of(view.bids(), depth)},
      asks_{best_of(view.asks(), depth)},
      seen_{view.update_id()} {}

ToldBook::Change ToldBook::take() {
    if (seen_ == view_->update_id()) return {};
    seen_ = view_->update_id();
    auto bids = best_of(view_->bids(), depth_);
    auto asks = best_of(view_->asks(), depth_);
    Change change{difference(bids_, bids), difference(asks_, asks)};
    bids_ = std::move(bids);
    asks_ = std::move(asks);
    if (!change.empty()) ++number_;
    return change;
}

}  // namespace nightjar::exchange
