#include "venue/okx/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue::okx {
namespace {

using core::Decimal;
using core::Side;

// In the venue's own form; the numbers are made up.
constexpr std::string_view trades =
    R"({"arg":{"channel":"trades","instId":"ABC-USDT"},"data":[{"instId":"ABC-USDT",)"
    R"("tradeId":"42","px":"12.340","sz":"0.5","side":"buy","ts":"1700000000120","count":"3"},)"
    R"({"instId":"ABC-USDT","tradeId":"43","px":"12.33","sz":"2","side":"sell",)"
    R"("ts":"1700000000121","count":"1"}]})";
constexpr std::string_view snapshot =
    R"({"arg":{"channel":"books","instId":"ABC-USDT"},"action":"snapshot","data":[{"asks":)"
    R"([["12.35","1.50","0","2"]],"bids":[["12.34","5","0","1"],["12.30","7","0","1"]],)"
    R"("ts":"1700000000200","checksum":-55,"prevSeqId":-1,"seqId":100}]})";
constexpr std::string_view update =
    R"({"arg":{"channel":"books","instId":"ABC-USDT"},"action":"update","data":[{"asks":[],)"
    R"("bids":[["12.34","0","0","0"]],"ts":"1700000000300","checksum":0,"prevSeqId":100,)"
    R"("seqId":103}]})";
constexpr std::string_view top =
    R"({"arg":{"channel":"bbo-tbt","instId":"ABC-USDT"},"data":[{"asks":[["12.35","1","0","1"]],)"
    R"("bids":[["12.34","5","0","1"]],"ts":"1700000000300","seqId":104}]})";
constexpr std::string_view ticker =
    R"({"arg":{"channel":"tickers","instId":"ABC-USDT"},"data":[{"instId":"ABC-USDT",)"
    R"("askPx":"12.35","askSz":"11","bidPx":"","bidSz":"","ts":"1700000000300"}]})";
constexpr std::string_view candle =
    R"({"arg":{"channel":"candle1m","instId":"ABC-USDT"},"data":[["1700000040000","12","13",)"
    R"("11.5","12.5","100","1200","1200","1"]]})";
constexpr std::string_view mark =
    R"({"arg":{"channel":"mark-price","instId":"ABC-USDT-SWAP"},"data":[{"instType":"SWAP",)"
    R"("instId":"ABC-USDT-SWAP","markPx":"12.345","ts":"1700000000400"}]})";
constexpr std::string_view funding =
    R"({"arg":{"channel":"funding-rate","instId":"ABC-USDT-SWAP"},"data":[{"instId":)"
    R"("ABC-USDT-SWAP","fundingRate":"-0.0001","fundingTime":"1700006400000",)"
    R"("nextFundingTime":"1700035200000","ts":"1700000000400"}]})";
constexpr std::string_view swap =
    R"({"arg":{"channel":"instruments","instType":"SWAP"},"data":[{"instId":"ABC-USD-SWAP",)"
    R"("instType":"SWAP","instFamily":"ABC-USD","baseCcy":"","quoteCcy":"","settleCcy":"ABC",)"
    R"("ctType":"inverse","ctVal":"0.5","ctMult":"200","tickSz":"0.1","lotSz":"1","minSz":"1",)"
    R"("maxLmtSz":"30000","state":"live"}]})";
constexpr std::string_view spot_reply =
    R"({"code":"0","msg":"","data":[{"instId":"ABC-USDT","instType":"SPOT","baseCcy":"ABC",)"
    R"("quoteCcy":"USDT","settleCcy":"","ctVal":"","ctMult":"","tickSz":"0.01","lotSz":"0.001",)"
    R"("minSz":"0.01","maxLmtSz":"","state":"suspend"}]})";
const Frames frames{trades, snapshot, update, top, ticker, candle, mark, funding, swap};

struct OkxFeed : testing::Test {
    std::unique_ptr<FeedDecoder> decoder = make_feed_decoder();
};

TEST_F(OkxFeed, GivesEveryTradeOfAMessage) {
    const auto events = decoder->decode(trades);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    const auto trade = body_of<PublicTrade>(events->events[0]);
    EXPECT_EQ(events->events[0].symbol, "ABC-USDT");
    EXPECT_EQ(trade.id, 42U);
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120));
    EXPECT_EQ(trade.price, (Decimal{1234, 2}));
    EXPECT_EQ(trade.taker, Side::Buy);
    EXPECT_EQ(body_of<PublicTrade>(events->events[1]).taker, Side::Sell);
}

TEST_F(OkxFeed, GivesABookWithTheCharactersOfItsChecksum) {
    const auto depth = one<DepthSnapshot>(*decoder, snapshot, "ABC-USDT");
    EXPECT_EQ(depth.last_id, 100U);
    ASSERT_EQ(depth.levels.size(), 3U);
    EXPECT_EQ(depth.levels[2], (PublicLevel{Side::Sell, {1235, 2}, {15, 1}}));
    ASSERT_TRUE(depth.proof);
    EXPECT_EQ(depth.proof->checksum, static_cast<std::uint32_t>(-55));
    EXPECT_EQ(depth.proof->texts[2].qty, "1.50");
}

TEST_F(OkxFeed, TakesAChecksumOfZeroAsNone) {
    const auto depth = one<DepthUpdate>(*decoder, update, "ABC-USDT");
    EXPECT_EQ(depth.last_id, 103U);
    EXPECT_EQ(depth.previous_id, 100U);
    EXPECT_EQ(depth.levels.size(), 1U);
    EXPECT_FALSE(depth.proof);
}

TEST_F(OkxFeed, GivesTheBestPricesOfTwoChannels) {
    const auto best = one<TopOfBook>(*decoder, top, "ABC-USDT");
    EXPECT_EQ(best.id, 104U);
    EXPECT_EQ(best.bid, (PublicLevel{Side::Buy, {1234, 2}, {5, 0}}));
    const auto one_sided = one<TopOfBook>(*decoder, ticker, "ABC-USDT");
    EXPECT_EQ(one_sided.bid, (PublicLevel{Side::Buy, {}, {}}));
    EXPECT_EQ(one_sided.ask, (PublicLevel{Side::Sell, {1235, 2}, {11, 0}}));
}

TEST_F(OkxFeed, GivesCandlesMarksAndFunding) {
    const auto bar = one<Candle>(*decoder, candle, "ABC-USDT");
    EXPECT_EQ(bar.interval, "1m");
    EXPECT_EQ(bar.open_time, at_ms(1'700'000'040'000));
    EXPECT_EQ(bar.low, (Decimal{115, 1}));
    EXPECT_EQ(bar.volume, (Decimal{100, 0}));
    EXPECT_TRUE(bar.closed);
    EXPECT_EQ(one<MarkPrice>(*decoder, mark, "ABC-USDT-SWAP").price, (Decimal{12345, 3}));
    const auto rate = one<NextFunding>(*decoder, funding, "ABC-USDT-SWAP");
    EXPECT_EQ(rate.rate, (Decimal{-1, 4}));
    EXPECT_EQ(rate.next, at_ms(1'700'006'400'000));
}

TEST_F(OkxFeed, GivesTheRulesOfInstruments) {
    const auto perpetual = one<InstrumentRules>(*decoder, swap, "ABC-USD-SWAP");
    EXPECT_EQ(perpetual.kind, core::InstrumentKind::InversePerpetual);
    EXPECT_EQ(perpetual.status, TradingStatus::Trading);
    EXPECT_EQ(perpetual.base, "ABC");
    EXPECT_EQ(perpetual.quote, "USD");
    EXPECT_EQ(perpetual.settle, "ABC");
    EXPECT_EQ(perpetual.contract, (Decimal{100, 0}));
    const auto events = decoder->decode_reply(FeedQuery::Instruments, spot_reply);
    ASSERT_TRUE(events) << events.error().text();
    const auto spot = body_of<InstrumentRules>(events->events[0]);
    EXPECT_EQ(spot.status, TradingStatus::Halted);
    EXPECT_EQ(spot.lot, (Decimal{1, 3}));
    EXPECT_FALSE(spot.max_qty);
}

TEST_F(OkxFeed, TellsNoticesApart) {
    using Kind = Notice::Kind;
    const auto kind = [&](std::string_view text) { return one<Notice>(*decoder, text, "").kind; };
    EXPECT_EQ(kind("pong"), Kind::Pong);
    EXPECT_EQ(kind(R"({"event":"subscribe","arg":{"channel":"books"}})"), Kind::Subscribed);
    EXPECT_EQ(kind(R"({"event":"error","code":"60012","msg":"Invalid request"})"), Kind::Refused);
    EXPECT_EQ(kind(R"({"event":"notice","code":"64008","msg":"soon closed"})"), Kind::Reconnect);
}

TEST_F(OkxFeed, SaysWhichFieldIsWrong) {
    const auto item = [](std::string_view channel, std::string_view data) {
        return R"({"arg":{"channel":")" + std::string{channel} + R"("},"data":[)" +
               std::string{data} + "]}";
    };
    const auto why = [&](const std::string& text) { return refusal(decoder->decode(text)); };
    EXPECT_THAT(why(item("trades", R"({"ts":"1","tradeId":"1","px":"0","sz":"1","side":"buy"})")),
                testing::StartsWith("bad_field: px: 0: a price is above 0"));
    EXPECT_THAT(why(item("trades", R"({"ts":"1","tradeId":"1","px":"1","sz":"1","side":"?"})")),
                testing::StartsWith("bad_field: side"));
    EXPECT_THAT(why(item("books", R"({"ts":"1","bids":[["-1","1"]],"asks":[]})")),
                testing::StartsWith("bad_field: bids: -1: a price is above 0"));
    EXPECT_THAT(why(item("books", R"({"ts":"x"})")), testing::StartsWith("bad_field: ts: x"));
    EXPECT_THAT(why(item("mark-price", R"({"ts":"1"})")),
                testing::StartsWith("missing_field: markPx"));
    EXPECT_THAT(why(R"({"arg":{}})"), testing::StartsWith("missing_field: channel"));
    EXPECT_THAT(refusal(decoder->decode_reply(FeedQuery::Depth,
                                              R"({"code":"51001","msg":"no such","data":[]})")),
                "refused: 51001: no such");
}

TEST_F(OkxFeed, RefusesEveryMessageThatIsCutOff) { expect_refused_when_cut_off(*decoder, frames); }

RC_GTEST_PROP(OkxFeedProperty, SurvivesAnyChangeOfAMessage, ()) {
    static const auto decoder = make_feed_decoder();
    check_survival(*decoder, frames);
}

class OkxVectors : public FeedVectors {
protected:
    OkxVectors() : FeedVectors{"nautilus/okx/", make_feed_decoder()} {}
};

TEST_F(OkxVectors, OfTheChannelsAreRead) {
    EXPECT_EQ(first<PublicTrade>(push("trades")).price, (Decimal{422199, 1}));
    EXPECT_EQ(first<DepthSnapshot>(push("books_snapshot")).levels.size(), 16U);
    EXPECT_EQ(first<DepthUpdate>(push("books_update")).levels.size(), 16U);
    EXPECT_EQ(first<TopOfBook>(push("bbo_tbt")).bid.qty, (Decimal{256, 0}));
    EXPECT_EQ(first<Candle>(push("candle")).high, (Decimal{855374, 2}));
    EXPECT_EQ(first<NextFunding>(push("funding_rate")).rate, (Decimal{1, 4}));
    EXPECT_EQ(first<TopOfBook>(push("tickers")).ask.price, (Decimal{999999, 2}));
    EXPECT_EQ(first<InstrumentRules>(push("instruments")).contract, (Decimal{1, 2}));
    for (const auto* other : {"account", "orders"})
        EXPECT_TRUE(push(other).events.empty()) << other;
}

TEST_F(OkxVectors, OfTheRestInterfaceAreRead) {
    EXPECT_EQ(reply("get_trades", FeedQuery::Trades).events.size(), 2U);
    EXPECT_EQ(first<DepthSnapshot>(reply("get_order_book", FeedQuery::Depth)).levels.size(), 6U);
    EXPECT_EQ(reply("get_candlesticks", FeedQuery::Candles).events.size(), 2U);
    EXPECT_EQ(reply("get_candlesticks_full", FeedQuery::Candles).events.size(), 2U);
    EXPECT_EQ(reply("get_mark_price", FeedQuery::Mark).events.size(), 1U);
    for (const auto* kind : {"spot", "swap", "futures", "option", "margin"})
        EXPECT_FALSE(
            reply(std::string{"get_instruments_"} + kind, FeedQuery::Instruments).events.empty());
}

}  // namespace
}  // namespace nightjar::venue::okx
