#include "exchange/tests/binance_testing.hpp"
#include "venue/binance/public_codec.hpp"

#include <set>

namespace nightjar::exchange::binance {
namespace {

using venue::FeedQuery;

/// Every kind of event that a decoder of the venue finds in what was heard.
std::set<std::size_t> kinds(const Ear& ear) {
    std::set<std::size_t> found;
    const auto decoder = venue::binance::make_feed_decoder();
    for (const auto& text : ear.heard) {
        const auto events = decoder->decode(text);
        EXPECT_TRUE(events) << text << '\n' << events.error().text();
        if (!events) continue;
        for (const auto& event : events->events) found.insert(event.body.index());
    }
    return found;
}

template <class Body>
std::size_t kind() {
    return venue::FeedBody{Body{}}.index();
}

void expect_decodes(BinanceBench& bench, FeedQuery query, const std::string& target) {
    const auto decoder = venue::binance::make_feed_decoder();
    const auto answer = bench.ask({"GET", target, {}, {}});
    const auto events = decoder->decode_reply(query, answer.body);
    EXPECT_TRUE(events) << target << events.error().text();
    if (events) {
        EXPECT_FALSE(events->events.empty()) << target << answer.body;
    }
}

TEST(BinanceStreams, OurDecoderReadsAllThatSpotSays) {
    BinanceBench bench{Market::Spot};
    Ear ear;
    const auto stream = bench.listen(
        "/stream?streams=btcusdt@trade/btcusdt@aggTrade/btcusdt@bookTicker/btcusdt@depth@100ms/"
        "btcusdt@depth/btcusdt@depth5@100ms/btcusdt@kline_1m/btcusdt@ticker/btcusdt@miniTicker",
        ear);
    bench.pass(core::seconds(70));
    EXPECT_EQ(kinds(ear), (std::set{kind<venue::PublicTrade>(), kind<venue::TopOfBook>(),
                                    kind<venue::DepthUpdate>(), kind<venue::DepthSnapshot>(),
                                    kind<venue::Candle>()}));
    bool closed_bar = false;
    for (const auto& message : ear.messages())
        if (message["stream"] == "btcusdt@kline_1m")
            closed_bar |= message["data"]["k"]["x"] == true;
    EXPECT_TRUE(closed_bar);
    expect_decodes(bench, FeedQuery::Depth, "/api/v3/depth?symbol=BTCUSDT&limit=10");
    expect_decodes(bench, FeedQuery::Trades, "/api/v3/trades?symbol=BTCUSDT");
    expect_decodes(bench, FeedQuery::Candles, "/api/v3/klines?symbol=BTCUSDT&interval=1m");
    expect_decodes(bench, FeedQuery::Instruments, "/api/v3/exchangeInfo");
}

TEST(BinanceStreams, OurDecoderReadsAllThatFuturesSay) {
    BinanceBench bench{Market::UsdFutures};
    Ear ear;
    const auto stream = bench.listen("/public/ws", ear);
    bench.say(*stream, {{"method", "SUBSCRIBE"},
                        {"params",
                         {"btcusdt@aggTrade", "btcusdt@bookTicker", "btcusdt@depth@100ms",
                          "ethusdt@depth", "btcusdt@markPrice@1s", "btcusdt@kline_1m"}},
                        {"id", 3}});
    bench.pass(core::seconds(5));
    ASSERT_FALSE(ear.heard.empty());
    EXPECT_EQ(ear.heard.front(), R"({"result":null,"id":3})");
    EXPECT_EQ(kinds(ear),
              (std::set{kind<venue::PublicTrade>(), kind<venue::TopOfBook>(),
                        kind<venue::DepthUpdate>(), kind<venue::MarkPrice>(),
                        kind<venue::NextFunding>(), kind<venue::Candle>(), kind<venue::Notice>()}));
    expect_decodes(bench, FeedQuery::Depth, "/fapi/v1/depth?symbol=BTCUSDT&limit=10");
    expect_decodes(bench, FeedQuery::Candles, "/fapi/v1/klines?symbol=BTCUSDT&interval=1m");
    expect_decodes(bench, FeedQuery::Mark, "/fapi/v1/premiumIndex?symbol=BTCUSDT");
    expect_decodes(bench, FeedQuery::Instruments, "/fapi/v1/exchangeInfo");
}

TEST(BinanceStreams, BooksAreToldInTheirPeriodWheneverTheExchangeOpened) {
    Bench bench{[](Now now) {
        auto config = opened(plan(Market::Spot));
        config.opens = opening + core::nanoseconds(12'345'679);
        return make_exchange(Market::Spot, std::move(config), std::move(now));
    }};
    Ear ear;
    const auto stream = bench.listen("/ws/btcusdt@depth@100ms", ear);
    bench.pass(core::seconds(10));
    EXPECT_GT(ear.heard.size(), 10U);
}

TEST(BinanceStreams, OnlyWhatWasAskedForIsSent) {
    BinanceBench bench{Market::Spot};
    Ear ear;
    const auto stream = bench.listen("/ws/btcusdt@trade", ear);
    bench.say(*stream, {{"method", "LIST_SUBSCRIPTIONS"}, {"id", 1}});
    EXPECT_EQ(ear.heard.back(), R"({"result":["btcusdt@trade"],"id":1})");
    bench.say(*stream, {{"method", "SUBSCRIBE"}, {"params", {"btcusdt@nothing"}}, {"id", 2}});
    EXPECT_TRUE(ear.messages().back().contains("error"));
    bench.say(*stream, {{"method", "UNSUBSCRIBE"}, {"params", {"btcusdt@trade"}}, {"id", "three"}});
    const auto before = ear.heard.size();
    bench.pass(core::seconds(5));
    EXPECT_EQ(ear.heard.size(), before);
}

TEST(BinanceStreams, TooManyMessagesEndTheConnection) {
    BinanceBench bench{Market::Spot};
    Ear ear;
    const auto stream = bench.listen("/ws", ear);
    for (int i = 0; i < 6; ++i) stream->send(R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
    bench.net.run_until(bench.net.now());
    EXPECT_TRUE(ear.closed);
}

TEST(BinanceStreams, BarsAndTradesReachBackBeforeTheOpening) {
    BinanceBench bench{Market::Spot};
    const auto bars = bench.get("/api/v3/klines?symbol=ETHUSDT&interval=1m&limit=10");
    ASSERT_EQ(bars.size(), 3U);  // the last has just begun
    for (const auto& bar : bars) EXPECT_GE(money(bar[2]), money(bar[3]));
    EXPECT_GT(bars[0][8], 0);
    EXPECT_GT(bars[1][8], 0);
    const auto trades = bench.get("/api/v3/trades?symbol=ETHUSDT&limit=5");
    ASSERT_EQ(trades.size(), 5U);
    EXPECT_LE(trades[0]["time"], trades[4]["time"]);
}

}  // namespace
}  // namespace nightjar::exchange::binance
