#pragma once
/// Kraken's spot orders over REST. Source: the venue's REST documentation.
///
/// Symbols are those of the WebSocket v2, "BTC/USD"; the codec knows the older names of REST for
/// `symbols`, and gives a pair or asset that is none of them under the venue's own name. Prices and
/// quantities go as texts in a form. Fill-or-kill exists since May 2026. Of an order that is not
/// open the venue is asked a second time, among the closed ones. There is no test network.

#include "venue/credentials.hpp"
#include "venue/kraken/nonces.hpp"
#include "venue/order_codec.hpp"

#include <memory>
#include <string>

namespace nightjar::venue::kraken {

/// `nonces` is that of the key, and outlives the codec. Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<OrderCodec>> make_order_codec(
    const Credentials& credentials, Nonces& nonces, std::span<const std::string> symbols);

}  // namespace nightjar::venue::kraken
