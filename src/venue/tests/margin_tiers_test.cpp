/// What the venues say of margin, in their own form; the numbers are of their documentation.

#include "venue/margin_tiers.hpp"

#include "venue/bybit/public_codec.hpp"
#include "venue/bybit/public_side.hpp"
#include "venue/errc.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/okx/public_side.hpp"
#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {
namespace {

using core::MarginTiers;
using core::Money;
using core::whole;

constexpr std::string_view binance_brackets =
    R"([{"symbol":"BTCUSDT","notionalCoef":1.50,"brackets":[{"bracket":1,"initialLeverage":75,)"
    R"("notionalCap":10000,"notionalFloor":0,"maintMarginRatio":0.0065,"cum":0},{"bracket":2,)"
    R"("initialLeverage":50,"notionalCap":9223372036854775807,"notionalFloor":10000,)"
    R"("maintMarginRatio":0.01,"cum":35.0}]}])";
constexpr std::string_view bybit_limits =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"id":1,"symbol":)"
    R"("BTCUSDT","riskLimitValue":"2000000","maintenanceMargin":"0.005","initialMargin":"0.01",)"
    R"("isLowestRisk":1,"maxLeverage":"100.00","mmDeduction":""},{"id":2,"symbol":"BTCUSDT",)"
    R"("riskLimitValue":"2600000","maintenanceMargin":"0.0056","initialMargin":"0.0111",)"
    R"("isLowestRisk":0,"maxLeverage":"90.00","mmDeduction":"1200"}],"nextPageCursor":""},)"
    R"("retExtInfo":{},"time":1672054488010})";
constexpr std::string_view bybit_percent =
    R"({"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"id":1,"symbol":)"
    R"("BTCUSDT","riskLimitValue":"150","maintenanceMargin":"0.5","initialMargin":"1",)"
    R"("isLowestRisk":1,"maxLeverage":"100.00"}]},"retExtInfo":{},"time":1672054488010})";
constexpr std::string_view okx_tiers =
    R"({"code":"0","msg":"","data":[{"baseMaxLoan":"","imr":"0.013","instId":"","instFamily":)"
    R"("ETH-USDT","maxLever":"75","maxSz":"2000","minSz":"0","mmr":"0.01","optMgnFactor":"0",)"
    R"("quoteMaxLoan":"","tier":"1","uly":"ETH-USDT"},{"baseMaxLoan":"","imr":"0.02","instId":"",)"
    R"("instFamily":"ETH-USDT","maxLever":"50","maxSz":"4000","minSz":"2001","mmr":"0.015",)"
    R"("optMgnFactor":"0","quoteMaxLoan":"","tier":"2","uly":"ETH-USDT"}]})";

core::Result<MarginTiers> tiers_of(FeedDecoder& decoder, std::string_view reply,
                                   std::string_view symbol, Money contract) {
    NJ_TRY(said, decoder.decode_reply(FeedQuery::MarginTiers, reply));
    TierList list{contract};
    for (const auto& event : said.events) {
        EXPECT_EQ(event.symbol, symbol);
        NJ_TRY(list.add(std::get<MarginTierSaid>(event.body)));
    }
    return list.finish();
}

core::Result<MarginTiers> binance_tiers(std::string_view body) {
    const auto codec = codec_of(Place::BinanceUsdm);
    Question question;
    question.kind = Question::Kind::MarginTiers;
    NJ_TRY(page, codec->decode(question, reply_of(std::string{body})));
    TierList list{whole(1)};
    for (const auto& event : page.events) NJ_TRY(list.add(std::get<MarginTierSaid>(event)));
    return list.finish();
}

TEST(VenueTiers, OfBinanceAreItsBracketsAskedForWithTheKey) {
    const auto tiers = binance_tiers(binance_brackets);
    ASSERT_TRUE(tiers) << tiers.error().text();
    ASSERT_EQ(tiers->all().size(), 2U);
    EXPECT_EQ(tiers->all()[0].initial_ppm, 13'334) << "1 / 75, rounded up";
    EXPECT_EQ(to_string(tiers->maintenance(whole(10'000), {})), "65");
    EXPECT_EQ(to_string(tiers->maintenance(whole(20'000), {})), "165");

    const auto codec = codec_of(Place::BinanceUsdm);
    const auto instrument = instrument_of(Place::BinanceUsdm);
    Question question;
    question.kind = Question::Kind::MarginTiers;
    question.instrument = &instrument;
    const auto asked = codec->ask(question, test_time);
    ASSERT_TRUE(asked) << asked.error().text();
    EXPECT_EQ(asked->method, "GET");
    EXPECT_TRUE(
        asked->target.starts_with("/fapi/v1/leverageBracket?symbol=" + instrument.symbol + "&"));
    EXPECT_NE(asked->target.find("signature="), std::string::npos);
}

TEST(VenueTiers, OfBinanceMayComeAsOneObject) {
    const auto one = binance_brackets.substr(1, binance_brackets.size() - 2);
    const auto tiers = binance_tiers(one);
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(tiers->all().size(), 2U);
}

TEST(VenueTiers, OfBinanceWithAWrongDeductionAreRefused) {
    std::string body{binance_brackets};
    body.replace(body.find("35.0"), 4, "36.0");
    const auto tiers = binance_tiers(body);
    ASSERT_FALSE(tiers);
    EXPECT_EQ(tiers.error().text(), "margin tier 2: takes 36 off, but 35 keeps it even");
}

TEST(VenueTiers, OfBybitAreItsRiskLimits) {
    const auto decoder = bybit::make_feed_decoder();
    const auto tiers = tiers_of(*decoder, bybit_limits, "BTCUSDT", whole(1));
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(tiers->by(), MarginTiers::By::Notional);
    EXPECT_EQ(to_string(tiers->maintenance(whole(2'000'000), {})), "10000");
    EXPECT_EQ(to_string(tiers->maintenance(whole(2'600'000), {})), "13360");
    const auto side = bybit::make_public_side(bybit::Category::Linear);
    const auto asked = side->ask({.query = FeedQuery::MarginTiers, .symbol = "BTCUSDT"});
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->target, "/v5/market/risk-limit?category=linear&symbol=BTCUSDT");
    EXPECT_FALSE(bybit::make_public_side(bybit::Category::Spot)
                     ->ask({.query = FeedQuery::MarginTiers, .symbol = "BTCUSDT"}));
}

TEST(VenueTiers, OfBybitInPercentAreTheSame) {
    const auto decoder = bybit::make_feed_decoder();
    const auto tiers = tiers_of(*decoder, bybit_percent, "BTCUSDT", whole(1));
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(tiers->all()[0].initial_ppm, 10'000);
    EXPECT_EQ(tiers->all()[0].maintenance_ppm, 5'000);
}

TEST(VenueTiers, OfOkxAreInContractsAndHoldForTheWholePosition) {
    const auto decoder = okx::make_feed_decoder();
    const auto tiers = tiers_of(*decoder, okx_tiers, "ETH-USDT-SWAP", *core::parse_money("0.1"));
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(tiers->by(), MarginTiers::By::Units);
    EXPECT_EQ(to_string(tiers->maintenance(whole(400'000), whole(200))), "4000")
        << "2000 contracts";
    EXPECT_EQ(to_string(tiers->maintenance(whole(400'000), whole(201))), "6000");
    const auto side = okx::make_public_side(okx::Market::Swap);
    const auto asked = side->ask({.query = FeedQuery::MarginTiers, .symbol = "ETH-USDT-SWAP"});
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->target,
              "/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=ETH-USDT");
}

TEST(VenueTiers, InAnyOrderAreTheSame) {
    TierList list{whole(1)};
    ASSERT_TRUE(list.add({"A", {}, {200, 0}, {2, 2}, {1, 2}, {}}));
    ASSERT_TRUE(list.add({"A", {}, {100, 0}, {1, 2}, {5, 3}, {}}));
    const auto tiers = list.finish();
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(tiers->all()[0].up_to, whole(100));
}

TEST(VenueTiers, BeyondWhatIsHeldOrNoRatesAreRefused) {
    TierList list{whole(1)};
    EXPECT_FALSE(list.add({"A", {}, {1, 0}, {0, 0}, {1, 2}, {}}));
    EXPECT_FALSE(list.add({"A", {}, {1, 0}, {2, 0}, {1, 2}, {}}));
    for (std::int64_t i = 1; i <= 256; ++i)
        ASSERT_TRUE(list.add({"A", {}, {i, 0}, {1, 2}, {5, 3}, {}}));
    const auto more = list.add({"A", {}, {257, 0}, {1, 2}, {5, 3}, {}});
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().text(), "A: more than 256 margin tiers");
    EXPECT_FALSE(rate_of_leverage("maxLeverage", {0, 0}));
    EXPECT_FALSE(rate_of_leverage("maxLeverage", {5, 1}));
    EXPECT_EQ(*rate_of_leverage("maxLeverage", {3, 0}), (core::Decimal{333'334, 6}));
}

TEST(VenueTiers, WithAFieldMissingAreRefusedByName) {
    std::string body{okx_tiers};
    body.replace(body.find("\"mmr\""), 5, "\"mm\"");
    const auto decoder = okx::make_feed_decoder();
    const auto tiers = tiers_of(*decoder, body, "ETH-USDT-SWAP", whole(1));
    ASSERT_FALSE(tiers);
    EXPECT_EQ(tiers.error().code, Errc::MissingField);
}

}  // namespace
}  // namespace nightjar::venue
