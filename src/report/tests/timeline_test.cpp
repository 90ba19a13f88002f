#include "report/timeline.hpp"

#include "report/sampling.hpp"
#include "report/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::report {
namespace {

using core::days;
using core::hours;
using core::Time;
using tests::Hand;

std::vector<double> random_walk(std::size_t size, std::uint64_t stream) {
    core::Random random{7, stream};
    std::vector<double> walk{100};
    while (walk.size() < size)
        walk.push_back(walk.back() + static_cast<double>(random.below(201)) - 100);
    return walk;
}

TEST(PickRows, KeepsTheExtremesOfEveryColumnAndBothEnds) {
    for (const std::size_t size : {1U, 2U, 99U, 1'000U, 12'345U}) {
        const std::vector<std::vector<double>> columns{random_walk(size, 1), random_walk(size, 2)};
        const auto rows = pick_rows(columns, 20);
        ASSERT_TRUE(std::ranges::is_sorted(rows));
        EXPECT_EQ(std::ranges::adjacent_find(rows), rows.end()) << "each row once";
        EXPECT_EQ(rows.front(), 0U);
        EXPECT_EQ(rows.back(), size - 1);
        EXPECT_LE(rows.size(), std::max<std::size_t>(2 * 2 * 20 + 2, 1));
        for (const auto& column : columns) {
            std::vector<double> kept;
            for (const auto row : rows) kept.push_back(column[row]);
            EXPECT_EQ(std::ranges::min(kept), std::ranges::min(column));
            EXPECT_EQ(std::ranges::max(kept), std::ranges::max(column));
        }
    }
    EXPECT_TRUE(pick_rows(std::vector<std::vector<double>>(1), 20).empty());
}

TEST(PickRows, KeepsTheExtremesOfEveryStretch) {
    const std::vector<std::vector<double>> columns{random_walk(10'000, 3)};
    const auto rows = pick_rows(columns, 100);
    for (std::size_t bucket = 0; bucket < 100; ++bucket) {
        const auto stretch = std::span{columns[0]}.subspan(bucket * 100, 100);
        const auto kept = [&](double value) {
            return std::ranges::any_of(rows, [&](std::size_t row) {
                return row / 100 == bucket && columns[0][row] == value;
            });
        };
        EXPECT_TRUE(kept(std::ranges::min(stretch)));
        EXPECT_TRUE(kept(std::ranges::max(stretch)));
    }
}

TEST(MergeBars, KeepFirstOpenHighestHighLowestLowLastClose) {
    core::BarColumns bars;
    bars.timeframe = hours(1);
    bars.open_time_ns = {0, 1, 2, 3, 4};
    bars.open = {10, 11, 12, 13, 14};
    bars.high = {20, 29, 22, 23, 24};
    bars.low = {5, 6, 2, 8, 9};
    bars.close = {11, 12, 13, 14, 15};
    bars.volume = {1, 2, 3, 4, 5};
    const auto merged = merge_bars(bars.view(), 3);
    EXPECT_EQ(merged.timeframe, hours(3));
    EXPECT_EQ(merged.open_time_ns, (std::vector<std::int64_t>{0, 3}));
    EXPECT_EQ(merged.open, (std::vector<std::int64_t>{10, 13}));
    EXPECT_EQ(merged.high, (std::vector<std::int64_t>{29, 24}));
    EXPECT_EQ(merged.low, (std::vector<std::int64_t>{2, 8}));
    EXPECT_EQ(merged.close, (std::vector<std::int64_t>{13, 15}));
    EXPECT_EQ(merged.volume, (std::vector<std::int64_t>{6, 9}));
}

std::vector<Time> daily(std::size_t count) {
    std::vector<Time> at;
    for (std::size_t i = 0; i < count; ++i)
        at.push_back(Time{} + days(static_cast<std::int64_t>(i)));
    return at;
}

TEST(LargestFall, HasItsPeakItsTroughAndTheDayThatMadeItGood) {
    const std::vector<double> curve{100, 110, 99, 105, 112, 84, 100, 112, 90};
    const auto fall = largest_fall(daily(curve.size()), curve, 100);
    ASSERT_TRUE(fall);
    EXPECT_DOUBLE_EQ(fall->pct, 25);
    EXPECT_EQ(fall->peak, Time{} + days(4));
    EXPECT_EQ(fall->trough, Time{} + days(5));
    EXPECT_EQ(fall->recovered, Time{} + days(7));
}

TEST(LargestFall, MayNotBeMadeGoodOrNotBeThereAtAll) {
    const auto fall = largest_fall(daily(2), std::vector<double>{90, 95}, 100);
    ASSERT_TRUE(fall);
    EXPECT_DOUBLE_EQ(fall->pct, 10);
    EXPECT_FALSE(fall->recovered);
    EXPECT_FALSE(largest_fall(daily(2), std::vector<double>{100, 101}, 100));
    EXPECT_FALSE(largest_fall({}, {}, 100));
}

TEST(MonthlyReturns, GoFromMonthsEndToMonthsEndAndMidnightOfTheFirstIsAnEnd) {
    const std::vector<Time> at{*core::parse_time("2021-12-20"), *core::parse_time("2022-01-01"),
                               *core::parse_time("2022-01-15"), *core::parse_time("2022-03-02")};
    const auto months = monthly_returns(at, std::vector<double>{105, 110, 99, 198}, 100);
    ASSERT_EQ(months.size(), 3U);
    EXPECT_EQ(months[0].year, 2021);
    EXPECT_EQ(months[0].month, 12);
    EXPECT_NEAR(months[0].pct, 10, 1e-9);
    EXPECT_EQ(months[1].month, 1);
    EXPECT_NEAR(months[1].pct, -10, 1e-9);
    EXPECT_EQ(months[2].month, 3) << "February has no sample";
    EXPECT_NEAR(months[2].pct, 100, 1e-9);
}

TEST(Timeline, HoldsTheSameCashInEqualPartsAndKnowsTheExposure) {
    Hand hand;
    hand.story.holdings = {{{0}, {10'000}, {13'000}}};
    hand.story.closing.emplace();
    hand.story.curves[core::EquitySampled::total.value].points = {
        {Time{} + hours(1), 1'000}, {Time{} + hours(2), 1'000}, {Time{} + hours(3), 2'000}};
    hand.fill(2, -2'000, 12'000);
    const auto rows = timeline(hand.story, hand.lines());
    EXPECT_EQ(rows.hold, (std::vector<double>{1'000, 1'200, 1'300}));
    EXPECT_EQ(rows.gross, (std::vector<double>{0, 24, 13}));
    EXPECT_EQ(rows.net, (std::vector<double>{0, -24, -13}));
}

}  // namespace
}  // namespace nightjar::report
