#include "venue/binance/public_codec.hpp"
#include "venue/errc.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace nightjar::venue::binance {
namespace {

using core::Decimal;
using core::Side;

// Golden frames, in the venue's own form; the numbers are made up.
constexpr std::string_view spot_trade =
    R"({"e":"trade","E":1700000000123,"s":"ABCUSDT","t":42,"p":"12.34000000","q":"0.50000000",)"
    R"("T":1700000000120,"m":true,"M":true})";
constexpr std::string_view futures_trade =
    R"({"stream":"abcusdt@trade","data":{"e":"trade","E":1700000000123,"T":1700000000122,)"
    R"("s":"ABCUSDT","t":43,"p":"12.30","q":"7","X":"MARKET","m":false}})";
constexpr std::string_view aggregate =
    R"({"e":"aggTrade","E":1700000000123456,"s":"ABCUSDT","a":9,"p":"0.0000012","q":"100",)"
    R"("f":11,"l":13,"T":1700000000120456,"m":false,"M":true})";
constexpr std::string_view rest_aggregate =
    R"({"a":9,"p":"12","q":"100.00","f":11,"l":13,"T":1700000000120,"m":true,"M":true})";
constexpr std::string_view spot_depth =
    R"({"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000200,"s":"ABCUSDT",)"
    R"("U":100,"u":103,"b":[["12.33","0.00000000"],["12.320","5"]],"a":[["12.35","1.5"]]}})";
constexpr std::string_view futures_depth =
    R"({"e":"depthUpdate","E":1700000000201,"T":1700000000199,"s":"ABCUSDT","U":200,"u":260,)"
    R"("pu":180,"b":[],"a":[["12.4","3"]]})";
constexpr std::string_view spot_top =
    R"({"u":104,"s":"ABCUSDT","b":"12.33","B":"4","a":"12.35","A":"1.25"})";
constexpr std::string_view coin_top =
    R"({"u":9,"e":"bookTicker","s":"ABCUSD_PERP","ps":"ABCUSD","b":"12.3","B":"40","a":"12.4",)"
    R"("A":"41","T":1700000000300,"E":1700000000301})";
constexpr std::string_view spot_snapshot =
    R"({"lastUpdateId":102,"bids":[["12.33","1"]],"asks":[["12.35","2"],["12.36","3"]]})";
constexpr std::string_view futures_snapshot =
    R"({"lastUpdateId":240,"E":1700000000202,"T":1700000000198,"symbol":"ABCUSD_PERP",)"
    R"("pair":"ABCUSD","bids":[],"asks":[["12.4","3"]]})";
constexpr std::string_view mark =
    R"({"e":"markPriceUpdate","E":1700000003000,"s":"ABCUSDT","p":"12.34567","i":"12.3","P":"12",)"
    R"("r":"0.00010000","T":1700006400000})";
constexpr std::array frames{spot_trade,    futures_trade,    aggregate, rest_aggregate,
                            spot_depth,    futures_depth,    spot_top,  coin_top,
                            spot_snapshot, futures_snapshot, mark};

/// The body of a frame that must be good.
template <class Body>
Body decode(std::string_view frame, std::string_view symbol = "ABCUSDT") {
    static PublicDecoder decoder;  // the levels of what it gave live in it
    const auto message = decoder.decode(frame);
    EXPECT_TRUE(message) << message.error().text();
    if (!message) return {};
    EXPECT_EQ(message->symbol, symbol);
    EXPECT_TRUE(std::holds_alternative<Body>(message->body)) << frame;
    const auto* body = std::get_if<Body>(&message->body);
    return body != nullptr ? *body : Body{};
}

core::Time at_ms(std::int64_t ms) { return core::Time{} + core::milliseconds(ms); }

TEST(BinancePublicDecoder, ReadsATradeWithTheSideOfItsTaker) {
    const auto trade = decode<PublicTrade>(spot_trade);
    EXPECT_EQ(trade.id, 42U);
    EXPECT_EQ(trade.price, (Decimal{1234, 2}));
    EXPECT_EQ(trade.qty, (Decimal{5, 1}));
    EXPECT_EQ(trade.taker, Side::Sell);
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120));
    EXPECT_EQ(decode<PublicTrade>(futures_trade).taker, Side::Buy);
}

TEST(BinancePublicDecoder, ReadsAggregatesOfTheStreamAndOfRest) {
    const auto trade = decode<PublicTrade>(aggregate);
    EXPECT_EQ(trade.id, 9U);
    EXPECT_EQ(trade.price, (Decimal{12, 7}));
    EXPECT_EQ(trade.at, at_ms(1'700'000'000'120) + core::microseconds(456));
    EXPECT_EQ(decode<PublicTrade>(rest_aggregate, "").qty, (Decimal{100, 0}));
}

TEST(BinancePublicDecoder, ReadsChangesOfABook) {
    const auto spot = decode<DepthUpdate>(spot_depth);
    EXPECT_EQ(spot.first_id, 100U);
    EXPECT_EQ(spot.last_id, 103U);
    EXPECT_FALSE(spot.previous_id);
    EXPECT_EQ(spot.at, at_ms(1'700'000'000'200));
    const std::vector<PublicLevel> levels{{Side::Buy, {1233, 2}, {0, 0}},
                                          {Side::Buy, {1232, 2}, {5, 0}},
                                          {Side::Sell, {1235, 2}, {15, 1}}};
    EXPECT_TRUE(std::ranges::equal(spot.levels, levels));
    const auto futures = decode<DepthUpdate>(futures_depth);
    EXPECT_EQ(futures.previous_id, 180U);
    EXPECT_EQ(futures.levels.size(), 1U);
}

TEST(BinancePublicDecoder, ReadsSnapshotsWithAndWithoutATime) {
    const auto spot = decode<DepthSnapshot>(spot_snapshot, "");
    EXPECT_EQ(spot.last_id, 102U);
    EXPECT_FALSE(spot.at);
    EXPECT_EQ(spot.levels.size(), 3U);
    EXPECT_EQ(decode<DepthSnapshot>(futures_snapshot, "ABCUSD_PERP").at, at_ms(1'700'000'000'202));
}

TEST(BinancePublicDecoder, ReadsTheBestPricesWithAndWithoutATime) {
    const auto spot = decode<TopOfBook>(spot_top);
    EXPECT_EQ(spot.id, 104U);
    EXPECT_FALSE(spot.at);
    EXPECT_EQ(spot.bid, (PublicLevel{Side::Buy, {1233, 2}, {4, 0}}));
    EXPECT_EQ(spot.ask, (PublicLevel{Side::Sell, {1235, 2}, {125, 2}}));
    EXPECT_EQ(decode<TopOfBook>(coin_top, "ABCUSD_PERP").at, at_ms(1'700'000'000'301));
}

TEST(BinancePublicDecoder, ReadsTheMarkPrice) {
    EXPECT_EQ(decode<MarkPrice>(mark).price, (Decimal{1234567, 5}));
}

TEST(BinancePublicDecoder, LetsPassWhatIsNoMarketDataOfItsKinds) {
    decode<OtherMessage>(R"({"result":null,"id":1})", "");
    decode<OtherMessage>(R"({"e":"kline","E":1,"s":"ABCUSDT","k":{}})");
    decode<OtherMessage>(
        R"({"e":"trade","E":1,"T":1,"s":"ABCUSDT","t":1,"p":"0","q":"0","X":"NA","m":false})");
}

TEST(BinancePublicDecoder, SaysWhichFieldIsWrong) {
    struct Case {
        std::string_view frame;
        Errc code;
        std::string_view text;
    };
    PublicDecoder decoder;
    for (const auto& [frame, code, text] : {
             Case{"", Errc::BadJson, "no JSON"},
             Case{"[1]", Errc::BadJson, "not an object"},
             Case{R"({"e":"trade")", Errc::BadJson, "no JSON"},
             Case{R"({"stream":"x"})", Errc::MissingField, "data: not there"},
             Case{R"({"stream":"x","data":[]})", Errc::BadField, "data"},
             Case{R"({"e":7})", Errc::BadField, "e: ?: not a text"},
             Case{R"({"e":"trade","T":-1})", Errc::BadField, "T: ?: not a whole number"},
             Case{R"({"e":"trade","T":50000000000000})", Errc::BadField, "T: 50000000000000"},
             Case{R"({"e":"trade","T":1,"t":1,"p":1.5})", Errc::BadField, "p: ?: not a text"},
             Case{R"({"e":"trade","T":1,"t":1,"p":"1e5"})", Errc::BadField, "p: 1e5"},
             Case{R"({"e":"trade","T":1,"t":1,"p":"1","q":"-1"})", Errc::BadField, "q"},
             Case{R"({"e":"trade","T":1,"t":1,"p":"1","q":"1"})", Errc::MissingField, "m: not"},
             Case{R"({"e":"depthUpdate","E":1,"U":5,"u":4})", Errc::BadField, "U: 5: above u"},
             Case{R"({"e":"depthUpdate","E":1,"U":5,"u":5,"b":[["1"]],"a":[]})", Errc::BadField,
                  "b: ?: not a list of"},
             Case{R"({"e":"depthUpdate","E":1,"U":5,"u":5,"b":[["1","-2"]],"a":[]})",
                  Errc::BadField, "b: -2: a quantity below 0"},
             Case{R"({"lastUpdateId":1,"bids":{},"asks":[]})", Errc::BadField, "bids: ?: not a"},
         }) {
        const auto message = decoder.decode(frame);
        ASSERT_FALSE(message) << frame;
        EXPECT_EQ(message.error().code, code) << frame;
        EXPECT_TRUE(message.error().text().starts_with(text)) << message.error().text();
    }
}

TEST(BinancePublicDecoder, GivesAnErrorForEveryFrameThatIsCutOff) {
    PublicDecoder decoder;
    for (const auto frame : frames)
        for (std::size_t size = 0; size < frame.size(); ++size)
            EXPECT_FALSE(decoder.decode(frame.substr(0, size))) << frame.substr(0, size);
}

RC_GTEST_PROP(BinancePublicDecoder, SurvivesAnyChangeOfItsFrames, ()) {
    static PublicDecoder decoder;
    std::string frame{frames[*rc::gen::inRange<std::size_t>(0, frames.size())]};
    const auto changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
        switch (*rc::gen::inRange(0, 3)) {
            case 0: frame[at] = *rc::gen::arbitrary<char>(); break;
            case 1: frame.erase(at, *rc::gen::inRange<std::size_t>(1, 9)); break;
            default: frame.insert(at, frame.substr(at / 2, 7)); break;
        }
        if (frame.empty()) break;
    }
    const auto message = decoder.decode(frame);
    if (!message) RC_SUCCEED("an error");
    if (const auto* depth = std::get_if<DepthUpdate>(&message->body)) {
        RC_ASSERT(depth->first_id <= depth->last_id);
        for (const auto& level : depth->levels) RC_ASSERT(level.qty.mantissa >= 0);
    }
}

}  // namespace
}  // namespace nightjar::venue::binance
