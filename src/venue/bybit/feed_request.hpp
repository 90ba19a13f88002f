#pragma once
/// Source: Bybit's API documentation v5, "Connect". Mark prices and funding come with the best
/// prices, in its tickers. Spot takes ten at once, so no message has more.

#include "venue/feed_request.hpp"

#include <string_view>

namespace nightjar::venue::bybit {

[[nodiscard]] FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted);

/// To be sent every 20 s.
constexpr std::string_view ping = R"({"op":"ping"})";

}  // namespace nightjar::venue::bybit
