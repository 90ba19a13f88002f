#pragma once
/// Kraken's private stream, WebSocket v2: executions and balances. Source: the venue's guide of it.
/// Host: ws-auth.kraken.com. A token is asked of REST first; it must be used within a quarter of an
/// hour, and stays good while the connection does. Each channel numbers its messages. A message may
/// say only what has changed of an order, under the venue's id alone.

#include "venue/credentials.hpp"
#include "venue/kraken/nonces.hpp"
#include "venue/user_stream.hpp"

#include <memory>

namespace nightjar::venue::kraken {

/// `nonces` is that of the key, and outlives the stream. Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<UserStream>> make_user_stream(
    const Credentials& credentials, Nonces& nonces);

}  // namespace nightjar::venue::kraken
