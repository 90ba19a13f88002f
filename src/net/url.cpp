#include "net/url.hpp"

#include "net/errc.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace nightjar::net {

namespace {

constexpr std::uint16_t plain_port = 80;
constexpr std::uint16_t encrypted_port = 443;

std::unexpected<core::Error> bad(std::string_view text, std::string_view why) {
    // What stands before an @ may be a password.
    const auto at = text.rfind('@');
    return core::fail(Errc::BadUrl, "{}{}: {}", at == std::string_view::npos ? "" : "...",
                      at == std::string_view::npos ? text : text.substr(at), why);
}

bool is_graphic(char c) { return c > ' ' && c < '\x7f'; }

/// Of what stands before the port, brackets included; nothing where they are not right. A key is
/// bound to a host, so what is read must be all that stands there.
std::optional<std::size_t> size_of_host(std::string_view place) {
    if (!place.starts_with('[')) {
        const auto size = std::min(place.find(':'), place.size());
        if (place.substr(0, size).find_first_of("[]") != std::string_view::npos)
            return std::nullopt;
        return size;
    }
    const auto size = std::min(place.find(']'), place.size() - 1) + 1;
    const auto address = place.substr(1, size - 2);
    const bool good =
        place[size - 1] == ']' && address.contains(':') &&
        address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos &&
        (size == place.size() || place[size] == ':');
    return good ? std::optional{size} : std::nullopt;
}

}  // namespace

core::Result<Url> Url::parse(std::string_view text) {
    auto url = read(text);
    if (url && !url->encrypted() && !url->loopback())
        return bad(text, "what is not encrypted goes to this machine only: take https or wss");
    return url;
}

core::Result<Url> Url::parse_proxy(std::string_view text) {
    auto url = read(text.contains("://") ? std::string{text} : fmt::format("http://{}", text));
    if (url && url->scheme != "http") return bad(text, "a proxy is reached by http://host:port");
    return url;
}

core::Result<Url> Url::read(std::string_view text) {
    Url url;
    const auto colon = text.find("://");
    url.scheme = text.substr(0, colon);
    if (colon == std::string_view::npos || (url.scheme != "http" && url.scheme != "https" &&
                                            url.scheme != "ws" && url.scheme != "wss"))
        return bad(text, "begin it with https://, wss://, http:// or ws://");
    if (!std::ranges::all_of(text, is_graphic)) return bad(text, "it has blanks or other signs");
    if (text.contains('#')) return bad(text, "it has a fragment (#)");
    auto rest = text.substr(colon + 3);
    const auto slash = std::min(rest.find_first_of("/?"), rest.size());
    auto place = rest.substr(0, slash);
    if (slash < rest.size()) url.target = rest[slash] == '?' ? "/" : "";
    url.target += rest.substr(slash);
    if (place.contains('@')) return bad(text, "leave name and password out of it");
    url.port = url.encrypted() ? encrypted_port : plain_port;
    const auto host_size = size_of_host(place);
    if (!host_size) return bad(text, "only an IPv6 address has brackets, and it needs them");
    if (*host_size < place.size()) {
        const auto digits = place.substr(*host_size + 1);
        const auto* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, url.port);
        if (error != std::errc{} || stop != end || url.port == 0)
            return bad(text, "its port is no number from 1 to 65535");
        place = place.substr(0, *host_size);
    }
    url.host = place.starts_with('[') ? place.substr(1, place.size() - 2) : place;
    std::ranges::transform(url.host, url.host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (url.host.empty()) return bad(text, "it names no host");
    return url;
}

bool Url::loopback() const {
    if (host == "localhost" || host == "::1") return true;
    // Four numbers, no name: 127.0.0.1.example.com is another machine.
    return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string::npos;
}

std::string Url::authority() const {
    const auto name = host.contains(':') ? fmt::format("[{}]", host) : host;
    return port == (encrypted() ? encrypted_port : plain_port) ? name
                                                               : fmt::format("{}:{}", name, port);
}

}  // namespace nightjar::net
