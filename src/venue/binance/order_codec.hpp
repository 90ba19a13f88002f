#pragma once
/// Binance's orders over REST, spot and USD-M futures. Source: the venue's documentation of both.
///
/// Spot: an order that rests can only be made smaller (order/amend/keepPriority). Futures: a
/// service of its own keeps stop orders (stops.hpp); cancel-all leaves those, and that the dead-man
/// timer ends them is not known; both are of one instrument. What a key may do is asked of an
/// address that the venue's test network does not have (spot); futures tell what the account may
/// do. Fills are of one instrument, in windows of a day (spot) or a week.
///
/// One-way position mode: with hedge mode the venue refuses orders without positionSide.

#include "venue/binance/market.hpp"
#include "venue/credentials.hpp"
#include "venue/order_codec.hpp"

#include <memory>

namespace nightjar::venue::binance {

/// Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<OrderCodec>> make_order_codec(
    Market market, const Credentials& credentials);

}  // namespace nightjar::venue::binance
