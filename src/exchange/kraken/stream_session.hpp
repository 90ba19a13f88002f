#pragma once
/// A connection to the WebSocket v2: public channels, and with a token private ones and orders.

#include "exchange/kraken/parts.hpp"
#include "net/web_service.hpp"

#include <memory>

namespace nightjar::exchange::kraken {

[[nodiscard]] std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer);

}  // namespace nightjar::exchange::kraken
