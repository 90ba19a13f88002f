#pragma once

#include <cstdint>

namespace nightjar::venue::okx {

/// The venue's kinds of instruments that we trade; swaps linear and inverse.
enum class Market : std::uint8_t { Spot, Swap };

}  // namespace nightjar::venue::okx
