#pragma once
/// OKX's private stream: orders, account and, of swaps, positions. Source: the venue's API guide
/// v5, "WebSocket". Host: ws.okx.com:8443, of the demo environment wspap.okx.com:8443. Pings are
/// the text "ping".

#include "venue/credentials.hpp"
#include "venue/okx/market.hpp"
#include "venue/user_stream.hpp"

#include <memory>

namespace nightjar::venue::okx {

[[nodiscard]] std::unique_ptr<UserStream> make_user_stream(Market market, Credentials credentials);

}  // namespace nightjar::venue::okx
