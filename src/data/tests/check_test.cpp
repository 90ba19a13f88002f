#include "data/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

using testing::ElementsAre;

/// `count` quiet minutes: prices from 99 to 101 at one decimal, volume 5.
core::BarColumns quiet(std::size_t count) {
    core::BarColumns bars;
    bars.timeframe = core::minutes(1);
    bars.price_decimals = 1;
    for (std::size_t row = 0; row < count; ++row)
        bars.open_time_ns.push_back(static_cast<std::int64_t>(row) * bars.timeframe.ns);
    bars.open.assign(count, 1000);
    bars.high.assign(count, 1010);
    bars.low.assign(count, 990);
    bars.close.assign(count, 1000);
    bars.volume.assign(count, 5);
    return bars;
}

/// "row finding text" of each example.
std::vector<std::string> findings(const CheckReport& report) {
    std::vector<std::string> texts;
    for (const auto& example : report.examples)
        texts.push_back(std::to_string(example.row) + " " + std::string{name(example.finding)} +
                        " " + example.text);
    return texts;
}

TEST(Check, FindsNothingInAQuietMarket) {
    const auto report = check(quiet(100).view());
    EXPECT_EQ(report.rows, 100U);
    EXPECT_THAT(findings(report), ElementsAre());
    EXPECT_EQ(report.longest_step, core::minutes(1));
    EXPECT_TRUE(report.usable());
}

TEST(Check, CallsNoRowsUnusable) {
    EXPECT_FALSE(check(quiet(0).view()).usable());
    EXPECT_TRUE(check(quiet(1).view()).usable());
}

TEST(Check, CountsTheBarsMissingInAGap) {
    auto bars = quiet(10);
    for (std::size_t row = 4; row < 10; ++row) bars.open_time_ns[row] += core::minutes(3).ns;
    const auto report = check(bars.view());
    EXPECT_THAT(findings(report), ElementsAre("4 gap after 1970-01-01T00:03:00Z, 3 bars missing"));
    EXPECT_EQ(report.missing_bars, 3U);
    EXPECT_EQ(report.longest_step, core::minutes(4));
    EXPECT_TRUE(report.usable());
}

TEST(Check, FindsDuplicatesAndDisorder) {
    auto bars = quiet(6);
    bars.open_time_ns[3] = bars.open_time_ns[2];
    bars.open_time_ns[5] = bars.open_time_ns[1];
    const auto report = check(bars.view());
    EXPECT_EQ(report.count(Finding::Duplicate), 1U);
    EXPECT_EQ(report.count(Finding::Disorder), 1U);
    EXPECT_FALSE(report.usable());
    EXPECT_EQ(report.examples.back().text, "after 1970-01-01T00:04:00Z");
}

TEST(Check, FindsBarsThatContradictThemselves) {
    auto bars = quiet(6);
    bars.high[1] = 999;
    bars.low[2] = 1001;
    bars.low[3] = 0;
    bars.low[4] = -5;
    const auto report = check(bars.view());
    EXPECT_EQ(report.count(Finding::OhlcViolation), 4U);
    EXPECT_EQ(report.examples[0].text, "open 100 high 99.9 low 99 close 100");
    EXPECT_FALSE(report.usable());
}

TEST(Check, CountsARunWithoutVolumeOnce) {
    auto bars = quiet(10);
    bars.volume[2] = bars.volume[3] = bars.volume[4] = bars.volume[8] = 0;
    EXPECT_THAT(findings(check(bars.view())), ElementsAre("2 zero_volume 3 bars without volume",
                                                          "8 zero_volume 1 bars without volume"));
}

TEST(Check, MeasuresAWickInTheRangeOfTheBarsBefore) {
    auto bars = quiet(40);  // a true range of 2 each
    bars.high[30] = 1000 + 201;
    EXPECT_THAT(findings(check(bars.view())),
                ElementsAre("30 wick open 100 high 120.1 low 99 close 100: 10.1 ATR"));
    bars.high[30] = 1000 + 200;
    EXPECT_THAT(findings(check(bars.view())), ElementsAre());
    bars.low[30] = 1000 - 201;
    EXPECT_EQ(check(bars.view()).count(Finding::Wick), 1U);
    EXPECT_EQ(check(bars.view(), {.wick_atr = 11}).count(Finding::Wick), 0U);
}

TEST(Check, MeasuresTheFirstBarsByThoseThatFollow) {
    auto bars = quiet(40);
    bars.high[0] = 1000 + 201;
    EXPECT_EQ(check(bars.view()).count(Finding::Wick), 1U);
}

TEST(Check, KeepsAFewExamplesAndCountsAll) {
    auto bars = quiet(60);
    for (std::size_t row = 0; row < 60; ++row) bars.open_time_ns[row] *= 2;
    bars.volume.assign(60, 0);
    const auto report = check(bars.view(), {.wick_atr = 10, .examples = 3});
    EXPECT_EQ(report.count(Finding::Gap), 59U);
    EXPECT_EQ(report.examples.size(), 4U);
}

RC_GTEST_PROP(Check, TakesAnyRows, (std::vector<std::int32_t> numbers)) {
    const std::vector<std::int64_t> wide{numbers.begin(), numbers.end()};
    auto other = wide;
    std::ranges::reverse(other);
    const core::BarColumns bars{
        core::nanoseconds(*rc::gen::inRange(0, 5)), 2, 2, wide, other, wide, other, wide, other};
    const auto report = check(bars.view());
    RC_ASSERT(report.rows == wide.size());
    const bool rises = std::ranges::adjacent_find(wide, std::greater_equal{}) == wide.end();
    RC_ASSERT((report.count(Finding::Duplicate) + report.count(Finding::Disorder) == 0) == rises);
}

}  // namespace
}  // namespace nightjar::data
