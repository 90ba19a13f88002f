#include "market/market.hpp"

#include "market/candle_builder.hpp"
#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::market {
namespace {

using core::Price;
using core::Qty;
using core::Time;

core::Event event(core::InstrumentId id, Time at, core::Event::Body body) {
    core::Event made;
    made.stamp = {at, at, 0};
    made.instrument = id;
    made.body = body;
    return made;
}

core::Candle bar(Time close_time, core::Duration timeframe, std::int64_t close) {
    return {close_time - timeframe, timeframe,    Price{close}, Price{close + 10},
            Price{close - 10},      Price{close}, Qty{1}};
}

TEST(Market, TheReferenceOfBarsIsTheLastCloseForTwoBars) {
    const portfolio::tests::World world;
    Market market{world.catalog};
    const auto noon = Time{} + core::hours(12);
    EXPECT_TRUE(market.apply(event(world.btc, noon, bar(noon, core::hours(1), 100))));
    EXPECT_EQ(market.valuation(world.btc)->raw, 100);
    EXPECT_EQ(market[world.btc].reference->fresh_until, noon + core::hours(2));
    EXPECT_FALSE(market.valuation(world.eth));
}

TEST(Market, ABookOutranksTradesAndAMarkOutranksBoth) {
    const portfolio::tests::World world;
    Market market{world.catalog};
    const Time now{1'000};
    market.apply(event(world.btc, now, core::Trade{Price{90}, Qty{1}, core::Side::Buy, {1}}));
    EXPECT_EQ(market.valuation(world.btc)->raw, 90);
    market.apply(event(world.btc, now, core::Quote{Price{100}, Qty{1}, Price{103}, Qty{1}}));
    EXPECT_EQ(market.valuation(world.btc)->raw, 101) << "the mid, rounded down";
    market.apply(event(world.btc, now, core::Trade{Price{90}, Qty{1}, core::Side::Buy, {2}}));
    EXPECT_EQ(market.valuation(world.btc)->raw, 101);
    market.apply(event(world.btc, now, core::Mark{Price{95}}));
    EXPECT_EQ(market.valuation(world.btc)->raw, 95);
}

TEST(Market, AGapMakesTheBookInvalid) {
    const portfolio::tests::World world;
    Market market{world.catalog};
    market.apply(event(world.btc, {}, core::Quote{Price{100}, Qty{1}, Price{103}, Qty{1}}));
    EXPECT_TRUE(market[world.btc].book.valid());
    market.apply(event(world.btc, {}, core::Gap{3}));
    EXPECT_FALSE(market[world.btc].book.valid());
}

TEST(CandleBuilder, ClosesABarWithTheFirstTradeAfterIt) {
    CandleBuilder builder{core::seconds(5)};
    const auto trade = [&](std::int64_t ms, std::int64_t price) {
        const auto at = Time{} + core::milliseconds(ms);
        const auto closed = builder.close_before(at);
        builder.add({Price{price}, Qty{2}, core::Side::Buy, {}}, at);
        return closed;
    };
    EXPECT_FALSE(trade(1'000, 10));
    EXPECT_FALSE(trade(2'000, 14));
    EXPECT_FALSE(trade(4'999, 12));
    const auto closed = trade(5'000, 30);
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->open_time, Time{});
    EXPECT_EQ(closed->open.raw, 10);
    EXPECT_EQ(closed->high.raw, 14);
    EXPECT_EQ(closed->low.raw, 10);
    EXPECT_EQ(closed->close.raw, 12);
    EXPECT_EQ(closed->volume.raw, 6);
    EXPECT_FALSE(builder.close_before(Time{} + core::seconds(6))) << "once";
}

TEST(CandleBuilder, WithoutAnotherTradeTheBarEndsAfterAGrace) {
    CandleBuilder builder{core::seconds(1)};
    builder.add({Price{10}, Qty{1}, core::Side::Buy, {}}, Time{});
    const auto by = Time{} + core::seconds(1) + CandleBuilder::grace;
    EXPECT_EQ(builder.closes_by(), by);
    EXPECT_FALSE(builder.advance(by - core::nanoseconds(1)));
    EXPECT_TRUE(builder.advance(by));
    EXPECT_FALSE(builder.advance(by)) << "once";
}

TEST(CandleBuilder, APeriodWithoutATradeMakesNoBar) {
    CandleBuilder builder{core::seconds(1)};
    builder.add({Price{10}, Qty{1}, core::Side::Buy, {}}, Time{});
    EXPECT_TRUE(builder.advance(Time{} + core::seconds(10)));
    EXPECT_FALSE(builder.advance(Time{} + core::seconds(20)));
}

TEST(CandleBuilder, ATradeAfterTheEndOfItsBarCountsInTheNext) {
    CandleBuilder builder{core::seconds(1)};
    builder.add({Price{10}, Qty{1}, core::Side::Buy, {}}, Time{});
    EXPECT_TRUE(builder.advance(Time{} + core::seconds(2)));
    builder.add({Price{11}, Qty{1}, core::Side::Buy, {}}, Time{} + core::milliseconds(900));
    const auto next = builder.advance(Time{} + core::seconds(5));
    ASSERT_TRUE(next);
    EXPECT_EQ(next->open_time, Time{} + core::seconds(1)) << "no bar comes twice";
}

TEST(Volatility, TheAverageTrueRangeIsWildersAverage) {
    Volatility volatility;
    const auto hour = core::hours(1);
    volatility.apply(bar(Time{} + hour, hour, 1'000));
    double expected = 0;
    std::int64_t last = 1'000;
    for (int i = 1; i <= 40; ++i) {
        const auto close = 1'000 + (i % 7) * 30;
        volatility.apply(bar(Time{} + hour * (i + 1), hour, close));
        const double range = static_cast<double>(std::max<std::int64_t>(close + 10, last) -
                                                 std::min<std::int64_t>(close - 10, last));
        expected = i <= 14 ? expected + (range - expected) / i : expected + (range - expected) / 14;
        last = close;
        if (i < 14) {
            EXPECT_FALSE(volatility.atr14());
        } else {
            EXPECT_NEAR(*volatility.atr14(), expected, 1e-9);
        }
    }
}

TEST(Volatility, TheDailyDeviationOfASteadyWalkIsItsStep) {
    Volatility volatility;
    const auto day = core::days(1);
    double price = 1e9;
    for (int i = 0; i < 200; ++i) {
        price *= i % 2 == 0 ? 1.02 : 1 / 1.02;
        volatility.apply(bar(Time{} + day * (i + 1), day, std::llround(price)));
    }
    EXPECT_NEAR(*volatility.daily_sigma(), 0.02, 0.0005);
}

}  // namespace
}  // namespace nightjar::market
