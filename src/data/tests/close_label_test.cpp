/// Bars that are labelled by their close give themselves away, where they do.

#include "data/close_label.hpp"

#include "data/check.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t day_ns = core::days(1).ns;
constexpr std::int64_t january_2022 = 18'993 * day_ns;  // a Saturday, and a month's first day

/// Volume rises in the bar that covers the beginning of a quarter hour, else it goes up and down.
core::BarColumns bars_from(std::int64_t first_ns, core::Duration timeframe, int count,
                           core::Duration late = {}) {
    core::BarColumns bars;
    bars.timeframe = timeframe;
    for (int i = 0; i < count; ++i) {
        const auto open = first_ns + i * timeframe.ns;
        bars.open_time_ns.push_back(open + late.ns);
        bars.open.push_back(10);
        bars.high.push_back(12);
        bars.low.push_back(9);
        bars.close.push_back(11);
        const bool quarter = open % core::minutes(15).ns == 0;
        bars.volume.push_back(quarter ? 100 : 50 + (i % 2 == 0 ? 1 : -1) * (i % 7));
    }
    return bars;
}

TEST(CloseLabel, IsNotSuspectedOfOpens) {
    EXPECT_THAT(close_label_evidence(bars_from(january_2022, core::minutes(1), 5000).view()),
                IsEmpty());
    EXPECT_THAT(close_label_evidence(bars_from(january_2022, core::hours(1), 31 * 24).view()),
                IsEmpty());
}

TEST(CloseLabel, IsSuspectedWhenActivityJumpsOneBarLate) {
    const auto bars =
        bars_from(january_2022 + core::minutes(7).ns, core::minutes(1), 5000, core::minutes(1));
    EXPECT_THAT(close_label_evidence(bars.view()), ElementsAre(HasSubstr("activity jumps")));
}

TEST(CloseLabel, IsNotSuspectedFromAFewHours) {
    const auto bars =
        bars_from(january_2022 + core::minutes(7).ns, core::minutes(1), 200, core::minutes(1));
    EXPECT_THAT(close_label_evidence(bars.view()), IsEmpty());
}

TEST(CloseLabel, IsSuspectedWhenTheFileIsWholeDaysButForOneBar) {
    auto bars = bars_from(january_2022 + 3 * day_ns, core::minutes(15), 96, core::minutes(15));
    EXPECT_THAT(close_label_evidence(bars.view()), ElementsAre(HasSubstr("whole days")));
    bars = bars_from(january_2022 + 3 * day_ns, core::hours(1), 24, core::hours(1));
    EXPECT_THAT(close_label_evidence(bars.view()), IsEmpty()) << "that may be chance";
    bars = bars_from(january_2022, core::hours(1), 31 * 24, core::hours(1));
    EXPECT_THAT(close_label_evidence(bars.view()), ElementsAre(HasSubstr("whole months")));
}

TEST(CloseLabel, IsSuspectedOfTheLastMomentOfABar) {
    const auto bars =
        bars_from(january_2022, core::hours(1), 30, core::hours(1) - core::milliseconds(1));
    EXPECT_THAT(close_label_evidence(bars.view()),
                ElementsAre("all times stand 1ms before a whole 1h"));
}

TEST(CloseLabel, IsAskedOfBarsThatAreCenturiesApart) {
    auto bars = bars_from(0, core::minutes(1), 2);
    bars.open_time_ns = {-3'813'271'601'269'557'397, 5'056'334'716'428'532'097};
    bars.timeframe = {bars.open_time_ns[1] - bars.open_time_ns[0]};
    EXPECT_THAT(close_label_evidence(bars.view()), IsEmpty());
}

TEST(CloseLabel, IsAFindingThatNamesTheFlagAndLeavesTheSeriesUsable) {
    const auto bars = bars_from(january_2022, core::hours(1), 31 * 24, core::hours(1));
    const auto report = check(bars.view());
    EXPECT_EQ(report.count(Finding::CloseLabel), 1U);
    EXPECT_TRUE(report.usable());
    ASSERT_EQ(report.examples.size(), 1U);
    EXPECT_THAT(report.examples[0].text, HasSubstr("--close-label"));
}

RC_GTEST_PROP(CloseLabel, IsAskedOfAnyRows,
              (const std::vector<std::int64_t>& times, std::int64_t timeframe_ns)) {
    core::BarColumns bars;
    constexpr std::int64_t farthest = std::int64_t{1} << 62;
    bars.timeframe.ns = timeframe_ns < 0 ? 0 : timeframe_ns;
    for (const auto time : times) {
        bars.open_time_ns.push_back(time % farthest);
        for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume})
            column->push_back(time);
    }
    (void)close_label_evidence(bars.view());
}

}  // namespace
}  // namespace nightjar::data
