#pragma once
/// Source: Binance's documentation of its market streams, spot and USD-M futures. Futures have two
/// addresses: depth and best prices are at `public`, the rest at `market`. The venue's pings are
/// those of the WebSocket itself.

#include "venue/binance/market.hpp"
#include "venue/feed_request.hpp"

namespace nightjar::venue::binance {

/// Futures give aggregates as their trades. Marks and funding are one stream. A connection may send
/// five messages a second, pings among them. `id` comes back in the answer.
[[nodiscard]] FeedRequests feed_requests(Market market, FeedAction action,
                                         std::span<const Subscription> wanted, std::uint64_t id);

}  // namespace nightjar::venue::binance
