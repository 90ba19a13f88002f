#pragma once
/// What Coinbase's messages and REST answers have in common, and the answers. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::coinbase {

[[nodiscard]] core::Status read_trade(const object& item, bool earlier, EventList& to);
/// Of a message, or of an answer, which does not name the product. All are of 5 minutes in
/// messages.
[[nodiscard]] core::Status read_candle(const object& item, EventList& to);
/// Marks and funding are not asked of it.
[[nodiscard]] core::Status read_answer(FeedQuery query, const object& reply, EventList& to);

}  // namespace nightjar::venue::coinbase
