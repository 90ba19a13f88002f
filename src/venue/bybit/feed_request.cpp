#include "venue/bybit/feed_request.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::venue::bybit {

namespace {

std::string topic_of(const Subscription& item) {
    using Channel = Subscription::Channel;
    constexpr int usual_depth = 50;
    switch (item.channel) {
        case Channel::Trades: return "publicTrade." + item.symbol;
        case Channel::Depth:
            return fmt::format("orderbook.{}.{}", item.depth == 0 ? usual_depth : item.depth,
                               item.symbol);
        case Channel::Candles: return fmt::format("kline.{}.{}", item.interval, item.symbol);
        case Channel::Top:
        case Channel::Mark:
        case Channel::Funding: break;
    }
    return "tickers." + item.symbol;
}

}  // namespace

FeedRequests feed_requests(FeedAction action, std::span<const Subscription> wanted) {
    constexpr std::size_t most = 10;
    NJ_TRY(check(wanted));
    std::vector<std::string> topics;
    for (const auto& item : wanted)
        if (auto topic = topic_of(item); std::ranges::find(topics, topic) == topics.end())
            topics.push_back(std::move(topic));
    const auto* op = action == FeedAction::Subscribe ? "subscribe" : "unsubscribe";
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < topics.size(); i += most) {
        const auto part = std::span{topics}.subspan(i, std::min(most, topics.size() - i));
        requests.push_back(fmt::format(R"({{"op":"{}","req_id":"{}","args":["{}"]}})", op,
                                       requests.size() + 1, fmt::join(part, R"(",")")));
    }
    return requests;
}

}  // namespace nightjar::venue::bybit
