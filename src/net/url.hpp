#pragma once
/// Where a server is.

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace nightjar::net {

/// http, https, ws or wss. What is not encrypted goes to this machine only.
struct Url {
    std::string scheme;
    std::string host;  ///< lower case; an IPv6 address without its brackets
    std::uint16_t port{};
    std::string target{"/"};  ///< path and query

    /// Error: BadUrl, with the reason; also for a name or password in it, for a fragment, and for
    /// http or ws to another machine.
    static core::Result<Url> parse(std::string_view text);
    /// http to any machine, since what goes through it is encrypted; the scheme may be left out.
    /// Error: BadUrl.
    static core::Result<Url> parse_proxy(std::string_view text);

    [[nodiscard]] bool encrypted() const { return scheme == "https" || scheme == "wss"; }
    /// 127.0.0.0/8, ::1 or localhost.
    [[nodiscard]] bool loopback() const;
    /// host, or host:port where the port is not the scheme's own.
    [[nodiscard]] std::string authority() const;

    friend bool operator==(const Url&, const Url&) = default;

private:
    static core::Result<Url> read(std::string_view text);
};

}  // namespace nightjar::net
