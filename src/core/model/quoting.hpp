#pragma once
/// What a strategy that makes a market says.

#include "core/model/types.hpp"

namespace nightjar::core {

/// A bid and an ask that shall stand until the strategy says otherwise. They never take: where they
/// would, they are not placed.
struct QuoteWish {
    struct Level {
        Price price;
        Qty qty;  ///< 0: nothing on this side

        friend bool operator==(const Level&, const Level&) = default;
    };
    StrategyId strategy;
    InstrumentId instrument;
    Level bid;
    Level ask;

    [[nodiscard]] const Level& level(Side side) const { return side == Side::Buy ? bid : ask; }
    [[nodiscard]] Level& level(Side side) { return side == Side::Buy ? bid : ask; }
    friend bool operator==(const QuoteWish&, const QuoteWish&) = default;
};

}  // namespace nightjar::core
