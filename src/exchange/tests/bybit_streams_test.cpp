#include "exchange/tests/bybit_testing.hpp"
#include "exchange/tests/stream_testing.hpp"
#include "venue/bybit/depth_sequence.hpp"
#include "venue/bybit/public_codec.hpp"

namespace nightjar::exchange::bybit {
namespace {

using venue::FeedQuery;

TEST(BybitStreams, OurDecoderReadsAllThatIsSaid) {
    BybitBench bench;
    const auto hear = [&](const char* target) {
        Ear ear;
        const auto stream = bench.listen(target, ear);
        bench.say(*stream,
                  {{"op", "subscribe"},
                   {"req_id", "1"},
                   {"args",
                    {"orderbook.1.BTCUSDT", "orderbook.50.BTCUSDT", "orderbook.200.ETHUSDT",
                     "publicTrade.BTCUSDT", "tickers.BTCUSDT", "kline.1.BTCUSDT"}}});
        bench.say(*stream, {{"op", "ping"}});
        bench.pass(core::seconds(70));
        const auto messages = ear.messages();
        EXPECT_TRUE(std::ranges::any_of(messages, [](const Json& message) {
            return message.value("topic", "") == "kline.1.BTCUSDT" &&
                   message["data"][0]["confirm"] == true;
        }));
        return kinds(*venue::bybit::make_feed_decoder(), ear);
    };
    std::set expected{kind<venue::PublicTrade>(), kind<venue::TopOfBook>(),
                      kind<venue::DepthUpdate>(), kind<venue::DepthSnapshot>(),
                      kind<venue::Candle>(),      kind<venue::Notice>(),
                      kind<venue::MarkPrice>(),   kind<venue::NextFunding>()};
    EXPECT_EQ(hear("/v5/public/linear"), expected);
    expected.erase(kind<venue::MarkPrice>());
    expected.erase(kind<venue::NextFunding>());
    EXPECT_EQ(hear("/v5/public/spot"), expected);
}

TEST(BybitStreams, OurDecoderReadsWhatIsAskedFor) {
    BybitBench bench;
    const auto decoder = venue::bybit::make_feed_decoder();
    for (const std::string category : {"spot", "linear"}) {
        const auto expect = [&](FeedQuery query, const std::string& target) {
            expect_decodes(bench, *decoder, query,
                           fmt::format("/v5/market/{}{}", target, category));
        };
        expect(FeedQuery::Depth, "orderbook?limit=50&symbol=BTCUSDT&category=");
        expect(FeedQuery::Trades, "recent-trade?symbol=BTCUSDT&category=");
        expect(FeedQuery::Candles, "kline?interval=1&symbol=BTCUSDT&category=");
        expect(FeedQuery::Instruments, "instruments-info?category=");
    }
    expect_decodes(bench, *decoder, FeedQuery::Mark,
                   "/v5/market/tickers?category=linear&symbol=BTCUSDT");
    for (const auto* target : {"/v5/market/instruments-info?category=inverse&limit=1000",
                               "/v5/market/instruments-info?category=option&baseCoin=BTC",
                               "/v5/market/instruments-info?category=linear&status=PreLaunch"}) {
        const auto answer = bench.get(target);
        EXPECT_EQ(answer["retCode"], 0) << target;
        EXPECT_TRUE(answer["result"]["list"].empty()) << target;
    }
}

void rebuild(const char* symbol, const char* address, std::size_t depth, std::uint64_t seed) {
    BybitBench bench;
    auto& alice = bench.admit("alice", {{"USDT", money("5000000")}, {"BTC", money("50")}});
    const auto& view = *bench.hall().find(symbol);
    BookClient<venue::bybit::DepthSequence> book{venue::bybit::make_feed_decoder()};
    auto url = bench.server;
    url.scheme = "ws";
    url.target = address;
    const auto stream = bench.net.open(url, {}, book);
    bench.net.run_until(bench.net.now());
    core::Random random{seed, 0};
    for (int i = 0; i < 200; ++i) {
        // Anywhere within a period.
        if (i == 20)
            bench.say(*stream, {{"op", "subscribe"},
                                {"args", {fmt::format("orderbook.{}.BTCUSDT", depth)}}});
        act(bench.hall(), alice, view.instrument().id, random);
        bench.pass(core::milliseconds(30));
    }
    pass_to_second(bench);
    EXPECT_EQ(book.gaps, 0);
    EXPECT_GT(book.updates, 20);
    EXPECT_TRUE(book.sequence.in_step());
    EXPECT_EQ(book.levels, book_of(view, depth));
}

TEST(BybitStreams, ABookRebuiltFromSnapshotAndDeltasIsTheExchangesOwn) {
    rebuild("BTCUSDT", "/v5/public/spot", 50, 1);
    rebuild("BTCUSDT.P", "/v5/public/linear", 200, 2);
    rebuild("BTCUSDT.P", "/v5/public/linear", 1'000, 3);
}

TEST(BybitStreams, WhatTheVenueDoesNotHaveIsRefused) {
    BybitBench bench;
    Ear ear;
    const auto stream = bench.listen("/v5/public/spot", ear);
    const auto taken = [&](const Json& args) {
        bench.say(*stream, {{"op", "subscribe"}, {"req_id", 4}, {"args", args}});
        EXPECT_EQ(ear.messages().back()["req_id"], 4);
        return ear.messages().back()["success"].get<bool>();
    };
    for (const auto* topic : {"orderbook.7.BTCUSDT", "kline.2.BTCUSDT", "tickers.DOGEUSDT",
                              "tickers", "", ".", "publicTrade.1.BTCUSDT", "order"})
        EXPECT_FALSE(taken({topic})) << topic;
    EXPECT_TRUE(taken({"publicTrade.BTCUSDT"}));
    for (const auto* text : {"", "{", "[]", "7", R"({"op":7})", R"({"op":"subscribe","args":[3]})",
                             R"({"op":"subscribe","args":7})", R"({"op":"dance"})"}) {
        stream->send(text);
        bench.net.run_until(bench.net.now());
        EXPECT_EQ(ear.messages().back()["success"], false) << text;
    }
    bench.say(*stream, {{"op", "unsubscribe"}, {"args", {"publicTrade.BTCUSDT"}}});
    const auto before = ear.heard.size();
    bench.pass(core::seconds(5));
    EXPECT_EQ(ear.heard.size(), before);
    Ear nowhere;
    const auto refused = bench.listen("/elsewhere", nowhere);
    EXPECT_TRUE(nowhere.closed);
}

}  // namespace
}  // namespace nightjar::exchange::bybit
