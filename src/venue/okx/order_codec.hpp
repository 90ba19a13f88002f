#pragma once
/// OKX's orders over REST v5, spot and swaps. Source: the venue's API guide v5.
///
/// Quantities of swaps are contracts. Spot is for cash, swaps are cross-margined; one-way ("net")
/// position mode. There is no cancel-all; the dead-man timer is of the whole account, of both
/// markets. An order that was cancelled without a fill two hours ago is as absent as one that never
/// was.
///
/// Stop orders wait in a service of their own, as stop losses. Its events are of a stream that is
/// not listened to: what it cancels by itself is found by sweeping. The order that it places is
/// known by the client id of the stop, which goes along.

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
