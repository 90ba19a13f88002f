#include "venue/reply_headers.hpp"

#include <charconv>

namespace nightjar::venue {

std::optional<std::int64_t> header_count(const net::WebReply& reply, std::string_view name) {
    const auto text = net::header(reply.headers, name);
    std::int64_t count{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (text.empty() || error != std::errc{} || stop != end || count < 0) return std::nullopt;
    return count;
}

std::optional<core::Duration> retry_after(const net::WebReply& reply) {
    constexpr std::int64_t most_seconds = 7 * 24 * 3'600;  // the longest ban is of three days
    const auto seconds = header_count(reply, "Retry-After");
    if (!seconds) return std::nullopt;
    return core::seconds(std::min(*seconds, most_seconds));
}

}  // namespace nightjar::venue
