#include "market/book.hpp"

namespace nightjar::market {

namespace {

double size_of(const BookSide& side, std::size_t depth) {
    double total = 0;
    std::size_t seen = 0;
    for (const auto& level : side) {
        if (seen++ == depth) break;
        total += static_cast<double>(level.qty.raw);
    }
    return total;
}

}  // namespace

bool Book::apply(const core::BookDelta& delta) {
    if (delta.action == core::BookDelta::Action::Clear) {
        bids_.clear();
        asks_.clear();
        valid_ = false;
        rebuilding_ = true;
    } else {
        (delta.side == core::Side::Buy ? bids_ : asks_).set(delta.price, delta.qty);
    }
    return delta.last && complete();
}

void Book::apply(const core::Quote& quote) {
    bids_.clear();
    asks_.clear();
    bids_.set(quote.bid, quote.bid_qty);
    asks_.set(quote.ask, quote.ask_qty);
    rebuilding_ = true;
    complete();
}

bool Book::complete() {
    const auto bid = bids_.best();
    const auto ask = asks_.best();
    const bool crossed = bid && ask && bid->price >= ask->price;
    valid_ = (valid_ || rebuilding_) && !crossed;
    rebuilding_ = false;
    return valid_;
}

std::optional<std::int64_t> Book::double_mid() const {
    const auto bid = bids_.best();
    const auto ask = asks_.best();
    if (!valid_ || !bid || !ask) return std::nullopt;
    return bid->price.raw + ask->price.raw;
}

double Book::imbalance(std::size_t depth) const {
    const double bid = size_of(bids_, depth);
    const double ask = size_of(asks_, depth);
    return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0.0;
}

}  // namespace nightjar::market
