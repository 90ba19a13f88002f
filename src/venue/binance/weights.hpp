#pragma once
/// For how much Binance counts a call. Source: the documentation of each endpoint.

#include "venue/binance/market.hpp"
#include "venue/feed_decoder.hpp"
#include "venue/order_codec.hpp"

#include <cstdint>

namespace nightjar::venue::binance {

/// With so many levels and bars as the public side asks for.
[[nodiscard]] std::int64_t weight_of(Market market, FeedQuery query);
[[nodiscard]] std::int64_t weight_of(Market market, const Question& question);

}  // namespace nightjar::venue::binance
