#pragma once
/// How far a price moves against a taker where no book says it.

#include "core/model/types.hpp"

#include <algorithm>

namespace nightjar::sim {

/// `ppb` of the price, rounded up: the last part of a tick is lost, never won. Stays at 1 tick or
/// above.
constexpr core::Price slipped(core::Price price, core::Side side, std::int64_t ppb) {
    constexpr std::int64_t parts = 1'000'000'000;
    const auto moved = core::Wide{price.raw} * ppb;
    const auto ticks = static_cast<std::int64_t>((moved + parts - 1) / parts);
    return {std::max<std::int64_t>(1, price.raw + sign(side) * ticks)};
}

}  // namespace nightjar::sim
