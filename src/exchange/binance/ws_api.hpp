#pragma once
/// A connection to the WebSocket API: requests like those of the REST interface, and for spot the
/// user's stream.

#include "exchange/binance/parts.hpp"
#include "net/web_service.hpp"

#include <memory>

namespace nightjar::exchange::binance {

[[nodiscard]] std::unique_ptr<net::WebSession> open_ws_api(Parts& parts, net::WebPeer& peer);

/// The parameters as they are signed: by name, name=value, without escapes and the signature.
[[nodiscard]] std::string ws_payload(Fields fields);

}  // namespace nightjar::exchange::binance
