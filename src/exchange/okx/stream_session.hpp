#pragma once
/// The venue's streams: public, business (bars), private with its orders.

#include "exchange/okx/parts.hpp"

namespace nightjar::exchange::okx {

/// Null for a path that is none of theirs.
[[nodiscard]] std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                                           std::string_view target);

}  // namespace nightjar::exchange::okx
