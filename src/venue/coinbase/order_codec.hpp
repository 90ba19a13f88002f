#pragma once
/// Coinbase Advanced Trade's spot orders over REST. Source: the venue's Advanced Trade
/// documentation.
///
/// Orders are cancelled and amended by the venue's id only. A question by our id searches the list
/// of orders since `Question::since`, newest first, page by page; to know whether an order was
/// taken it may also be sent again, as the same client id gives the first one. Open orders are
/// asked for in three rounds: those that rest, those on their way in, and those that wait. There is
/// no cancel-all, no dead man, no stop-market order. Fees are in quote.

#include "venue/credentials.hpp"
#include "venue/order_codec.hpp"

#include <memory>
#include <string>

namespace nightjar::venue::coinbase {

/// `host` is signed along with each request. Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<OrderCodec>> make_order_codec(
    const Credentials& credentials, std::string host = "api.coinbase.com");

}  // namespace nightjar::venue::coinbase
