#include "venue/okx/feed_request.hpp"

#include <fmt/format.h>

namespace nightjar::venue::okx {

namespace {

std::string channel_of(const Subscription& item) {
    using Channel = Subscription::Channel;
    constexpr int few = 5;
    switch (item.channel) {
        case Channel::Trades: return "trades";
        case Channel::Depth: return item.depth == few ? "books5" : "books";
        case Channel::Top: return "bbo-tbt";
        case Channel::Mark: return "mark-price";
        case Channel::Funding: return "funding-rate";
        case Channel::Candles: break;
    }
    return "candle" + item.interval;
}

}  // namespace

FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted) {
    NJ_TRY(check(wanted));
    std::string args;
    for (const auto& item : wanted)
        args += fmt::format(R"({}{{"channel":"{}","instId":"{}"}})", args.empty() ? "" : ",",
                            channel_of(item), item.symbol);
    const auto* op = action == FeedAction::Subscribe ? "subscribe" : "unsubscribe";
    return std::vector{fmt::format(R"({{"op":"{}","args":[{}]}})", op, args)};
}

}  // namespace nightjar::venue::okx
