#pragma once
/// Coinbase Advanced Trade's private stream: user and heartbeats. Source: the venue's Advanced
/// Trade documentation. Host: advanced-trade-ws-user.coinbase.com.
///
/// It tells of an order what is filled so far, at which average, and no single fill: when more is
/// filled than before, FillsDue asks for them. It tells no balances. All messages of the connection
/// are numbered. A heartbeat is a Pong.

#include "venue/credentials.hpp"
#include "venue/user_stream.hpp"

#include <memory>
#include <string>

namespace nightjar::venue::coinbase {

/// Of the orders of these products; of all where there are none. Error: BadKey, BadField.
[[nodiscard]] core::Result<std::unique_ptr<UserStream>> make_user_stream(
    const Credentials& credentials, std::span<const std::string> products);

}  // namespace nightjar::venue::coinbase
