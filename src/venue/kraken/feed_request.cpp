#include "venue/kraken/feed_request.hpp"

#include "venue/errc.hpp"

#include <fmt/format.h>

namespace nightjar::venue::kraken {

namespace {

using Channel = Subscription::Channel;

/// The channel and what else it wants to know.
core::Result<std::string> channel_of(const Subscription& item) {
    constexpr int usual_depth = 10;
    switch (item.channel) {
        case Channel::Trades: return R"("channel":"trade")";
        case Channel::Top: return R"("channel":"ticker","event_trigger":"bbo")";
        case Channel::Depth:
            return fmt::format(R"("channel":"book","depth":{})",
                               item.depth == 0 ? usual_depth : item.depth);
        case Channel::Candles: {
            if (item.interval.find_first_not_of("0123456789") != std::string::npos)
                return core::fail(Errc::BadField, "interval: {:.32}: not a number of minutes",
                                  item.interval);
            return fmt::format(R"("channel":"ohlc","interval":{})", item.interval);
        }
        case Channel::Mark:
        case Channel::Funding: break;
    }
    return core::fail(Errc::BadField, "channel: {}: spot has no marks and no funding", item.symbol);
}

}  // namespace

FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted) {
    NJ_TRY(check(wanted));
    const auto* method = action == FeedAction::Subscribe ? "subscribe" : "unsubscribe";
    std::vector<std::string> requests;
    for (const auto& item : wanted) {
        NJ_TRY(channel, channel_of(item));
        requests.push_back(
            fmt::format(R"({{"method":"{}","params":{{{},"symbol":["{}"]}},"req_id":{}}})", method,
                        channel, item.symbol, requests.size() + 1));
    }
    return requests;
}

}  // namespace nightjar::venue::kraken
