#pragma once

#include "core/base/time.hpp"
#include "net/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::net {

/// A proxy that tunnels (CONNECT).
struct Proxy {
    Url at;
    std::string login{};  ///< "name:password" where it wants one
};

struct SocketOptions {
    /// Certificates that are trusted besides the machine's own: a file in PEM.
    std::string trusted{};
    /// To whatever is not this machine.
    std::optional<Proxy> proxy{};
    /// Hosts to which it is not used, and all below them: "example.com"; "*" is every host.
    std::vector<std::string> direct{};
    core::Duration connect_patience = core::seconds(10);
    /// A stream on which nothing came for half as long is asked by a ping, and closed after this.
    core::Duration silence = core::seconds(60);
    std::size_t most_bytes = std::size_t{64} << 20;  ///< of an answer or a message
};

/// With that proxy, if it is not empty, but for those hosts: "example.com, .inside.example".
/// Error: BadUrl, for a proxy that is no http://host:port or http://name:password@host:port (signs
/// as %40), without the password.
core::Result<SocketOptions> through_proxy(std::string_view proxy, std::string_view direct);
/// Where the way to that server leads first, if not straight there.
[[nodiscard]] std::optional<Proxy> proxy_to(const Url& server, const SocketOptions& options);

}  // namespace nightjar::net
