#pragma once
/// Handing a mail to a server (RFC 5321, submission RFC 6409), by libcurl. Private to the room.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "net/secret.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::notify {

struct MailServer {
    enum class Security : std::uint8_t { StartTls, Tls, None };

    std::string host;  ///< an IPv6 address in its brackets
    std::uint16_t port{};
    Security security{};
    std::string user;  ///< empty: without a login
    net::Secret password;
    std::string certificates;  ///< trusted ones, a file in PEM; empty: the machine's own
};

struct Mail {
    std::string from;
    std::vector<std::string> to;
    std::string text;  ///< headers, an empty line and the body; lines end in CR LF
};

/// Waits until the server has taken it. Where TLS is wanted nothing is said without it, and the
/// host's name is verified; a login is AUTH PLAIN or LOGIN. Errors: Unreachable, Refused.
core::Status submit(const MailServer& server, const Mail& mail, core::Duration patience);

}  // namespace nightjar::notify
