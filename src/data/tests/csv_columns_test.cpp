#include "data/csv_columns.hpp"

#include <gtest/gtest.h>

namespace nightjar::data {
namespace {

TEST(NumberColumn, BringsAllRowsToTheFinestDecimal) {
    NumberColumn column;
    for (const auto* text : {"1.5", "2", "0.125", "-3.50"}) column.push(*parse_csv_number(text));
    EXPECT_EQ(column.finest(), 3);
    EXPECT_EQ(std::move(column).scaled(3), (std::vector<std::int64_t>{1500, 2000, 125, -3500}));
}

TEST(NumberColumn, ZerosAtTheEndAreNoDecimals) {
    NumberColumn column;
    for (const auto& [mantissa, decimals] :
         {std::pair{150, 2}, {7'000, 3}, {0, 2}, {-20, 1}, {5, 0}})
        column.push({mantissa, decimals, true});
    EXPECT_EQ(column.finest(), 1);
    EXPECT_EQ(column.finest_row(), 0U);
    EXPECT_EQ(std::move(column).scaled(1), (std::vector<std::int64_t>{15, 70, 0, -20, 50}));
}

TEST(NumberColumn, NamesTheFirstRowThatDoesNotFit) {
    NumberColumn column;
    for (const auto* text : {"1", "922337203685477580.7", "922337203685477580.8"})
        column.push(*parse_csv_number(text));
    EXPECT_FALSE(column.first_too_large(1).has_value() && *column.first_too_large(1) < 2);
    EXPECT_EQ(column.first_too_large(2), 1U);
}

TEST(NumberColumn, RoundsToNearestWhereARowIsFiner) {
    NumberColumn column;
    for (const auto* text : {"1.24", "1.25", "-1.25", "-1.24", "1e-30"})
        column.push(*parse_csv_number(text));
    EXPECT_EQ(std::move(column).scaled(1), (std::vector<std::int64_t>{12, 13, -13, -12, 0}));
}

TEST(TimeColumn, TellsTheUnitByMagnitude) {
    for (const auto* text :
         {"1577836800", "1577836800000", "1577836800000000", "1577836800000000000",
          "1577836800.000", "1.5778368e9", "2020-01-01", "2020-01-01T00:00:00Z",
          "2020-01-01 00:00:00+00:00", "2020-01-01 00:00:00 UTC", "2020-01-01 00:00:00.000000"}) {
        TimeColumn column;
        const auto time = column.read(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(core::format_time(*time), "2020-01-01T00:00:00Z") << text;
    }
}

TEST(TimeColumn, ReadsWholeNumbersInTheUnitThatWasShownAndNoOthers) {
    TimeColumn column;
    EXPECT_FALSE(column.read_whole(1'577'836'800'000)) << "no row showed a unit";
    ASSERT_TRUE(column.read("1577836800000"));
    EXPECT_EQ(column.read_whole(1'577'836'860'000), column.read("1577836860000").value());
    EXPECT_FALSE(column.read_whole(1'577'836'860));
    EXPECT_FALSE(column.read_whole(9'000'000'000'000)) << "beyond the year 2115";
}

TEST(TimeColumn, ReadsFractionsExactly) {
    TimeColumn seconds;
    EXPECT_EQ(seconds.read("1625097600.123456789")->ns, 1'625'097'600'123'456'789);
    TimeColumn milliseconds;
    EXPECT_EQ(milliseconds.read("1625097600000.5")->ns, 1'625'097'600'000'500'000);
    EXPECT_EQ(milliseconds.read("1625097600000.1234567").error(),
              "finer than a nanosecond: cut it there");
    EXPECT_EQ(seconds.read("1625097600.12345678912345").error(),
              "finer than a nanosecond: cut it there");
}

TEST(TimeColumn, WantsOneUnitForAll) {
    TimeColumn column;
    ASSERT_TRUE(column.read("1577836800000"));
    EXPECT_FALSE(column.read("1577836800"));
    EXPECT_FALSE(column.read("2020-01-01"));
    EXPECT_FALSE(column.read("soon"));
    EXPECT_TRUE(column.read("1577836860000"));
}

TEST(TimeColumn, RefusesTimesFarAway) {
    for (const auto* text : {"99999999999", "-99999999999", "9223372036854775807", "4611686019",
                             "-4611686019", "2200-01-01", "1700-01-01"}) {
        TimeColumn column;
        EXPECT_FALSE(column.read(text)) << text;
    }
    TimeColumn column;
    EXPECT_TRUE(column.read("2115-12-31"));
    EXPECT_TRUE(column.read("1824-01-01"));
}

TEST(MostCommonStep, IsThatOfMostRowsAndTheShorterOfTwo) {
    EXPECT_EQ(most_common_step({0, 60, 120, 300, 360}).ns, 60);
    EXPECT_EQ(most_common_step({0, 5, 15, 20, 30}).ns, 5);
    EXPECT_EQ(most_common_step({9, 9, 3}).ns, 0);
    EXPECT_EQ(most_common_step({}).ns, 0);
}

}  // namespace
}  // namespace nightjar::data
