#pragma once
/// OKX's orders over REST v5, spot and swaps. Source: the venue's API guide v5.
///
/// Quantities of swaps are contracts. Spot is for cash, swaps are cross-margined; one-way ("net")
/// position mode. There is no cancel-all; the dead-man timer is of the whole account, of both
/// markets. Stop orders are of another endpoint with events of their own, and are refused here. An
/// order that was cancelled without a fill two hours ago is as absent as one that never was.

#include "venue/credentials.hpp"
#include "venue/okx/market.hpp"
#include "venue/order_codec.hpp"

#include <memory>

namespace nightjar::venue::okx {

/// The demo environment has keys of its own and a header that says so.
enum class Environment : std::uint8_t { Production, Demo };

[[nodiscard]] std::unique_ptr<OrderCodec> make_order_codec(
    Market market, Credentials credentials, Environment environment = Environment::Production);

}  // namespace nightjar::venue::okx
