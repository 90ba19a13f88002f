#include "study/statistics.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nightjar::study {
namespace {

using Values = std::vector<double>;

TEST(Statistics, MeanAndDeviationOfASample) {
    const Values values{2, 4, 4, 4, 5, 5, 7, 9};
    EXPECT_DOUBLE_EQ(mean(values), 5);
    EXPECT_NEAR(deviation(values), 2.138089935, 1e-9);
    EXPECT_EQ(deviation(Values{3}), 0);
}

TEST(Statistics, TheTailIsTheWorstPartAndItsLastValueCountsInPart) {
    Values values;
    for (int i = 1; i <= 100; ++i) values.push_back(i);
    EXPECT_DOUBLE_EQ(tail_mean(values, 0.05), 98);
    EXPECT_DOUBLE_EQ(tail_mean(values, 0.015), (100 + 0.5 * 99) / 1.5);
    EXPECT_DOUBLE_EQ(tail_mean(Values{1, 7}, 0.05), 7) << "never less than one value";
}

TEST(Statistics, KurtosisOfTwoPointsAndOfRareOnes) {
    EXPECT_DOUBLE_EQ(excess_kurtosis(Values{-1, 1, -1, 1}), -2);
    Values rare(99, 0.0);
    rare.push_back(1);
    EXPECT_NEAR(excess_kurtosis(rare), 95.0101, 1e-3);
}

TEST(Statistics, AutocorrelationOfAnAlternation) {
    EXPECT_DOUBLE_EQ(autocorrelation(Values{1, -1, 1, -1}, 1), -0.75);
    EXPECT_EQ(autocorrelation(Values{2, 2, 2}, 1), 0);
}

TEST(Statistics, ALineThroughPointsOnIt) {
    const auto line = fit(Values{1, 2, 3}, Values{5, 7, 9});
    EXPECT_DOUBLE_EQ(line.slope, 2);
    EXPECT_DOUBLE_EQ(line.intercept, 3);
    EXPECT_DOUBLE_EQ(line.r2, 1);
    EXPECT_EQ(fit(Values{1, 1}, Values{2, 3}).slope, 0);
}

TEST(Statistics, TheIntervalOfNormalDifferencesIsAsWideAsTheTextbookSays) {
    core::Random random{1, 1};
    Values values;
    for (int i = 0; i < 400; ++i) values.push_back(random.normal() + 0.2);
    const auto interval = bootstrap(values, 0.95, 2'000, core::Random{2, 2});
    const double half = 1.96 * deviation(values) / 20;
    EXPECT_NEAR(interval.low, interval.mean - half, 0.015);
    EXPECT_NEAR(interval.high, interval.mean + half, 0.015);
    EXPECT_LT(interval.p, 0.01);
}

TEST(Statistics, AnIntervalHoldsTheTruthNineteenTimesInTwenty) {
    core::Random random{3, 3};
    int held = 0;
    constexpr int times = 200;
    for (int i = 0; i < times; ++i) {
        Values values;
        for (int k = 0; k < 50; ++k) values.push_back(random.normal());
        const auto interval = bootstrap(values, 0.95, 400, random);
        held += interval.low <= 0 && 0 <= interval.high ? 1 : 0;
    }
    EXPECT_GE(held, 180);
    EXPECT_LE(held, 199);
}

TEST(Statistics, HolmStepsDownAndNeverGoesBack) {
    const auto adjusted = holm(Values{0.01, 0.04, 0.03, 0.005});
    EXPECT_EQ(adjusted, (Values{0.03, 0.06, 0.06, 0.02}));
    EXPECT_EQ(holm(Values{0.9, 0.8}), (Values{1, 1}));
}

TEST(Statistics, TheAreaCountsPairsAndHalvesEqualOnes) {
    EXPECT_DOUBLE_EQ(area_under_curve({{0.9, true}, {0.1, false}}), 1);
    EXPECT_DOUBLE_EQ(area_under_curve({{0.5, true}, {0.5, false}}), 0.5);
    EXPECT_DOUBLE_EQ(area_under_curve({{0.9, true}, {0.4, true}, {0.6, false}, {0.1, false}}),
                     0.75);
    EXPECT_DOUBLE_EQ(area_under_curve({{0.9, true}}), 0.5) << "nothing to tell it from";
}

}  // namespace
}  // namespace nightjar::study
