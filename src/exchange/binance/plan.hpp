#pragma once
/// What Binance lists here, with the venue's own steps and fees.

#include "exchange/config.hpp"
#include "venue/binance/market.hpp"

namespace nightjar::exchange::binance {

/// BTCUSDT and ETHUSDT, by those prices. Seed and opening are left to the caller.
[[nodiscard]] HallConfig plan(venue::binance::Market market, double btc = 60'000,
                              double eth = 3'000);

}  // namespace nightjar::exchange::binance
