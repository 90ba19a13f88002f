#include "venue/feed_request.hpp"

#include "venue/errc.hpp"

#include <algorithm>

namespace nightjar::venue {

namespace {

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"/_.:-"}.contains(c);
    });
}

}  // namespace

core::Status check(std::span<const Subscription> wanted) {
    for (const auto& item : wanted) {
        if (item.symbol.empty() || !is_plain(item.symbol))
            return core::fail(Errc::BadField, "symbol: {:.32}: no name of an instrument",
                              item.symbol);
        const bool candles = item.channel == Subscription::Channel::Candles;
        if (!is_plain(item.interval) || candles == item.interval.empty())
            return core::fail(Errc::BadField, "interval: {:.32}: {} has {}", item.interval,
                              item.symbol, candles ? "candles without one" : "one without candles");
        if (item.depth < 0) return core::fail(Errc::BadField, "depth: {}: below 0", item.depth);
    }
    return {};
}

}  // namespace nightjar::venue
