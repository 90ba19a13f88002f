#include "market/book.hpp"

#include <algorithm>

namespace nightjar::market {

namespace {

constexpr std::size_t usual_depth = 2048;

double size_of(std::span<const Book::Level> levels, std::size_t depth) {
    double total = 0;
    for (const auto& level : levels.last(std::min(depth, levels.size())))
        total += static_cast<double>(level.qty.raw);
    return total;
}

}  // namespace

Book::Book() {
    bids_.reserve(usual_depth);
    asks_.reserve(usual_depth);
}

bool Book::apply(const core::BookDelta& delta) {
    if (delta.action == core::BookDelta::Action::Clear) {
        bids_.clear();
        asks_.clear();
        valid_ = false;
        rebuilding_ = true;
    } else {
        set(delta);
    }
    return delta.last && complete();
}

void Book::apply(const core::Quote& quote) {
    bids_.assign(1, {quote.bid, quote.bid_qty});
    asks_.assign(1, {quote.ask, quote.ask_qty});
    rebuilding_ = true;
    complete();
}

void Book::set(const core::BookDelta& delta) {
    const bool bid = delta.side == core::Side::Buy;
    auto& levels = bid ? bids_ : asks_;
    const auto worse = [bid](const Level& level, core::Price price) {
        return bid ? level.price < price : level.price > price;
    };
    const auto at = std::lower_bound(levels.begin(), levels.end(), delta.price, worse);
    const bool present = at != levels.end() && at->price == delta.price;
    if (delta.qty.raw == 0) {
        if (present) levels.erase(at);
    } else if (present) {
        at->qty = delta.qty;
    } else {
        levels.insert(at, {delta.price, delta.qty});
    }
}

bool Book::complete() {
    const bool crossed =
        !bids_.empty() && !asks_.empty() && bids_.back().price >= asks_.back().price;
    valid_ = (valid_ || rebuilding_) && !crossed;
    rebuilding_ = false;
    return valid_;
}

std::optional<std::int64_t> Book::double_mid() const {
    if (!valid_ || bids_.empty() || asks_.empty()) return std::nullopt;
    return bids_.back().price.raw + asks_.back().price.raw;
}

core::Qty Book::at(core::Side side, core::Price price) const {
    const bool bid = side == core::Side::Buy;
    const auto& levels = bid ? bids_ : asks_;
    const auto found = std::lower_bound(
        levels.begin(), levels.end(), price,
        [bid](const Level& level, auto p) { return bid ? level.price < p : level.price > p; });
    return found != levels.end() && found->price == price ? found->qty : core::Qty{};
}

double Book::imbalance(std::size_t depth) const {
    const double bid = size_of(bids_, depth);
    const double ask = size_of(asks_, depth);
    return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0.0;
}

}  // namespace nightjar::market
