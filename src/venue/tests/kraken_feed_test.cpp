#include "venue/kraken/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue::kraken {
namespace {

using core::Decimal;
using core::Side;

// In the venue's own form; the numbers are made up.
constexpr std::string_view trades =
    R"({"channel":"trade","type":"update","data":[{"symbol":"ABC/USD","side":"sell",)"
    R"("price":12.340,"qty":0.50000000,"ord_type":"limit","trade_id":42,)"
    R"("timestamp":"2023-11-14T22:13:20.120456Z"},{"symbol":"ABC/USD","side":"buy",)"
    R"("price":12.35,"qty":1,"ord_type":"market","trade_id":43,)"
    R"("timestamp":"2023-11-14T22:13:20.120457Z"}]})";
constexpr std::string_view snapshot =
    R"({"channel":"book","type":"snapshot","data":[{"symbol":"ABC/USD","bids":[)"
    R"({"price":12.30,"qty":0.00100000}],"asks":[{"price":12.40,"qty":7.10000000},)"
    R"({"price":12.5,"qty":3}],"checksum":4000000000}]})";
constexpr std::string_view update =
    R"({"channel":"book","type":"update","data":[{"symbol":"ABC/USD","bids":[)"
    R"({"price":12.30,"qty":0.00000000}],"asks":[],"checksum":7,)"
    R"("timestamp":"2023-11-14T22:13:20.200000Z"}]})";
constexpr std::string_view ticker =
    R"({"channel":"ticker","type":"update","data":[{"symbol":"ABC/USD","bid":12.3,"bid_qty":4.5,)"
    R"("ask":12.4,"ask_qty":0.00000001,"last":12.3}]})";
constexpr std::string_view candle =
    R"({"channel":"ohlc","type":"update","data":[{"symbol":"ABC/USD","open":12.1,"high":12.9,)"
    R"("low":12,"close":12.4,"trades":5,"volume":100.5,"vwap":12.3,"interval":5,)"
    R"("interval_begin":"2023-11-14T22:10:00.000000000Z"}]})";
constexpr std::string_view instrument =
    R"({"channel":"instrument","type":"snapshot","data":{"assets":[{"id":"ABC"}],"pairs":[)"
    R"({"symbol":"ABC/USD","base":"ABC","quote":"USD","status":"post_only","qty_precision":8,)"
    R"("qty_increment":0.00000001,"price_precision":2,"price_increment":0.05,"qty_min":0.5,)"
    R"("cost_min":5}]}})";
const Frames frames{trades, snapshot, update, ticker, candle, instrument};

struct KrakenFeed : testing::Test {
    std::unique_ptr<FeedDecoder> decoder = make_feed_decoder();
};

TEST_F(KrakenFeed, GivesEveryTradeOfAMessage) {
    const auto events = decoder->decode(trades);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    const auto trade = body_of<PublicTrade>(events->events[0]);
    EXPECT_EQ(events->events[0].symbol, "ABC/USD");
    EXPECT_EQ(trade.id, 42U);
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120) + core::microseconds(456));
    EXPECT_EQ(trade.price, (Decimal{1234, 2}));
    EXPECT_EQ(trade.qty, (Decimal{5, 1}));
    EXPECT_EQ(trade.taker, Side::Sell);
}

TEST_F(KrakenFeed, KeepsTheDigitsOfNumbersInABook) {
    const auto all = one<DepthSnapshot>(*decoder, snapshot, "ABC/USD");
    ASSERT_EQ(all.levels.size(), 3U);
    EXPECT_FALSE(all.at);
    ASSERT_TRUE(all.proof);
    EXPECT_EQ(all.proof->checksum, 4'000'000'000U);
    EXPECT_EQ(all.proof->texts[0].price, "12.30");
    EXPECT_EQ(all.proof->texts[0].qty, "0.00100000");
    const auto change = one<DepthUpdate>(*decoder, update, "ABC/USD");
    EXPECT_EQ(change.at, at_ms(1'700'000'000'200));
    EXPECT_EQ(change.levels[0], (PublicLevel{Side::Buy, {123, 1}, {0, 0}}));
}

TEST_F(KrakenFeed, KeepsMoreDigitsThanADoubleHas) {
    const auto all = one<DepthSnapshot>(
        *decoder,
        R"({"channel":"book","type":"snapshot","data":[{"symbol":"S","checksum":1,"asks":[],)"
        R"("bids":[{"price":0.00000123,"qty":1234567890.12345678}]}]})",
        "S");
    EXPECT_EQ(all.levels[0].qty, (Decimal{123'456'789'012'345'678, 8}));
}

TEST_F(KrakenFeed, GivesBestPricesAndCandles) {
    const auto best = one<TopOfBook>(*decoder, ticker, "ABC/USD");
    EXPECT_EQ(best.ask, (PublicLevel{Side::Sell, {124, 1}, {1, 8}}));
    const auto bar = one<Candle>(*decoder, candle, "ABC/USD");
    EXPECT_EQ(bar.interval, "5");
    EXPECT_EQ(bar.open_time, at_ms(1'699'999'800'000));
    EXPECT_EQ(bar.low, (Decimal{12, 0}));
    EXPECT_EQ(bar.volume, (Decimal{1005, 1}));
}

TEST_F(KrakenFeed, GivesTheRulesOfInstruments) {
    const auto rules = one<InstrumentRules>(*decoder, instrument, "ABC/USD");
    EXPECT_EQ(rules.kind, core::InstrumentKind::Spot);
    EXPECT_EQ(rules.status, TradingStatus::PostOnly);
    EXPECT_EQ(rules.tick, (Decimal{5, 2}));
    EXPECT_EQ(rules.lot, (Decimal{1, 8}));
    EXPECT_EQ(rules.min_qty, (Decimal{5, 1}));
    EXPECT_EQ(rules.min_notional, (Decimal{5, 0}));
    EXPECT_EQ(rules.price_decimals, 2);
    EXPECT_EQ(rules.qty_decimals, 8);
}

TEST_F(KrakenFeed, TellsNoticesApart) {
    using Kind = Notice::Kind;
    const auto kind = [&](std::string_view text) { return one<Notice>(*decoder, text, "").kind; };
    EXPECT_EQ(kind(R"({"method":"pong","req_id":1})"), Kind::Pong);
    EXPECT_EQ(kind(R"({"channel":"heartbeat"})"), Kind::Heartbeat);
    EXPECT_EQ(kind(R"({"method":"subscribe","success":true,"result":{}})"), Kind::Subscribed);
    EXPECT_EQ(
        kind(R"({"method":"subscribe","success":false,"error":"Currency pair not supported"})"),
        Kind::Refused);
    const auto status = one<Notice>(
        *decoder, R"({"channel":"status","type":"update","data":[{"system":"maintenance"}]})", "");
    EXPECT_EQ(status.kind, Kind::Status);
    EXPECT_EQ(status.text, "maintenance");
}

TEST_F(KrakenFeed, SaysWhichFieldIsWrong) {
    const auto book = [](std::string_view bid) {
        return R"({"channel":"book","type":"snapshot","data":[{"symbol":"S","checksum":1,)"
               R"("asks":[],"bids":[)" +
               std::string{bid} + "]}]}";
    };
    const auto why = [&](const std::string& text) { return refusal(decoder->decode(text)); };
    EXPECT_THAT(why(book(R"({"price":0,"qty":1})")),
                testing::StartsWith("bad_field: bids: 0: a price is above 0"));
    EXPECT_THAT(why(book(R"({"price":1,"qty":-1})")), testing::StartsWith("bad_field: bids: -1"));
    EXPECT_THAT(why(book(R"({"price":1..2,"qty":1})")),
                testing::StartsWith("bad_field: bids: 1..2"));
    EXPECT_THAT(why(book(R"({"price":1})")), testing::StartsWith("missing_field: qty"));
    EXPECT_THAT(why(R"({"channel":"book","data":[{}]})"),
                testing::StartsWith("missing_field: symbol"));
    EXPECT_THAT(why(R"({"channel":"book","data":[{"symbol":"S","checksum":4294967296}]})"),
                testing::StartsWith("bad_field: checksum"));
    EXPECT_EQ(refusal(decoder->decode_reply(FeedQuery::Depth,
                                            R"({"error":["EQuery:Unknown asset pair"]})")),
              "refused: EQuery:Unknown asset pair");
}

TEST_F(KrakenFeed, RefusesEveryMessageThatIsCutOff) {
    expect_refused_when_cut_off(*decoder, frames);
}

RC_GTEST_PROP(KrakenFeedProperty, SurvivesAnyChangeOfAMessage, ()) {
    static const auto decoder = make_feed_decoder();
    check_survival(*decoder, frames);
}

class KrakenVectors : public FeedVectors {
protected:
    KrakenVectors() : FeedVectors{"nautilus/kraken/", make_feed_decoder()} {}
};

TEST_F(KrakenVectors, OfTheChannelsAreRead) {
    EXPECT_EQ(push("trade_update").events.size(), 2U);
    const auto book = first<DepthSnapshot>(push("book_snapshot"));
    EXPECT_EQ(book.levels.size(), 6U);
    EXPECT_EQ(book.proof->checksum, 2439117997U);
    EXPECT_EQ(first<DepthUpdate>(push("book_update")).levels.size(), 1U);
    EXPECT_EQ(first<TopOfBook>(push("ticker_snapshot")).bid.price, (Decimal{1059442, 1}));
    EXPECT_EQ(first<Candle>(push("ohlc_update")).close, (Decimal{1060401, 1}));
    EXPECT_EQ(first<Notice>(push("pong")).kind, Notice::Kind::Pong);
    EXPECT_EQ(first<Notice>(push("subscribe_response")).kind, Notice::Kind::Subscribed);
}

TEST_F(KrakenVectors, OfTheRestInterfaceAreRead) {
    EXPECT_EQ(first<DepthSnapshot>(reply("order_book", FeedQuery::Depth)).levels.size(), 10U);
    EXPECT_EQ(reply("trades", FeedQuery::Trades).events.size(), 1000U);
    const auto bars = reply("ohlc", FeedQuery::Candles);
    EXPECT_EQ(bars.events.size(), 721U);
    EXPECT_FALSE(body_of<Candle>(bars.events.back()).closed);
    const auto pairs = reply("asset_pairs", FeedQuery::Instruments);
    EXPECT_EQ(pairs.events.front().symbol, "BTC/USDT") << "as the WebSocket writes it";
    EXPECT_EQ(first<InstrumentRules>(pairs).base, "BTC");
    EXPECT_EQ(first<InstrumentRules>(pairs).tick, (Decimal{1, 1}));
    EXPECT_EQ(reply("asset_pairs_tokenized", FeedQuery::Instruments).events.size(), 1U);
}

}  // namespace
}  // namespace nightjar::venue::kraken
