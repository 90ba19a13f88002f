#include "net/socket_options.hpp"

#include "net/errc.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace nightjar::net {

namespace {

std::vector<std::string> hosts_of(std::string_view text) {
    std::vector<std::string> hosts;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        auto host = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (host.starts_with(' ') || host.starts_with('.')) host.remove_prefix(1);
        while (host.ends_with(' ')) host.remove_suffix(1);
        if (!host.empty()) hosts.emplace_back(host);
    }
    return hosts;
}

bool is_of(std::string_view host, std::string_view domain) {
    if (domain == "*" || host == domain) return true;
    return host.size() > domain.size() && host.ends_with(domain) &&
           host[host.size() - domain.size() - 1] == '.';
}

/// Nothing for a % without two digits behind it.
std::optional<std::string> percent_decoded(std::string_view text) {
    constexpr int hexadecimal = 16;
    std::string decoded;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '%') {
            std::uint8_t byte{};
            const auto* digits = text.data();
            if (text.size() < 2 ||
                std::from_chars(digits, digits + 2, byte, hexadecimal).ptr != digits + 2)
                return std::nullopt;
            c = static_cast<char>(byte);
            text.remove_prefix(2);
        }
        decoded += c;
    }
    return decoded;
}

core::Result<Proxy> read_proxy(std::string_view text) {
    const auto scheme = text.find("://");
    const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const auto place = text.substr(begin, text.find_first_of("/?#", begin) - begin);
    const auto at = place.rfind('@');
    if (at == std::string_view::npos) {
        NJ_TRY(url, Url::parse_proxy(text));
        return Proxy{std::move(url)};
    }
    NJ_TRY(url, Url::parse_proxy(
                    fmt::format("{}{}", text.substr(0, begin), text.substr(begin + at + 1))));
    auto login = percent_decoded(place.substr(0, at));
    if (!login || !place.substr(0, at).contains(':'))
        return core::fail(Errc::BadUrl,
                          "...@{}: a proxy's login is name:password, with signs as %40",
                          url.authority());
    return Proxy{std::move(url), std::move(*login)};
}

}  // namespace

core::Result<SocketOptions> through_proxy(std::string_view proxy, std::string_view direct) {
    SocketOptions options;
    if (!proxy.empty()) {
        NJ_TRY(read, read_proxy(proxy));
        options.proxy = std::move(read);
    }
    options.direct = hosts_of(direct);
    return options;
}

std::optional<Proxy> proxy_to(const Url& server, const SocketOptions& options) {
    const bool direct =
        server.loopback() || std::ranges::any_of(options.direct, [&](const std::string& domain) {
            return is_of(server.host, domain);
        });
    return direct ? std::nullopt : options.proxy;
}

}  // namespace nightjar::net
