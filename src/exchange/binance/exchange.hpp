#pragma once
/// Binance spot or USD-M futures: its REST interface, market streams, user streams and WebSocket
/// API before a hall. Source: the venue's documentation.

#include "exchange/config.hpp"
#include "exchange/service.hpp"
#include "venue/binance/market.hpp"

#include <memory>

namespace nightjar::exchange::binance {

/// `config` as plan() gives it, with seed, opening and warm-up as wanted. The time that `now` tells
/// is not before the opening.
[[nodiscard]] std::unique_ptr<VenueService> make_exchange(venue::binance::Market market,
                                                          HallConfig config, Now now);

}  // namespace nightjar::exchange::binance
