#pragma once
/// Bybit, spot and linear perpetuals in one account: its REST interface and its streams before a
/// hall. Source: the venue's documentation of v5.

#include "exchange/config.hpp"
#include "exchange/service.hpp"

#include <memory>

namespace nightjar::exchange::bybit {

/// `config` as plan() gives it, with seed, opening and warm-up as wanted. The time that `now` tells
/// is not before the opening.
[[nodiscard]] std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now);

}  // namespace nightjar::exchange::bybit
