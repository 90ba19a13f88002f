#include "report/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::report {
namespace {

using core::days;
using core::hours;
using core::Time;

TEST(DailyReturns, TakeEachUtcDaysLastPointAndAMidnightPointIsTheDayBefores) {
    const std::vector<EquityPoint> points{{Time{} + hours(5), 101},
                                          {Time{} + hours(24), 102},
                                          {Time{} + hours(30), 90},
                                          {Time{} + hours(47), 110}};
    const auto returns = daily_returns(100, points);
    ASSERT_EQ(returns.size(), 2U);
    EXPECT_NEAR(returns[0], 0.02, 1e-12);
    EXPECT_NEAR(returns[1], 110.0 / 102 - 1, 1e-12);
}

TEST(DailyReturns, ADayWithoutAPointKeepsTheEquity) {
    const std::vector<EquityPoint> points{{Time{} + hours(5), 101}, {Time{} + hours(77), 110}};
    const auto returns = daily_returns(100, points);
    ASSERT_EQ(returns.size(), 4U);
    EXPECT_DOUBLE_EQ(returns[1], 0);
    EXPECT_DOUBLE_EQ(returns[2], 0);
}

TEST(Ratios, NeedTwoDaysAndSomethingToDivideBy) {
    EXPECT_FALSE(sharpe(std::vector{0.1}));
    EXPECT_FALSE(sharpe(std::vector{0.1, 0.1}));
    EXPECT_FALSE(sortino(std::vector{0.1, 0.2})) << "nothing was lost";
    EXPECT_FALSE(cagr_pct(100, 120, days(1)));
    EXPECT_FALSE(cagr_pct(100, -5, days(100)));
}

// The values are those of the PyPI package empyrical-reloaded 0.7.1 with 365 periods a year:
// sharpe_ratio, sortino_ratio and cagr over `r` below.
TEST(Ratios, AgreeWithAnIndependentPackage) {
    std::vector<double> r;
    double equity = 1;
    for (int i = 0; i < 250; ++i) {
        r.push_back(0.001 + 0.02 * std::sin(i * 1.7) + 0.005 * std::cos(i * 0.3));
        equity *= 1 + r.back();
    }
    EXPECT_NEAR(*sharpe(r), 1.3898450815747698, 1e-9);
    EXPECT_NEAR(*sortino(r), 2.0994918223202137, 1e-9);
    EXPECT_NEAR(*cagr_pct(1, equity, days(250)), 41.791628024801675, 1e-7);
}

TEST(Ratios, AYearThatDoublesIsAHundredPercent) {
    EXPECT_NEAR(*cagr_pct(100, 200, days(365)), 100, 1e-9);
    EXPECT_NEAR(*cagr_pct(100, 400, days(730)), 100, 1e-9);
}

}  // namespace
}  // namespace nightjar::report
