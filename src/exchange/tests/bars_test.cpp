#include "exchange/bars.hpp"

#include <gtest/gtest.h>

namespace nightjar::exchange {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using core::Time;

Time minute(std::int64_t n) { return Time{} + core::minutes(n); }

void trade(Bars& bars, Time at, std::int64_t price, std::int64_t lots, std::uint64_t id) {
    bars.on_trade({{id}, Price{price}, Qty{lots}, core::whole(price * lots), Side::Buy}, at);
}

TEST(Bars, MinutesWithoutTradesAreFlat) {
    Bars bars;
    trade(bars, minute(10), 100, 1, 1);
    trade(bars, minute(13), 90, 2, 2);
    const auto all = bars.of(Bars::unit, {});
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[1].open, Price{100});
    EXPECT_EQ(all[1].volume, Qty{0});
    EXPECT_EQ(all[3].open, Price{90});
    EXPECT_EQ(all[3].trades, 1U);
}

TEST(Bars, LongerBarsAreMadeOfMinutes) {
    Bars bars;
    for (int i = 0; i < 12; ++i)
        trade(bars, minute(i), 100 + i, 1, static_cast<std::uint64_t>(i + 1));
    const auto fives = bars.of(core::minutes(5), {});
    ASSERT_EQ(fives.size(), 3U);
    EXPECT_EQ(fives[1].open, Price{105});
    EXPECT_EQ(fives[1].high, Price{109});
    EXPECT_EQ(fives[1].volume, Qty{5});
    EXPECT_EQ(fives[1].first_trade, core::TradeId{6});
    EXPECT_EQ(fives[1].last_trade, core::TradeId{10});
    const auto first = bars.of(core::minutes(5), {minute(5), std::nullopt, 1});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].open_time, minute(5));
    const auto last = bars.of(core::minutes(5), {std::nullopt, std::nullopt, 1});
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].open_time, minute(10));
}

TEST(Bars, WeeksBeginOnMondaysAndMonthsOnTheFirst) {
    const auto thursday = core::parse_time("2026-01-01T12:00Z").value();
    EXPECT_EQ(format_time(bar_open(thursday, core::days(7))), "2025-12-29T00:00:00Z");
    EXPECT_EQ(format_time(bar_open(thursday + core::days(20), calendar_month)),
              "2026-01-01T00:00:00Z");
    EXPECT_EQ(format_time(bar_end(bar_open(thursday, calendar_month), calendar_month)),
              "2026-02-01T00:00:00Z");
}

TEST(Bars, ALongSleepCostsNoMoreThanIsKept) {
    Bars bars;
    trade(bars, minute(0), 100, 1, 1);
    bars.pass_time(minute(50'000'000));
    EXPECT_EQ(bars.minutes().size(), Bars::most);
    EXPECT_EQ(bars.minutes().back().open_time, minute(50'000'000));
}

}  // namespace
}  // namespace nightjar::exchange
