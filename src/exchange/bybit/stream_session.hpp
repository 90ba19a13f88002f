#pragma once
/// The venue's streams: public ones by category, the private one, and the one that takes orders.

#include "exchange/bybit/parts.hpp"

namespace nightjar::exchange::bybit {

/// Null for a path that is none of theirs.
[[nodiscard]] std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                                           std::string_view target);

}  // namespace nightjar::exchange::bybit
