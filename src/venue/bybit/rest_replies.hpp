#pragma once
/// What Bybit's messages and REST answers have in common, and the answers. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::bybit {

/// What a trade's fields are called.
struct TradeFields {
    std::string_view symbol;
    std::string_view time;
    std::string_view id;
    std::string_view price;
    std::string_view qty;
    std::string_view side;  ///< the taker's
};
[[nodiscard]] core::Status read_trade(const object& item, const TradeFields& fields, EventList& to);

/// Best prices, mark price and funding rate, as far as they are there.
[[nodiscard]] core::Status read_ticker(const object& item, core::Time at, EventList& to);

/// What stands in "result".
[[nodiscard]] core::Status read_result(FeedQuery query, const object& result, core::Time at,
                                       EventList& to);

}  // namespace nightjar::venue::bybit
