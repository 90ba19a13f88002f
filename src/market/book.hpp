#pragma once
/// One order book, by price level, built from a snapshot and the changes after it.

#include "core/model/event.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::market {

/// Engine thread. Not valid until a whole snapshot came, and again after a gap or a crossed state:
/// a book that is not valid must not be traded on. Both sides are kept worst price first, so that
/// the frequent changes near the touch move few levels.
class Book {
public:
    struct Level {
        core::Price price;
        core::Qty qty;
    };

    Book();

    /// Returns true when the change completes a message and the book may be read.
    bool apply(const core::BookDelta& delta);
    void apply(const core::Quote& quote);  ///< replaces the book by its best levels
    void invalidate() { valid_ = false; }

    [[nodiscard]] bool valid() const { return valid_; }
    [[nodiscard]] std::optional<Level> best_bid() const { return best(bids_); }
    [[nodiscard]] std::optional<Level> best_ask() const { return best(asks_); }
    /// Twice the mid, in ticks: exact where the mid itself is not.
    [[nodiscard]] std::optional<std::int64_t> double_mid() const;
    /// Levels from the worst to the best price; the last is the touch.
    [[nodiscard]] std::span<const Level> side(core::Side side) const {
        return side == core::Side::Buy ? bids_ : asks_;
    }
    /// 0 where no level is.
    [[nodiscard]] core::Qty at(core::Side side, core::Price price) const;
    /// (bid size - ask size) / (bid size + ask size) over the best `depth` levels; in [-1, 1].
    [[nodiscard]] double imbalance(std::size_t depth) const;

private:
    static std::optional<Level> best(const std::vector<Level>& levels) {
        if (levels.empty()) return std::nullopt;
        return levels.back();
    }
    void set(const core::BookDelta& delta);
    bool complete();

    std::vector<Level> bids_;  // ascending price
    std::vector<Level> asks_;  // descending price
    bool valid_{};
    bool rebuilding_{};
};

}  // namespace nightjar::market
