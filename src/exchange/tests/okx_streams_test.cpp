#include "exchange/tests/okx_testing.hpp"
#include "exchange/tests/stream_testing.hpp"
#include "venue/okx/depth_sequence.hpp"
#include "venue/okx/public_codec.hpp"

namespace nightjar::exchange::okx {
namespace {

using venue::FeedQuery;

Json subscription(std::vector<std::string> channels, const char* symbol) {
    auto args = Json::array();
    for (const auto& channel : channels) args.push_back({{"channel", channel}, {"instId", symbol}});
    return {{"op", "subscribe"}, {"args", args}};
}

TEST(OkxStreams, OurDecoderReadsAllThatIsSaid) {
    OkxBench bench;
    Ear ear;
    const auto stream = bench.listen("/ws/v5/public", ear);
    for (const auto* symbol : {"BTC-USDT", "BTC-USDT-SWAP"})
        bench.say(*stream,
                  subscription({"books", "books5", "bbo-tbt", "trades", "tickers", "mark-price"},
                               symbol));
    bench.say(*stream, subscription({"funding-rate"}, "ETH-USDT-SWAP"));
    stream->send("ping");
    Ear bars;
    const auto business = bench.listen("/ws/v5/business", bars);
    bench.say(*business, subscription({"candle1m", "candle1H"}, "BTC-USDT"));
    bench.pass(core::seconds(70));
    for (const auto* heard : {&ear.heard, &bars.heard}) EXPECT_GT(heard->size(), 20U);
    const auto decoder = venue::okx::make_feed_decoder();
    EXPECT_EQ(
        kinds(*decoder, ear),
        (std::set{kind<venue::PublicTrade>(), kind<venue::TopOfBook>(), kind<venue::DepthUpdate>(),
                  kind<venue::DepthSnapshot>(), kind<venue::MarkPrice>(),
                  kind<venue::NextFunding>(), kind<venue::Notice>()}));
    EXPECT_EQ(kinds(*decoder, bars), (std::set{kind<venue::Candle>(), kind<venue::Notice>()}));
    bool closed = false;
    for (const auto& message : bars.messages())
        if (message.contains("data")) closed |= message["data"][0][8] == "1";
    EXPECT_TRUE(closed);
}

TEST(OkxStreams, OurDecoderReadsWhatIsAskedFor) {
    OkxBench bench;
    const auto decoder = venue::okx::make_feed_decoder();
    const auto expect = [&](FeedQuery query, const std::string& target) {
        expect_decodes(bench, *decoder, query, "/api/v5/" + target);
    };
    for (const std::string symbol : {"BTC-USDT", "BTC-USDT-SWAP"}) {
        expect(FeedQuery::Depth, "market/books?sz=10&instId=" + symbol);
        expect(FeedQuery::Trades, "market/trades?instId=" + symbol);
        expect(FeedQuery::Candles, "market/candles?bar=1m&instId=" + symbol);
        expect(FeedQuery::Candles, "market/history-candles?bar=1H&instId=" + symbol);
    }
    expect(FeedQuery::Mark, "public/mark-price?instType=SWAP");
    expect(FeedQuery::Funding, "public/funding-rate?instId=BTC-USDT-SWAP");
    expect(FeedQuery::Instruments, "public/instruments?instType=SPOT");
    expect(FeedQuery::Instruments, "public/instruments?instType=SWAP");
    EXPECT_TRUE(bench.get("/api/v5/public/instruments?instType=FUTURES")["data"].empty());
    EXPECT_EQ(bench.get("/api/v5/market/tickers?instType=SWAP")["data"].size(), 2U);
    const auto swaps = bench.get("/api/v5/public/instruments?instType=SWAP")["data"];
    EXPECT_EQ(swaps[0]["ctVal"], "0.01");
    EXPECT_EQ(swaps[0]["lotSz"], "0.01");
    EXPECT_EQ(swaps[1]["ctVal"], "0.1");
}

void rebuild(const char* symbol, std::uint64_t seed) {
    OkxBench bench;
    auto& alice = bench.enter("alice", {{"USDT", money("5000000")}, {"BTC", money("50")}});
    const auto& view = *bench.hall().find(symbol);
    BookClient<venue::okx::DepthSequence> book{venue::okx::make_feed_decoder()};
    auto url = bench.server;
    url.scheme = "ws";
    url.target = "/ws/v5/public";
    const auto stream = bench.net.open(url, {}, book);
    bench.net.run_until(bench.net.now());
    core::Random random{seed, 0};
    for (int i = 0; i < 200; ++i) {
        // Anywhere within a period.
        if (i == 20) bench.say(*stream, subscription({"books"}, symbol));
        act(bench.hall(), alice, view.instrument().id, random);
        bench.pass(core::milliseconds(30));
    }
    pass_to_second(bench);
    EXPECT_EQ(book.gaps, 0);
    EXPECT_GT(book.updates, 20);
    EXPECT_TRUE(book.sequence.in_step());
    EXPECT_EQ(book.levels, book_of(view, 400));
}

TEST(OkxStreams, ABookRebuiltFromSnapshotAndUpdatesIsTheExchangesOwn) {
    rebuild("BTC-USDT", 1);
    rebuild("BTC-USDT-SWAP", 2);
}

TEST(OkxStreams, WhatTheVenueDoesNotHaveIsRefused) {
    OkxBench bench;
    Ear ear;
    const auto stream = bench.listen("/ws/v5/public", ear);
    const auto code = [&](const Json& message) {
        bench.say(*stream, message);
        return ear.messages().back().value("code", "");
    };
    EXPECT_EQ(code(subscription({"books"}, "DOGE-USDT")), "60018");
    EXPECT_EQ(code(subscription({"candle1m"}, "BTC-USDT")), "60018");
    EXPECT_EQ(code(subscription({"account"}, "BTC-USDT")), "60011");
    EXPECT_EQ(code({{"op", "dance"}, {"args", {{{"channel", "books"}}}}}), "60012");
    for (const auto* text :
         {"", "{", "[]", "7", R"({"op":7})", R"({"op":"subscribe","args":[3]})"}) {
        stream->send(text);
        bench.net.run_until(bench.net.now());
        EXPECT_EQ(ear.messages().back()["code"], "60012") << text;
    }
    bench.say(*stream, subscription({"trades"}, "BTC-USDT"));
    bench.say(*stream,
              {{"op", "unsubscribe"}, {"args", {{{"channel", "trades"}, {"instId", "BTC-USDT"}}}}});
    EXPECT_EQ(ear.messages().back()["event"], "unsubscribe");
    const auto before = ear.heard.size();
    bench.pass(core::seconds(5));
    EXPECT_EQ(ear.heard.size(), before);
    Ear nowhere;
    const auto refused = bench.listen("/elsewhere", nowhere);
    EXPECT_TRUE(nowhere.closed);
}

}  // namespace
}  // namespace nightjar::exchange::okx
