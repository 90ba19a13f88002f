#pragma once

#include "core/base/time.hpp"
#include "net/url.hpp"

#include <optional>
#include <string>

namespace nightjar::net {

struct SocketOptions {
    /// Certificates that are trusted besides the machine's own: a file in PEM.
    std::string trusted{};
    /// http://host:port of a proxy that tunnels (CONNECT) to whatever is not this machine.
    std::optional<Url> proxy{};
    core::Duration connect_patience = core::seconds(10);
    /// A stream on which nothing came for half as long is asked by a ping, and closed after this.
    core::Duration silence = core::seconds(60);
    std::size_t most_bytes = std::size_t{64} << 20;  ///< of an answer or a message
};

}  // namespace nightjar::net
