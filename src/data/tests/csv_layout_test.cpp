#include "data/csv_layout.hpp"

#include "data/errc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar::data {
namespace {

using testing::ElementsAre;

CsvLayout layout_of(std::string_view text) {
    const auto layout = find_layout("bars.csv", text);
    EXPECT_TRUE(layout) << layout.error().text();
    return layout.value_or(CsvLayout{});
}

TEST(Lines, EndInEitherWayAndTheLastInNone) {
    Lines lines{"one\ntwo\r\n\nfour"};
    std::string_view line;
    for (const auto* expected : {"one", "two", "", "four"}) {
        ASSERT_TRUE(lines.next(line));
        EXPECT_EQ(line, expected);
    }
    EXPECT_EQ(lines.number(), 4U);
    EXPECT_FALSE(lines.next(line));
}

TEST(TrimField, TakesSpacesAndQuotesAway) {
    EXPECT_EQ(trim_field(" \"1.5\" "), "1.5");
    EXPECT_EQ(trim_field("\"\""), "");
    EXPECT_EQ(trim_field(""), "");
    EXPECT_EQ(trim_field("a b"), "a b");
}

TEST(CsvLayout, FindsTheSeparator) {
    EXPECT_EQ(layout_of("time,open,high,low,close,volume").separator, ',');
    EXPECT_EQ(layout_of("time;open;high;low;close;volume").separator, ';');
    EXPECT_EQ(layout_of("time\topen\thigh\tlow\tclose\tvolume").separator, '\t');
    EXPECT_EQ(layout_of("1;1;2;1;2;3;4;5\n").fields, 8U);
}

TEST(CsvLayout, FindsColumnsInAnyOrder) {
    const auto layout = layout_of("symbol,close,low,high,open,vol,ts\n");
    EXPECT_THAT(layout.columns, ElementsAre(6, 4, 3, 2, 1, 5));
    EXPECT_EQ(layout.fields, 7U);
    EXPECT_TRUE(layout.has_header);
    EXPECT_EQ(layout.lines_before, 1U);
    EXPECT_EQ(layout.description, "ts, open, high, low, close, vol");
}

TEST(CsvLayout, TakesTheFinestOfSeveralTimes) {
    EXPECT_EQ(layout_of("date,unix,open,high,low,close,volume").columns[0], 1U);
    EXPECT_EQ(layout_of("timestamp,open,high,low,close,volume,ts_ns").columns[0], 6U);
    EXPECT_EQ(layout_of("close_time,time,open,high,low,close,volume").columns[0], 1U);
}

TEST(CsvLayout, PrefersTheVolumeOfTheAssetToMoney) {
    const auto volume_of = [](std::string_view names) {
        return layout_of("t,o,h,l,c," + std::string{names}).columns.back();
    };
    EXPECT_EQ(volume_of("quote_volume,volume"), 6U);
    EXPECT_EQ(volume_of("Volume USDT,Volume BTC"), 6U);
    EXPECT_EQ(volume_of("Volume BTC,Volume USDT"), 5U);
    EXPECT_EQ(volume_of("Volume USD,Volume EUR"), 5U);
    EXPECT_EQ(volume_of("trades"), CsvLayout::none);
}

TEST(CsvLayout, TakesNumbersForAFileWithoutHeader) {
    const auto layout = layout_of("# exported\n1577836800,1,2,1,2,5,99\n");
    EXPECT_FALSE(layout.has_header);
    EXPECT_EQ(layout.lines_before, 1U);
    EXPECT_EQ(layout.fields, 7U);
    EXPECT_THAT(layout.columns, ElementsAre(0, 1, 2, 3, 4, 5));
    EXPECT_FALSE(layout_of("2020-01-01 00:00:00,1,2,1,2,5").has_header);
}

TEST(CsvLayout, SaysWhichColumnIsMissing) {
    const auto layout = find_layout("bars.csv", "time,open,high,low,last,volume\n");
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().code, Errc::NoColumn);
    EXPECT_EQ(
        layout.error().text(),
        "bars.csv:1: no close column in \"time,open,high,low,last,volume\": name it \"close\"");
}

}  // namespace
}  // namespace nightjar::data
