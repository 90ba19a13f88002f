#pragma once
/// A connection to market streams, or with a listen key to a user's.

#include "exchange/binance/parts.hpp"
#include "net/web_service.hpp"

#include <memory>

namespace nightjar::exchange::binance {

/// For a path of the venue: /ws, /ws/<stream>, /stream?streams=a/b, for futures also behind
/// /public, /market and /private. Null for others. What stands before is not looked at.
[[nodiscard]] std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                                           std::string_view target);

}  // namespace nightjar::exchange::binance
