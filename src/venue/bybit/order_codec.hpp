#pragma once
/// Bybit's orders over REST v5, spot and linear. Source: the venue's API documentation v5.
///
/// The answer to an order is an acknowledgement only; that the book refused it comes on the stream.
/// Stop orders are of linear: those of spot do not say from which side the price is to come, so
/// that one that is a moment late would wait for the market to come back. Orders, fills and
/// positions of all linear instruments are those settled in USDT. The dead man acts when the
/// private stream is gone (DCP) and cannot be ended by a request. One-way position mode.

#include "venue/bybit/category.hpp"
#include "venue/credentials.hpp"
#include "venue/order_codec.hpp"

#include <memory>

namespace nightjar::venue::bybit {

/// Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<OrderCodec>> make_order_codec(
    Category category, const Credentials& credentials);

}  // namespace nightjar::venue::bybit
