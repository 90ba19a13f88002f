#include "venue/coinbase/feed_request.hpp"

#include "venue/errc.hpp"

#include <fmt/format.h>

namespace nightjar::venue::coinbase {

namespace {

core::Result<std::string_view> channel_of(const Subscription& item) {
    using Channel = Subscription::Channel;
    switch (item.channel) {
        case Channel::Trades: return "market_trades";
        case Channel::Depth: return "level2";
        case Channel::Top: return "ticker";
        case Channel::Candles: return "candles";
        case Channel::Mark:
        case Channel::Funding: break;
    }
    return core::fail(Errc::BadField, "channel: {}: no marks and no funding here", item.symbol);
}

}  // namespace

FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted) {
    NJ_TRY(check(wanted));
    const bool subscribe = action == FeedAction::Subscribe;
    const auto* type = subscribe ? "subscribe" : "unsubscribe";
    std::vector<std::string> requests;
    if (subscribe) requests.emplace_back(R"({"type":"subscribe","channel":"heartbeats"})");
    for (const auto& item : wanted) {
        NJ_TRY(channel, channel_of(item));
        requests.push_back(fmt::format(R"({{"type":"{}","product_ids":["{}"],"channel":"{}"}})",
                                       type, item.symbol, channel));
    }
    return requests;
}

}  // namespace nightjar::venue::coinbase
