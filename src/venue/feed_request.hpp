#pragma once
/// What a live feed asks of a venue, and the texts that ask it. Each venue's feed_request.hpp makes
/// its own; what the venue answers comes out of its FeedDecoder as a Notice.

#include "core/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nightjar::venue {

struct Subscription {
    enum class Channel : std::uint8_t { Trades, Depth, Top, Mark, Funding, Candles };

    Channel channel{};
    std::string symbol;      ///< as the venue's WebSocket writes it
    int depth{};             ///< of Depth: levels of each side; 0 is what the venue takes as usual
    std::string interval{};  ///< of Candles: in the venue's words
};

enum class FeedAction : std::uint8_t { Subscribe, Unsubscribe };

/// One or more messages that ask for all of `wanted`. Error: BadField, where a symbol or interval
/// has characters that none has, or the venue does not have what is wanted.
using FeedRequests = core::Result<std::vector<std::string>>;

/// For the venues: that the texts need no escapes in JSON.
[[nodiscard]] core::Status check(std::span<const Subscription> wanted);

}  // namespace nightjar::venue
