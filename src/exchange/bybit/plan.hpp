#pragma once
/// What Bybit lists here, with the venue's own steps and fees.

#include "exchange/config.hpp"

namespace nightjar::exchange::bybit {

/// BTCUSDT and ETHUSDT, spot and linear, by those prices. In the hall's catalog the linear ones
/// have ".P" behind their names, since the venue tells them apart by category alone. Seed and
/// opening are left to the caller.
[[nodiscard]] HallConfig plan(double btc = 60'000, double eth = 3'000);

}  // namespace nightjar::exchange::bybit
