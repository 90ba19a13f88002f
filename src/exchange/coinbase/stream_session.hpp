#pragma once
/// A connection to the WebSocket, of the market and of the user at once.

#include "exchange/coinbase/parts.hpp"
#include "net/web_service.hpp"

#include <memory>

namespace nightjar::exchange::coinbase {

[[nodiscard]] std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer);

}  // namespace nightjar::exchange::coinbase
