#include "venue/binance/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue::binance {
namespace {

using core::Decimal;
using core::Side;

// In the venue's own form; the numbers are made up.
constexpr std::string_view trade =
    R"({"e":"trade","E":1700000000123,"s":"ABCUSDT","t":42,"p":"12.34","q":"0.5",)"
    R"("T":1700000000120,"m":true,"M":true})";
constexpr std::string_view depth =
    R"({"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000200,"s":"ABCUSDT",)"
    R"("U":100,"u":103,"b":[["12.33","0.00000000"],["12.320","5"]],"a":[["12.35","1.5"]]}})";
constexpr std::string_view top =
    R"({"u":104,"s":"ABCUSDT","b":"12.33","B":"4","a":"0.0","A":"0.0"})";
constexpr std::string_view candle =
    R"({"e":"kline","E":1700000000000,"s":"ABCUSDT","k":{"t":1699999980000,"T":1700000039999,)"
    R"("s":"ABCUSDT","i":"1m","o":"12","c":"12.5","h":"13","l":"11.5","v":"100","x":false}})";
constexpr std::string_view mark =
    R"({"e":"markPriceUpdate","E":1700000003000,"s":"ABCUSDT","p":"12.34567","i":"12.3","P":"12",)"
    R"("r":"-0.00010000","T":1700006400000})";
constexpr std::string_view dated_mark =
    R"({"e":"markPriceUpdate","E":1700000003000,"s":"ABCUSDT_261225","p":"12","r":"","T":0})";
constexpr std::string_view spot_info =
    R"({"timezone":"UTC","symbols":[{"symbol":"ABCUSDT","status":"TRADING","baseAsset":"ABC",)"
    R"("quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01000000"},)"
    R"({"filterType":"LOT_SIZE","minQty":"0.00010000","maxQty":"9000","stepSize":"0.0001"},)"
    R"({"filterType":"NOTIONAL","minNotional":"5.00000000"}]}]})";
constexpr std::string_view futures_info =
    R"({"symbols":[{"symbol":"ABCUSDT","contractType":"PERPETUAL","status":"SETTLING",)"
    R"("baseAsset":"ABC","quoteAsset":"USDT","marginAsset":"USDT","filters":[{"filterType":)"
    R"("PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"100",)"
    R"("stepSize":"0.001"},{"filterType":"MIN_NOTIONAL","notional":"100"}]},{"symbol":"ABCUSDT_Q",)"
    R"("contractType":"CURRENT_QUARTER","status":"TRADING","baseAsset":"ABC","quoteAsset":"USDT",)"
    R"("marginAsset":"USDT","filters":[]}]})";
const Frames frames{trade, depth, top, candle, mark, dated_mark, spot_info};

struct BinanceFeed : testing::Test {
    [[nodiscard]] FeedEvents reply(FeedQuery query, std::string_view text) const {
        const auto events = decoder->decode_reply(query, text);
        EXPECT_TRUE(events) << events.error().text();
        return events ? *events : FeedEvents{};
    }
    std::unique_ptr<FeedDecoder> decoder = make_feed_decoder();
};

TEST_F(BinanceFeed, GivesWhatTheImporterReadsToo) {
    EXPECT_EQ(one<PublicTrade>(*decoder, trade, "ABCUSDT").id, 42U);
    const auto update = one<DepthUpdate>(*decoder, depth, "ABCUSDT");
    EXPECT_EQ(update.last_id, 103U);
    ASSERT_EQ(update.levels.size(), 3U);
    EXPECT_EQ(update.levels[2], (PublicLevel{Side::Sell, {1235, 2}, {15, 1}}));
    const auto best = one<TopOfBook>(*decoder, top, "ABCUSDT");
    EXPECT_EQ(best.bid, (PublicLevel{Side::Buy, {1233, 2}, {4, 0}}));
    EXPECT_EQ(best.ask, (PublicLevel{Side::Sell, {}, {}}));
}

TEST_F(BinanceFeed, GivesCandles) {
    const auto bar = one<Candle>(*decoder, candle, "ABCUSDT");
    EXPECT_EQ(bar.open_time, at_ms(1'699'999'980'000));
    EXPECT_EQ(bar.interval, "1m");
    EXPECT_EQ(bar.low, (Decimal{115, 1}));
    EXPECT_FALSE(bar.closed);
    const auto bars = reply(FeedQuery::Candles,
                            R"([[1700000040000,"12","13","11","12.5","9",1700000099999,"1"],)"
                            R"([1700000100000,"12","13","11","12.5","9",1700000159999,"1"]])");
    ASSERT_EQ(bars.events.size(), 2U);
    EXPECT_TRUE(body_of<Candle>(bars.events[0]).closed);
    EXPECT_FALSE(body_of<Candle>(bars.events[1]).closed);
}

TEST_F(BinanceFeed, GivesMarkPriceAndFundingOfOneMessage) {
    const auto events = decoder->decode(mark);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    EXPECT_EQ(body_of<MarkPrice>(events->events[0]).price, (Decimal{1234567, 5}));
    EXPECT_EQ(body_of<NextFunding>(events->events[1]).rate, (Decimal{-1, 4}));
    EXPECT_EQ(body_of<NextFunding>(events->events[1]).next, at_ms(1'700'006'400'000));
    one<MarkPrice>(*decoder, dated_mark, "ABCUSDT_261225");
    constexpr std::string_view premium =
        R"({"symbol":"ABCUSDT","markPrice":"12.3","lastFundingRate":"0.0001",)"
        R"("nextFundingTime":1700006400000,"time":1700000003000})";
    EXPECT_EQ(reply(FeedQuery::Mark, premium).events.size(), 2U);
    EXPECT_EQ(reply(FeedQuery::Funding, "[" + std::string{premium} + "]").events.size(), 2U);
}

TEST_F(BinanceFeed, GivesTradesOfBothEndpoints) {
    const auto each =
        reply(FeedQuery::Trades, R"([{"id":7,"price":"12","qty":"1","time":1700000000120,)"
                                 R"("isBuyerMaker":false,"isBestMatch":true}])");
    EXPECT_EQ(body_of<PublicTrade>(each.events[0]).taker, Side::Buy);
    const auto aggregates = reply(
        FeedQuery::Trades, R"([{"a":9,"p":"12","q":"1","f":1,"l":2,"T":1700000000120,"m":true}])");
    EXPECT_EQ(body_of<PublicTrade>(aggregates.events[0]).id, 9U);
}

TEST_F(BinanceFeed, GivesTheRulesOfInstruments) {
    const auto spot = body_of<InstrumentRules>(reply(FeedQuery::Instruments, spot_info).events[0]);
    EXPECT_EQ(spot.kind, core::InstrumentKind::Spot);
    EXPECT_EQ(spot.status, TradingStatus::Trading);
    EXPECT_EQ(spot.tick, (Decimal{1, 2}));
    EXPECT_EQ(spot.lot, (Decimal{1, 4}));
    EXPECT_EQ(spot.min_notional, (Decimal{5, 0}));
    const auto futures = reply(FeedQuery::Instruments, futures_info);
    ASSERT_EQ(futures.events.size(), 2U);
    const auto perpetual = body_of<InstrumentRules>(futures.events[0]);
    EXPECT_EQ(perpetual.kind, core::InstrumentKind::LinearPerpetual);
    EXPECT_EQ(perpetual.status, TradingStatus::Halted);
    EXPECT_EQ(perpetual.settle, "USDT");
    EXPECT_EQ(perpetual.min_notional, (Decimal{100, 0}));
    EXPECT_FALSE(body_of<InstrumentRules>(futures.events[1]).kind);
}

TEST_F(BinanceFeed, TellsNoticesApart) {
    using Kind = Notice::Kind;
    const auto kind = [&](std::string_view text) { return one<Notice>(*decoder, text, "").kind; };
    EXPECT_EQ(kind(R"({"e":"serverShutdown","E":1700000000000})"), Kind::Reconnect);
    EXPECT_EQ(kind(R"({"result":null,"id":1})"), Kind::Subscribed);
    EXPECT_EQ(kind(R"({"error":{"code":2,"msg":"Invalid request"},"id":1})"), Kind::Refused);
}

TEST_F(BinanceFeed, SaysWhichFieldIsWrong) {
    const auto why = [&](std::string_view text, std::string_view from, std::string_view to) {
        std::string changed{text};
        changed.replace(changed.find(from), from.size(), to);
        return refusal(decoder->decode(changed));
    };
    EXPECT_THAT(why(trade, "12.34", "0.00"), testing::StartsWith("bad_field: p: 0.00: a price"));
    EXPECT_THAT(why(depth, "12.35", "0"), testing::StartsWith("bad_field: a: 0: a price"));
    EXPECT_THAT(why(top, "12.33", "0"), testing::StartsWith("bad_field: b: 0: a price"));
    EXPECT_THAT(why(candle, "11.5", "-1"), testing::StartsWith("bad_field: l: -1: a price"));
    EXPECT_THAT(why(mark, "12.34567", "0"), testing::StartsWith("bad_field: p: 0: a price"));
    EXPECT_EQ(refusal(decoder->decode_reply(FeedQuery::Depth,
                                            R"({"code":-1121,"msg":"Invalid symbol."})")),
              "refused: Invalid symbol.");
}

TEST_F(BinanceFeed, RefusesEveryMessageThatIsCutOff) {
    expect_refused_when_cut_off(*decoder, frames);
}

RC_GTEST_PROP(BinanceFeedProperty, SurvivesAnyChangeOfAMessage, ()) {
    static const auto decoder = make_feed_decoder();
    check_survival(*decoder, frames);
}

class BinanceVectors : public SharedVectors {
protected:
    std::size_t count(const core::Result<FeedEvents>& events, const std::string& name) {
        EXPECT_TRUE(events) << name << ": " << events.error().text();
        return events ? events->events.size() : 0;
    }
    std::size_t pushed(const std::string& name) {
        return count(decoder_->decode(file(folder_ + "futures/market_data_json/" + name)), name);
    }
    std::size_t replied(const std::string& name, FeedQuery query) {
        return count(decoder_->decode_reply(query, file(folder_ + "spot/http_json/" + name)), name);
    }
    std::unique_ptr<FeedDecoder> decoder_ = make_feed_decoder();
    std::string folder_ = "nautilus/binance/";
};

TEST_F(BinanceVectors, AreRead) {
    for (const auto* name : {"agg_trade", "book_ticker", "depth_update", "kline_stream_closed",
                             "kline_stream_open", "trade"}) {
        std::string file_name{name};
        if (!file_name.starts_with("kline")) file_name += "_stream";
        EXPECT_EQ(pushed(file_name + ".json"), 1U) << name;
    }
    EXPECT_EQ(pushed("mark_price_stream.json"), 2U);
    EXPECT_EQ(pushed("ticker_stream.json"), 0U);
    EXPECT_EQ(replied("depth_response.json", FeedQuery::Depth), 1U);
    EXPECT_EQ(replied("klines_response.json", FeedQuery::Candles), 1U);
    EXPECT_EQ(replied("trades_response.json", FeedQuery::Trades), 1U);
}

TEST_F(BinanceVectors, OfAnInstrumentWithoutFiltersIsRefused) {
    EXPECT_THAT(
        refusal(decoder_->decode_reply(
            FeedQuery::Instruments, file(folder_ + "spot/http_json/exchange_info_response.json"))),
        testing::StartsWith("missing_field: PRICE_FILTER"));
}

}  // namespace
}  // namespace nightjar::venue::binance
