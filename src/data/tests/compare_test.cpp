/// Two series of one market side by side.

#include "data/compare.hpp"

#include "data/errc.hpp"

#include <gtest/gtest.h>

namespace nightjar::data {
namespace {

constexpr std::int64_t hour_ns = core::hours(1).ns;

/// Closes that wander, the same for the same hour; `late` hours later, at `scale` times the price.
core::BarColumns wander(int from, int count, int late = 0, std::int64_t scale = 10'000) {
    core::BarColumns bars;
    bars.timeframe = core::hours(1);
    for (int i = from; i < from + count; ++i) {
        bars.open_time_ns.push_back((i + late) * hour_ns);
        const auto price = (100 + (i * i * 7 + i * 13) % 31) * scale;
        for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close})
            column->push_back(price);
        bars.volume.push_back(1);
    }
    return bars;
}

TEST(Compare, FindsEqualSeriesEqual) {
    const auto found = compare(wander(0, 100).view(), wander(50, 100).view());
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->common, 50U);
    EXPECT_DOUBLE_EQ(found->median_bp, 0);
    EXPECT_NEAR(*found->correlation[1], 1, 1e-9);
    EXPECT_EQ(found->late_lag(), 0);
}

TEST(Compare, MeasuresThePremium) {
    const auto found = compare(wander(0, 100, 0, 10'024).view(), wander(0, 100).view());
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->median_bp, 24, 1e-9);
}

TEST(Compare, KnowsThePlaceOfThePoint) {
    auto cents = wander(0, 100, 0, 100);
    cents.price_decimals = 2;
    const auto found = compare(cents.view(), wander(0, 100, 0, 1).view());
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->median_bp, 0, 1e-9);
}

TEST(Compare, SaysWhichOfThemIsLate) {
    const auto first_late = compare(wander(0, 100, 1).view(), wander(0, 100).view());
    ASSERT_TRUE(first_late);
    EXPECT_EQ(first_late->late_lag(), -1);
    EXPECT_NEAR(*first_late->correlation[0], 1, 1e-9);
    const auto second_late = compare(wander(0, 100).view(), wander(0, 100, 1).view());
    EXPECT_EQ(second_late->late_lag(), 1);
}

TEST(Compare, DoesNotJudgeByAFewBars) {
    const auto found = compare(wander(0, 20, 1).view(), wander(0, 20).view());
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->correlation[0]);
    EXPECT_EQ(found->late_lag(), 0);
}

TEST(Compare, DoesNotJudgeByASeriesThatStandsStill) {
    auto still = wander(0, 100);
    for (auto& close : still.close) close = 1;
    const auto found = compare(still.view(), wander(0, 100).view());
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->correlation[1]);
}

TEST(Compare, BringsBothToTheLongerTimeframe) {
    core::BarColumns quarters;
    quarters.timeframe = core::minutes(15);
    const auto hours = wander(0, 100);
    for (std::size_t i = 0; i < 400; ++i) {
        quarters.open_time_ns.push_back(static_cast<std::int64_t>(i) * core::minutes(15).ns);
        for (auto* column : {&quarters.open, &quarters.high, &quarters.low, &quarters.close})
            column->push_back(hours.close[i / 4]);
        quarters.volume.push_back(1);
    }
    const auto found = compare(quarters.view(), hours.view());
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->timeframe, core::hours(1));
    EXPECT_EQ(found->common, 100U);
    EXPECT_NEAR(*found->correlation[1], 1, 1e-9);
}

TEST(Compare, RefusesSeriesOfDifferentTimes) {
    const auto found = compare(wander(0, 10).view(), wander(100, 10).view());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::Empty);
}

}  // namespace
}  // namespace nightjar::data
