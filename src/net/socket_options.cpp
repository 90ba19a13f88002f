#include "net/socket_options.hpp"

#include <algorithm>
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

}  // namespace

core::Result<SocketOptions> through_proxy(std::string_view proxy, std::string_view direct) {
    SocketOptions options;
    if (!proxy.empty()) {
        NJ_TRY(url, Url::parse_proxy(proxy));
        options.proxy = std::move(url);
    }
    options.direct = hosts_of(direct);
    return options;
}

std::optional<Url> proxy_to(const Url& server, const SocketOptions& options) {
    const bool direct =
        server.loopback() || std::ranges::any_of(options.direct, [&](const std::string& domain) {
            return is_of(server.host, domain);
        });
    return direct ? std::nullopt : options.proxy;
}

}  // namespace nightjar::net
