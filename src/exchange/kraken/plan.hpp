#pragma once
/// What Kraken lists here, with the venue's own steps and fees.

#include "exchange/config.hpp"

namespace nightjar::exchange::kraken {

/// BTC/USD and ETH/USD, by those prices. Seed and opening are left to the caller.
[[nodiscard]] HallConfig plan(double btc = 60'000, double eth = 3'000);

}  // namespace nightjar::exchange::kraken
