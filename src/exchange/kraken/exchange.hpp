#pragma once
/// Kraken spot: its REST interface and its WebSocket v2, public and private, before a hall. Source:
/// the venue's documentation.

#include "exchange/kraken/plan.hpp"
#include "exchange/service.hpp"

#include <memory>

namespace nightjar::exchange::kraken {

/// `config` as plan() gives it, with seed, opening and warm-up as wanted. The time that `now` tells
/// is not before the opening.
[[nodiscard]] std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now);

}  // namespace nightjar::exchange::kraken
