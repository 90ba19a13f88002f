#pragma once
/// Source: Kraken's guides of its WebSocket v2. A message asks for one channel of one kind; there
/// are no perpetuals here, so no marks and no funding.

#include "venue/feed_request.hpp"

#include <string_view>

namespace nightjar::venue::kraken {

[[nodiscard]] FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted);

/// To be sent when nothing came for some 30 s; after 60 s the venue ends the connection.
constexpr std::string_view ping = R"({"method":"ping"})";

}  // namespace nightjar::venue::kraken
