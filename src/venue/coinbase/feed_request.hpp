#pragma once
/// Source: Coinbase's documentation of its Advanced Trade WebSocket. A message asks for one
/// channel; the first must be sent within 5 s. There are no marks and no funding. Candles are of
/// five minutes.

#include "venue/feed_request.hpp"

namespace nightjar::venue::coinbase {

/// The channel `heartbeats` is always among those asked for: without it quiet connections end.
[[nodiscard]] FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted);

}  // namespace nightjar::venue::coinbase
