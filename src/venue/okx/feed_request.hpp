#pragma once
/// Source: OKX's API guide v5, "WebSocket". Candles are asked of the address `business`, the rest
/// of `public`. Depth 5 is its channel books5, any other books (400).

#include "venue/feed_request.hpp"

#include <string_view>

namespace nightjar::venue::okx {

[[nodiscard]] FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted);

/// A text, to be sent when nothing came for 20 s; after 30 s the venue ends the connection. The
/// answer is the text "pong".
constexpr std::string_view ping = "ping";

}  // namespace nightjar::venue::okx
