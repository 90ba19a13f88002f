#include "venue/coinbase/public_codec.hpp"
#include "venue/message_sequence.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue::coinbase {
namespace {

using core::Decimal;
using core::Side;

// In the venue's own form; the numbers are made up.
constexpr std::string_view trades =
    R"({"channel":"market_trades","client_id":"","timestamp":"2023-11-14T22:13:20.2Z",)"
    R"("sequence_num":4,"events":[{"type":"update","trades":[{"trade_id":"42","product_id":)"
    R"("ABC-USD","price":"12.340","size":"0.50","side":"SELL","time":"2023-11-14T22:13:20.12Z"}]},)"
    R"({"type":"update","trades":[{"trade_id":"7","product_id":"DEF-USD","price":"3","size":"1",)"
    R"("side":"BUY","time":"2023-11-14T22:13:20.13Z"}]}]})";
constexpr std::string_view books =
    R"({"channel":"l2_data","client_id":"","timestamp":"2023-11-14T22:13:20.2Z","sequence_num":5,)"
    R"("events":[{"type":"snapshot","product_id":"ABC-USD","updates":[{"side":"bid","event_time":)"
    R"("2023-11-14T22:13:20.2Z","price_level":"12.34","new_quantity":"5"},{"side":"offer",)"
    R"("event_time":"2023-11-14T22:13:20.2Z","price_level":"12.35","new_quantity":"1.50"}]},)"
    R"({"type":"update","product_id":"DEF-USD","updates":[{"side":"offer","event_time":)"
    R"("2023-11-14T22:13:20.2Z","price_level":"3","new_quantity":"0"}]}]})";
constexpr std::string_view ticker =
    R"({"channel":"ticker","client_id":"","timestamp":"2023-11-14T22:13:20Z","sequence_num":6,)"
    R"("events":[{"type":"update","tickers":[{"type":"ticker","product_id":"ABC-USD","price":"12",)"
    R"("best_bid":"12.34","best_bid_quantity":"5","best_ask":"","best_ask_quantity":""}]}]})";
constexpr std::string_view candle =
    R"({"channel":"candles","client_id":"","timestamp":"2023-11-14T22:13:20Z","sequence_num":7,)"
    R"("events":[{"type":"update","candles":[{"start":"1699999800","high":"13","low":"11.5",)"
    R"("open":"12","close":"12.5","volume":"100","product_id":"ABC-USD"}]}]})";
constexpr std::string_view heartbeat =
    R"({"channel":"heartbeats","client_id":"","timestamp":"2023-11-14T22:13:20Z","sequence_num":8,)"
    R"("events":[{"current_time":"2023-11-14 22:13:20 +0000 UTC","heartbeat_counter":1}]})";
constexpr std::string_view products =
    R"({"products":[{"product_id":"ABC-USD","product_type":"SPOT","status":"online",)"
    R"("base_currency_id":"ABC","quote_currency_id":"USD","price_increment":"0.01",)"
    R"("base_increment":"0.001","base_min_size":"0.01","base_max_size":"3400",)"
    R"("quote_min_size":"1","limit_only":true,"trading_disabled":false}]})";
const Frames frames{trades, books, ticker, candle, heartbeat};

struct CoinbaseFeed : testing::Test {
    std::unique_ptr<FeedDecoder> decoder = make_feed_decoder();
};

TEST_F(CoinbaseFeed, GivesEveryTradeOfAMessageAndItsNumber) {
    const auto events = decoder->decode(trades);
    ASSERT_TRUE(events) << events.error().text();
    EXPECT_EQ(events->sequence, 4U);
    ASSERT_EQ(events->events.size(), 2U);
    const auto trade = body_of<PublicTrade>(events->events[0]);
    EXPECT_EQ(events->events[0].symbol, "ABC-USD");
    EXPECT_EQ(trade.id, 42U);
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120));
    EXPECT_EQ(trade.price, (Decimal{1234, 2}));
    EXPECT_EQ(trade.taker, Side::Sell);
    EXPECT_EQ(events->events[1].symbol, "DEF-USD");
    EXPECT_FALSE(trade.earlier);
}

TEST_F(CoinbaseFeed, TradesOfASnapshotAreOfTheTimeBefore) {
    std::string snapshot{trades};
    snapshot.replace(snapshot.find("update"), 6, "snapshot");
    const auto events = decoder->decode(snapshot);
    ASSERT_TRUE(events) << events.error().text();
    EXPECT_TRUE(body_of<PublicTrade>(events->events[0]).earlier);
    EXPECT_FALSE(body_of<PublicTrade>(events->events[1]).earlier);
}

TEST_F(CoinbaseFeed, GivesSeveralBooksOfOneMessageTheirOwnLevels) {
    const auto events = decoder->decode(books);
    ASSERT_TRUE(events) << events.error().text();
    ASSERT_EQ(events->events.size(), 2U);
    const auto all = body_of<DepthSnapshot>(events->events[0]);
    ASSERT_EQ(all.levels.size(), 2U);
    EXPECT_EQ(all.levels[1], (PublicLevel{Side::Sell, {1235, 2}, {15, 1}}));
    const auto change = body_of<DepthUpdate>(events->events[1]);
    ASSERT_EQ(change.levels.size(), 1U);
    EXPECT_EQ(change.levels[0], (PublicLevel{Side::Sell, {3, 0}, {0, 0}}));
}

TEST_F(CoinbaseFeed, GivesBestPricesAndCandles) {
    const auto best = one<TopOfBook>(*decoder, ticker, "ABC-USD");
    EXPECT_EQ(best.bid, (PublicLevel{Side::Buy, {1234, 2}, {5, 0}}));
    EXPECT_EQ(best.ask, (PublicLevel{Side::Sell, {}, {}}));
    const auto bar = one<Candle>(*decoder, candle, "ABC-USD");
    EXPECT_EQ(bar.open_time, at_ms(1'699'999'800'000));
    EXPECT_EQ(bar.close, (Decimal{125, 1}));
}

TEST_F(CoinbaseFeed, GivesTheRulesOfProducts) {
    const auto events = decoder->decode_reply(FeedQuery::Instruments, products);
    ASSERT_TRUE(events) << events.error().text();
    const auto rules = body_of<InstrumentRules>(events->events[0]);
    EXPECT_EQ(rules.status, TradingStatus::LimitOnly);
    EXPECT_EQ(rules.lot, (Decimal{1, 3}));
    EXPECT_EQ(rules.max_qty, (Decimal{3400, 0}));
}

TEST_F(CoinbaseFeed, NumbersAlsoMessagesThatSayNothingOfAMarket) {
    EXPECT_EQ(one<Notice>(*decoder, heartbeat, "").kind, Notice::Kind::Heartbeat);
    EXPECT_EQ(decoder->decode(heartbeat)->sequence, 8U);
    std::string other{heartbeat};
    other.replace(other.find("heartbeats"), 10, "status");
    EXPECT_EQ(decoder->decode(other)->sequence, 8U);
    EXPECT_EQ(
        one<Notice>(*decoder, R"({"type":"error","message":"authentication failure"})", "").kind,
        Notice::Kind::Refused);
}

TEST_F(CoinbaseFeed, SaysWhichFieldIsWrong) {
    const auto why = [&](std::string_view text, std::string_view from, std::string_view to) {
        std::string changed{text};
        changed.replace(changed.find(from), from.size(), to);
        return refusal(decoder->decode(changed));
    };
    EXPECT_THAT(why(trades, "12.340", "0"), testing::StartsWith("bad_field: price: 0: a price"));
    EXPECT_THAT(why(trades, "SELL", "sell"), testing::StartsWith("bad_field: side: sell"));
    EXPECT_THAT(why(books, "12.34", "-1"), testing::StartsWith("bad_field: price_level: -1"));
    EXPECT_THAT(why(books, "offer", "ask"), testing::StartsWith("bad_field: side: ask"));
    EXPECT_THAT(why(heartbeat, "sequence_num", "sequence"),
                testing::StartsWith("missing_field: sequence_num"));
    EXPECT_THAT(why(heartbeat, "2023-11-14T", "yesterday"),
                testing::StartsWith("bad_field: timestamp"));
}

TEST_F(CoinbaseFeed, RefusesEveryMessageThatIsCutOff) {
    expect_refused_when_cut_off(*decoder, frames);
}

RC_GTEST_PROP(CoinbaseFeedProperty, SurvivesAnyChangeOfAMessage, ()) {
    static const auto decoder = make_feed_decoder();
    check_survival(*decoder, frames);
}

TEST(CoinbaseMessageSequence, SeesThatAMessageOfAnyChannelIsMissing) {
    using Verdict = DepthVerdict;
    MessageSequence sequence;
    EXPECT_EQ(sequence.next(0), Verdict::Apply);
    EXPECT_EQ(sequence.next(1), Verdict::Apply);
    EXPECT_EQ(sequence.next(3), Verdict::Gap);
    EXPECT_FALSE(sequence.in_step());
    EXPECT_EQ(sequence.next(4), Verdict::Buffer);
    MessageSequence twice;
    EXPECT_EQ(twice.next(7), Verdict::Apply);
    EXPECT_EQ(twice.next(7), Verdict::Gap);
}

class CoinbaseVectors : public FeedVectors {
protected:
    CoinbaseVectors() : FeedVectors{"nautilus/coinbase/", make_feed_decoder()} {}
};

TEST_F(CoinbaseVectors, OfTheChannelsAreRead) {
    const auto trades_read = push("market_trades");
    EXPECT_EQ(trades_read.sequence, 5U);
    EXPECT_EQ(trades_read.events.size(), 2U);
    EXPECT_EQ(first<DepthSnapshot>(push("l2_data_snapshot")).levels.size(), 6U);
    EXPECT_EQ(first<DepthUpdate>(push("l2_data_update")).levels.size(), 2U);
    EXPECT_EQ(first<TopOfBook>(push("ticker")).bid.price, (Decimal{68900, 0}));
    EXPECT_EQ(first<Candle>(push("candles")).close, (Decimal{689205, 1}));
    EXPECT_EQ(first<Notice>(push("heartbeats")).kind, Notice::Kind::Heartbeat);
    EXPECT_EQ(first<Notice>(push("subscriptions")).kind, Notice::Kind::Subscribed);
    EXPECT_TRUE(push("user").events.empty());
}

TEST_F(CoinbaseVectors, OfTheRestInterfaceAreRead) {
    EXPECT_EQ(first<DepthSnapshot>(reply("product_book", FeedQuery::Depth)).levels.size(), 10U);
    EXPECT_EQ(reply("ticker", FeedQuery::Trades).events.size(), 3U);
    EXPECT_EQ(reply("candles", FeedQuery::Candles).events.size(), 2U);
    EXPECT_EQ(reply("products", FeedQuery::Instruments).events.size(), 2U);
    EXPECT_EQ(first<InstrumentRules>(reply("product", FeedQuery::Instruments)).tick,
              (Decimal{1, 2}));
    EXPECT_FALSE(
        first<InstrumentRules>(reply("products_future", FeedQuery::Instruments)).kind.has_value());
}

}  // namespace
}  // namespace nightjar::venue::coinbase
