#include "venue/bybit/depth_sequence.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue::bybit {
namespace {

using core::Decimal;
using core::Side;

// In the venue's own form; the numbers are made up.
constexpr std::string_view trades =
    R"({"topic":"publicTrade.ABCUSDT","type":"snapshot","ts":1700000000125,"data":[)"
    R"({"T":1700000000120,"s":"ABCUSDT","S":"Sell","v":"0.5","p":"12.340","L":"PlusTick",)"
    R"("i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":7},{"T":1700000000121,)"
    R"("s":"ABCUSDT","S":"Buy","v":"2","p":"12.35","i":"2290000000068683805","BT":false}]})";
constexpr std::string_view snapshot =
    R"({"topic":"orderbook.50.ABCUSDT","type":"snapshot","ts":1700000000200,"data":{)"
    R"("s":"ABCUSDT","b":[["12.34","5"],["12.30","7"]],"a":[["12.35","1.5"]],"u":100,"seq":9},)"
    R"("cts":1700000000199})";
constexpr std::string_view delta =
    R"({"topic":"orderbook.50.ABCUSDT","type":"delta","ts":1700000000220,"data":{"s":"ABCUSDT",)"
    R"("b":[["12.34","0"]],"a":[],"u":101,"seq":12},"cts":1700000000219})";
constexpr std::string_view ticker =
    R"({"topic":"tickers.ABCUSDT","type":"snapshot","data":{"symbol":"ABCUSDT","markPrice":)"
    R"("12.345","nextFundingTime":"1700006400000","fundingRate":"-0.0001","bid1Price":"12.34",)"
    R"("bid1Size":"5","ask1Price":"12.35","ask1Size":"1.5"},"cs":1,"ts":1700000000300})";
constexpr std::string_view ticker_delta =
    R"({"topic":"tickers.ABCUSDT","type":"delta","data":{"symbol":"ABCUSDT","bid1Size":"6",)"
    R"("markPrice":"12.346"},"cs":2,"ts":1700000000400})";
constexpr std::string_view candle =
    R"({"topic":"kline.5.ABCUSDT","type":"snapshot","ts":1700000100000,"data":[{"start":)"
    R"(1699999800000,"end":1700000099999,"interval":"5","open":"12","close":"12.5","high":"13",)"
    R"("low":"11.5","volume":"100","turnover":"1200","confirm":true,"timestamp":1700000100000}]})";
constexpr std::string_view instruments =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"ABCUSDT",)"
    R"("contractType":"LinearPerpetual","status":"Trading","baseCoin":"ABC","quoteCoin":"USDT",)"
    R"("settleCoin":"USDT","priceFilter":{"tickSize":"0.05"},"lotSizeFilter":{"maxOrderQty":)"
    R"("1000","minOrderQty":"0.01","qtyStep":"0.01","minNotionalValue":"5"}},{"symbol":)"
    R"("ABC-29DEC26","contractType":"LinearFutures","status":"PreLaunch","baseCoin":"ABC",)"
    R"("quoteCoin":"USDT"}]},"time":1700000000000})";
const Frames frames{trades, snapshot, delta, ticker, ticker_delta, candle};

struct BybitFeed : testing::Test {
    std::unique_ptr<FeedDecoder> decoder = make_feed_decoder();
};

TEST_F(BybitFeed, GivesEveryTradeOfAMessage) {
    const auto events = decoder->decode(trades);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    const auto trade = body_of<PublicTrade>(events->events[0]);
    EXPECT_EQ(events->events[0].symbol, "ABCUSDT");
    EXPECT_EQ(trade.id, 0x20f4'3950'd8dd'5b31U);  // the beginning of the UUID
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120));
    EXPECT_EQ(trade.price, (Decimal{1234, 2}));
    EXPECT_EQ(trade.taker, Side::Sell);
    EXPECT_EQ(body_of<PublicTrade>(events->events[1]).id, 2'290'000'000'068'683'805U);
}

TEST_F(BybitFeed, GivesBooksAndTheirChanges) {
    const auto all = one<DepthSnapshot>(*decoder, snapshot, "ABCUSDT");
    EXPECT_EQ(all.last_id, 100U);
    EXPECT_EQ(all.levels.size(), 3U);
    const auto change = one<DepthUpdate>(*decoder, delta, "ABCUSDT");
    EXPECT_EQ(change.last_id, 101U);
    EXPECT_EQ(change.levels[0], (PublicLevel{Side::Buy, {1234, 2}, {0, 0}}));
}

TEST_F(BybitFeed, TakesADeltaWithNumberOneAsAWholeBook) {
    std::string anew{delta};
    anew.replace(anew.find("\"u\":101"), 7, "\"u\":1");
    EXPECT_EQ(one<DepthSnapshot>(*decoder, anew, "ABCUSDT").last_id, 1U);
}

TEST_F(BybitFeed, GivesWhatATickerHas) {
    const auto events = decoder->decode(ticker);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 3U);
    EXPECT_EQ(body_of<TopOfBook>(events->events[0]).ask.qty, (Decimal{15, 1}));
    EXPECT_EQ(body_of<MarkPrice>(events->events[1]).price, (Decimal{12345, 3}));
    EXPECT_EQ(body_of<NextFunding>(events->events[2]).next, at_ms(1'700'006'400'000));
    EXPECT_EQ(one<MarkPrice>(*decoder, ticker_delta, "ABCUSDT").price, (Decimal{12346, 3}));
}

TEST_F(BybitFeed, GivesCandles) {
    const auto bar = one<Candle>(*decoder, candle, "ABCUSDT");
    EXPECT_EQ(bar.interval, "5");
    EXPECT_EQ(bar.close, (Decimal{125, 1}));
    EXPECT_EQ(bar.high, (Decimal{13, 0}));
    EXPECT_TRUE(bar.closed);
}

TEST_F(BybitFeed, GivesTheRulesOfWhatWeTradeAndNamesTheRest) {
    const auto events = decoder->decode_reply(FeedQuery::Instruments, instruments);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    const auto rules = body_of<InstrumentRules>(events->events[0]);
    EXPECT_EQ(rules.kind, core::InstrumentKind::LinearPerpetual);
    EXPECT_EQ(rules.status, TradingStatus::Trading);
    EXPECT_EQ(rules.tick, (Decimal{5, 2}));
    EXPECT_EQ(rules.min_notional, (Decimal{5, 0}));
    EXPECT_FALSE(body_of<InstrumentRules>(events->events[1]).kind);
}

TEST_F(BybitFeed, TellsNoticesApart) {
    using Kind = Notice::Kind;
    const auto kind = [&](std::string_view text) { return one<Notice>(*decoder, text, "").kind; };
    EXPECT_EQ(kind(R"({"success":true,"ret_msg":"pong","conn_id":"1","op":"ping"})"), Kind::Pong);
    EXPECT_EQ(kind(R"({"req_id":"1","op":"pong","args":["1700000000000"]})"), Kind::Pong);
    EXPECT_EQ(kind(R"({"success":true,"ret_msg":"","op":"subscribe"})"), Kind::Subscribed);
    EXPECT_EQ(kind(R"({"success":false,"ret_msg":"Invalid topic","op":"subscribe"})"),
              Kind::Refused);
}

TEST_F(BybitFeed, SaysWhichFieldIsWrong) {
    const auto why = [&](std::string_view text, std::string_view from, std::string_view to) {
        std::string changed{text};
        changed.replace(changed.find(from), from.size(), to);
        return refusal(decoder->decode(changed));
    };
    EXPECT_THAT(why(trades, "12.340", "0.0"), testing::StartsWith("bad_field: p: 0.0: a price"));
    EXPECT_THAT(why(trades, "20f43950-", "20f4395x-"), testing::StartsWith("bad_field: i: 20f4"));
    EXPECT_THAT(why(trades, "Sell", "None"), testing::StartsWith("bad_field: S: None"));
    EXPECT_THAT(why(snapshot, "12.34\"", "-12.34\""), testing::StartsWith("bad_field: b: -12.34"));
    EXPECT_THAT(why(snapshot, "\"u\"", "\"v\""), testing::StartsWith("missing_field: u"));
    EXPECT_THAT(why(ticker, "12.345", "0"), testing::StartsWith("bad_field: markPrice: 0"));
    EXPECT_EQ(refusal(decoder->decode_reply(FeedQuery::Depth,
                                            R"({"retCode":10001,"retMsg":"params error"})")),
              "refused: 10001: params error");
}

TEST_F(BybitFeed, RefusesEveryMessageThatIsCutOff) {
    expect_refused_when_cut_off(*decoder, frames);
}

RC_GTEST_PROP(BybitFeedProperty, SurvivesAnyChangeOfAMessage, ()) {
    static const auto decoder = make_feed_decoder();
    check_survival(*decoder, frames);
}

TEST(BybitDepthSequence, AppliesWhatFollowsASnapshotWithoutAHole) {
    using Verdict = DepthVerdict;
    const auto change = [](std::uint64_t id) { return DepthUpdate{{}, id, id, {}, {}, {}}; };
    DepthSequence sequence;
    EXPECT_EQ(sequence.next(change(5)), Verdict::Buffer);
    EXPECT_EQ(sequence.snapshot({{}, 5, {}, {}}), Verdict::Apply);
    EXPECT_EQ(sequence.next(change(6)), Verdict::Apply);
    EXPECT_EQ(sequence.next(change(7)), Verdict::Apply);
    EXPECT_EQ(sequence.next(change(9)), Verdict::Gap);
    EXPECT_FALSE(sequence.in_step());
    EXPECT_EQ(sequence.next(change(10)), Verdict::Buffer);
    EXPECT_EQ(sequence.snapshot({{}, 1, {}, {}}), Verdict::Apply);  // the venue began anew
    EXPECT_EQ(sequence.next(change(2)), Verdict::Apply);
    EXPECT_EQ(sequence.next(change(2)), Verdict::Gap);
}

class BybitVectors : public FeedVectors {
protected:
    BybitVectors() : FeedVectors{"nautilus/bybit/", make_feed_decoder()} {}
};

TEST_F(BybitVectors, OfTheChannelsAreRead) {
    EXPECT_EQ(first<PublicTrade>(push("public_trade")).price, (Decimal{27451, 0}));
    EXPECT_EQ(first<DepthSnapshot>(push("orderbook_snapshot")).levels.size(), 4U);
    EXPECT_EQ(first<DepthUpdate>(push("orderbook_delta")).last_id, 123456790U);
    EXPECT_EQ(first<Candle>(push("kline")).volume, (Decimal{2081, 3}));
    EXPECT_EQ(push("ticker_linear").events.size(), 3U);
    EXPECT_FALSE(push("ticker_option").events.empty());
    EXPECT_EQ(first<Notice>(push("subscription_ack")).kind, Notice::Kind::Subscribed);
    EXPECT_EQ(first<Notice>(push("subscription_failure")).kind, Notice::Kind::Refused);
    for (const auto* other : {"account_order", "account_execution", "account_wallet"})
        EXPECT_TRUE(push(other).events.empty()) << other;
}

TEST_F(BybitVectors, OfTheRestInterfaceAreRead) {
    EXPECT_EQ(first<DepthSnapshot>(reply("get_orderbook", FeedQuery::Depth)).levels.size(), 6U);
    EXPECT_EQ(reply("get_trades_recent", FeedQuery::Trades).events.size(), 1U);
    EXPECT_EQ(first<Candle>(reply("get_klines_linear", FeedQuery::Candles)).low,
              (Decimal{27440, 0}));
    const auto kind_in = [&](const std::string& name) {
        return first<InstrumentRules>(reply("get_instruments_" + name, FeedQuery::Instruments))
            .kind;
    };
    EXPECT_EQ(kind_in("spot"), core::InstrumentKind::Spot);
    EXPECT_EQ(kind_in("spot_xstocks"), core::InstrumentKind::Spot);
    EXPECT_EQ(kind_in("linear"), core::InstrumentKind::LinearPerpetual);
    EXPECT_EQ(kind_in("inverse"), core::InstrumentKind::InversePerpetual);
    EXPECT_EQ(kind_in("option"), std::nullopt);
}

}  // namespace
}  // namespace nightjar::venue::bybit
