#pragma once
/// How much may be asked of the venue.

#include "venue/binance/market.hpp"

#include <cstdint>

namespace nightjar::exchange::binance {

struct Limits {
    std::int64_t weight;  ///< a minute
    std::int64_t orders_10s;
    std::int64_t orders_long;  ///< a day (spot), a minute (futures)
};

[[nodiscard]] constexpr Limits limits_of(venue::binance::Market market) {
    if (market == venue::binance::Market::Spot) return {6'000, 100, 200'000};
    return {2'400, 300, 1'200};
}

}  // namespace nightjar::exchange::binance
