#include "core/base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::core {
namespace {

TEST(Time, ReadsDatesAndMomentsInUtc) {
    EXPECT_EQ(parse_time("1970-01-02")->ns, days(1).ns);
    EXPECT_EQ(parse_time("2022-12-31T23:00:00Z")->ns, 1'672'527'600'000'000'000);
    EXPECT_EQ(parse_time("1970-01-01 00:00:00.5")->ns, 500'000'000);
}

TEST(Time, RefusesWhatIsNoMoment) {
    for (const auto* text : {"", "2022", "2022-13-01", "2022-02-30", "2022-01-01T25:00",
                             "1500-01-01", "2022-01-01T10:00:00+01:00", "2022-01-01Z10:00"})
        EXPECT_FALSE(parse_time(text)) << text;
}

RC_GTEST_PROP(Time, WhatIsWrittenReadsBack, ()) {
    const Time t{
        *rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000)};
    RC_ASSERT(parse_time(format_time(t)).value() == t);
}

TEST(Time, CountsStepsAlsoBeforeTheEpoch) {
    EXPECT_EQ(count_of(Time{-1}, days(1)), -1);
    EXPECT_EQ(count_of(Time{0}, days(1)), 0);
    EXPECT_EQ(count_of(Time{days(1).ns}, days(1)), 1);
}

TEST(Duration, ReadsAndWritesTheLargestUnitThatFits) {
    EXPECT_EQ(parse_duration("250ms")->ns, 250'000'000);
    EXPECT_EQ(parse_duration("1w"), days(7));
    EXPECT_EQ(format_duration(minutes(90)), "90m");
    EXPECT_EQ(format_duration(hours(48)), "2d");
    for (const auto* text : {"", "h", "1", "1.5h", "-1h", "1y", "99999999999999999999s"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace nightjar::core
