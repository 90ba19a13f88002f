#pragma once
/// One order book, by price level, built from a snapshot and the changes after it.

#include "core/model/event.hpp"
#include "market/book_side.hpp"

#include <optional>

namespace nightjar::market {

/// Engine thread. Not valid until a whole snapshot came, and again after a gap or a crossed state:
/// a book that is not valid must not be traded on.
class Book {
public:
    using Level = BookSide::Level;

    /// Returns true when the change completes a message and the book may be read.
    bool apply(const core::BookDelta& delta);
    void apply(const core::Quote& quote);  ///< replaces the book by its best levels
    void invalidate() { valid_ = false; }

    [[nodiscard]] bool valid() const { return valid_; }
    [[nodiscard]] std::optional<Level> best_bid() const { return bids_.best(); }
    [[nodiscard]] std::optional<Level> best_ask() const { return asks_.best(); }
    /// Twice the mid, in ticks: exact where the mid itself is not.
    [[nodiscard]] std::optional<std::int64_t> double_mid() const;
    [[nodiscard]] const BookSide& side(core::Side side) const {
        return side == core::Side::Buy ? bids_ : asks_;
    }
    /// (bid size - ask size) / (bid size + ask size) over the best `depth` levels; in [-1, 1].
    [[nodiscard]] double imbalance(std::size_t depth) const;

private:
    bool complete();

    BookSide bids_{core::Side::Buy};
    BookSide asks_{core::Side::Sell};
    bool valid_{};
    bool rebuilding_{};
};

}  // namespace nightjar::market
