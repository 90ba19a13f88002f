#include "venue/binance/feed_request.hpp"

#include "venue/bybit/feed_request.hpp"
#include "venue/coinbase/feed_request.hpp"
#include "venue/kraken/feed_request.hpp"
#include "venue/okx/feed_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar::venue {
namespace {

using Channel = Subscription::Channel;
using testing::ElementsAre;
using enum FeedAction;

const std::vector<Subscription> wanted{{Channel::Trades, "ABC-USD"},
                                       {Channel::Depth, "ABC-USD"},
                                       {Channel::Candles, "ABC-USD", 0, "5"}};
const std::vector<Subscription> derivatives{
    {Channel::Top, "ABCUSD"}, {Channel::Mark, "ABCUSD"}, {Channel::Funding, "ABCUSD"}};

TEST(FeedRequests, OfOkxAskForAllAtOnce) {
    EXPECT_THAT(*okx::feed_requests(Subscribe, wanted),
                ElementsAre(R"({"op":"subscribe","args":[{"channel":"trades","instId":"ABC-USD"},)"
                            R"({"channel":"books","instId":"ABC-USD"},)"
                            R"({"channel":"candle5","instId":"ABC-USD"}]})"));
    EXPECT_THAT(*okx::feed_requests(Unsubscribe, std::span{derivatives}.subspan(2)),
                ElementsAre(R"({"op":"unsubscribe","args":[{"channel":"funding-rate",)"
                            R"("instId":"ABCUSD"}]})"));
}

TEST(FeedRequests, OfBybitAskForTenAtMostAndForATickerOnce) {
    EXPECT_THAT(*bybit::feed_requests(Subscribe, wanted),
                ElementsAre(R"({"op":"subscribe","req_id":"1","args":["publicTrade.ABC-USD",)"
                            R"("orderbook.50.ABC-USD","kline.5.ABC-USD"]})"));
    EXPECT_THAT(*bybit::feed_requests(Subscribe, derivatives),
                ElementsAre(R"({"op":"subscribe","req_id":"1","args":["tickers.ABCUSD"]})"));
    std::vector<Subscription> many;
    for (int i = 0; i < 11; ++i) many.push_back({Channel::Depth, "A" + std::to_string(i), 200});
    const auto requests = bybit::feed_requests(Unsubscribe, many);
    ASSERT_EQ(requests->size(), 2U);
    EXPECT_EQ(requests->back(),
              R"({"op":"unsubscribe","req_id":"2","args":["orderbook.200.A10"]})");
}

TEST(FeedRequests, OfKrakenAskForOneChannelEach) {
    EXPECT_THAT(
        *kraken::feed_requests(Subscribe, wanted),
        ElementsAre(R"({"method":"subscribe","params":{"channel":"trade","symbol":["ABC-USD"]},)"
                    R"("req_id":1})",
                    R"({"method":"subscribe","params":{"channel":"book","depth":10,)"
                    R"("symbol":["ABC-USD"]},"req_id":2})",
                    R"({"method":"subscribe","params":{"channel":"ohlc","interval":5,)"
                    R"("symbol":["ABC-USD"]},"req_id":3})"));
    EXPECT_FALSE(kraken::feed_requests(Subscribe, derivatives));
    EXPECT_FALSE(kraken::feed_requests(
        Subscribe, std::vector<Subscription>{{Channel::Candles, "A", 0, "5m"}}));
}

TEST(FeedRequests, OfCoinbaseAskForHeartbeatsToo) {
    EXPECT_THAT(
        *coinbase::feed_requests(Subscribe, std::span{wanted}.first(2)),
        ElementsAre(R"({"type":"subscribe","channel":"heartbeats"})",
                    R"({"type":"subscribe","product_ids":["ABC-USD"],)"
                    R"("channel":"market_trades"})",
                    R"({"type":"subscribe","product_ids":["ABC-USD"],"channel":"level2"})"));
    EXPECT_EQ(coinbase::feed_requests(Unsubscribe, wanted)->size(), 3U);
    EXPECT_FALSE(coinbase::feed_requests(Subscribe, derivatives));
}

TEST(FeedRequests, OfBinanceNameStreamsInLowerCase) {
    using binance::Market;
    EXPECT_THAT(*binance::feed_requests(Market::Spot, Subscribe, wanted, 7),
                ElementsAre(R"({"method":"SUBSCRIBE","params":["abc-usd@trade",)"
                            R"("abc-usd@depth@100ms","abc-usd@kline_5"],"id":7})"));
    EXPECT_THAT(*binance::feed_requests(Market::UsdFutures, Unsubscribe, derivatives, 8),
                ElementsAre(R"({"method":"UNSUBSCRIBE","params":["abcusd@bookTicker",)"
                            R"("abcusd@markPrice@1s"],"id":8})"));
}

TEST(FeedRequests, RefuseWhatIsNoSymbolOrInterval) {
    for (const auto& wrong : {Subscription{Channel::Trades, ""},
                              {Channel::Trades, "A\"B"},
                              {Channel::Trades, "A", 0, "1m"},
                              {Channel::Candles, "A"},
                              {Channel::Candles, "A", 0, "1 m"},
                              {Channel::Depth, "A", -1}}) {
        const std::vector<Subscription> one{wrong};
        EXPECT_FALSE(okx::feed_requests(Subscribe, one)) << wrong.symbol;
        EXPECT_FALSE(bybit::feed_requests(Subscribe, one));
        EXPECT_FALSE(kraken::feed_requests(Subscribe, one));
        EXPECT_FALSE(coinbase::feed_requests(Subscribe, one));
        EXPECT_FALSE(binance::feed_requests(binance::Market::Spot, Subscribe, one, 1));
    }
}

}  // namespace
}  // namespace nightjar::venue
