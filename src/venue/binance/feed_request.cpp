#include "venue/binance/feed_request.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::venue::binance {

namespace {

std::string stream_of(Market market, const Subscription& item) {
    using Channel = Subscription::Channel;
    auto name = item.symbol;
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    switch (item.channel) {
        case Channel::Trades: return name + (market == Market::Spot ? "@trade" : "@aggTrade");
        case Channel::Depth: return name + "@depth@100ms";
        case Channel::Top: return name + "@bookTicker";
        case Channel::Candles: return name + "@kline_" + item.interval;
        case Channel::Mark:
        case Channel::Funding: break;
    }
    return name + "@markPrice@1s";
}

}  // namespace

FeedRequests feed_requests(Market market, FeedAction action, std::span<const Subscription> wanted,
                           std::uint64_t id) {
    NJ_TRY(check(wanted));
    std::vector<std::string> streams;
    for (const auto& item : wanted)
        if (auto stream = stream_of(market, item);
            std::ranges::find(streams, stream) == streams.end())
            streams.push_back(std::move(stream));
    const auto* method = action == FeedAction::Subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE";
    return std::vector{fmt::format(R"({{"method":"{}","params":["{}"],"id":{}}})", method,
                                   fmt::join(streams, R"(",")"), id)};
}

}  // namespace nightjar::venue::binance
