#pragma once

#include <cstdint>

namespace nightjar::venue::binance {

/// Some rules, codes and names of streams differ between them.
enum class Market : std::uint8_t { Spot, UsdFutures };

}  // namespace nightjar::venue::binance
