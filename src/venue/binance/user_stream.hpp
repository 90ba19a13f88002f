#pragma once
/// Binance's private streams. Source: the venue's documentation of the WebSocket API ("User Data
/// Stream", spot) and of the USD-M user data streams.
///
/// Spot subscribes on the WebSocket API with a signature. Futures need a listen key, which lives
/// for an hour and is kept alive by `renew`; their stream confirms nothing, so it is Ready as soon
/// as it is open. TRADE_LITE, a fill without its fee ahead of the full one, says nothing here; nor
/// does ALGO_UPDATE, as no stop orders are placed there. Hosts: ws-api.binance.com (spot),
/// fstream.binance.com (futures).

#include "venue/binance/market.hpp"
#include "venue/credentials.hpp"
#include "venue/user_stream.hpp"

#include <memory>

namespace nightjar::venue::binance {

/// Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<UserStream>> make_user_stream(
    Market market, const Credentials& credentials);

}  // namespace nightjar::venue::binance
