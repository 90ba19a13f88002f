#pragma once

#include <cstdint>

namespace nightjar::venue::bybit {

/// The venue's word for a kind of instruments. An account has one stream for all of them.
enum class Category : std::uint8_t { Spot, Linear };

}  // namespace nightjar::venue::bybit
