#pragma once
/// Coinbase Advanced Trade, spot: its REST interface and its WebSocket before a hall. Source: the
/// venue's documentation.

#include "exchange/coinbase/plan.hpp"
#include "exchange/service.hpp"

#include <memory>

namespace nightjar::exchange::coinbase {

/// `config` as plan() gives it, with seed, opening and warm-up as wanted. The time that `now` tells
/// is not before the opening. A client's secret is his private key, in PEM or (Ed25519) base64.
[[nodiscard]] std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now);

}  // namespace nightjar::exchange::coinbase
