/// Lean's zips: a day of trade or quote bars without a header, and years of daily ones.

#include "data/errc.hpp"
#include "data/ohlcv_csv.hpp"
#include "store/tests/scratch.hpp"

#include <gmock/gmock.h>

namespace nightjar::data {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t day_ns = core::days(1).ns;
constexpr std::int64_t minute_ns = core::minutes(1).ns;
constexpr std::int64_t april_4_2018_ns = 17'625 * day_ns;

core::Result<Import> import_as(const std::string& name, const std::string& text) {
    const store::Scratch scratch;
    const auto file = scratch / name;
    std::filesystem::create_directories(file.parent_path());
    store::write_file(file, text);
    return import_ohlcv(file);
}

TEST(Lean, CountsMillisecondsFromTheDayInTheName) {
    const auto import = import_as("20180404_btcusd_minute_trade.csv",
                                  "0,1,2,0.5,1,5\n60000,1,2,0.5,1,5\n86340000,1,2,0.5,1,5\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_THAT(import->bars.open_time_ns, ElementsAre(april_4_2018_ns, april_4_2018_ns + minute_ns,
                                                       april_4_2018_ns + day_ns - minute_ns));
    EXPECT_EQ(import->bars.timeframe, core::minutes(1));
}

TEST(Lean, TakesTheTimeframeFromTheNameWhenBarsAreRare) {
    const auto rows = "4000,1,2,0.5,1,5\n30000,1,2,0.5,1,5\n56000,1,2,0.5,1,5\n";
    const auto import = import_as("20161007_btcusd_second_trade.csv", rows);
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.timeframe, core::seconds(1));
    const auto folder = import_as("crypto/coinbase/second/btcusd/20161007_trade.csv", rows);
    ASSERT_TRUE(folder) << folder.error().text();
    EXPECT_EQ(folder->bars.timeframe, core::seconds(1));
}

TEST(Lean, OneBarIsEnoughWhereTheNameSaysItsLength) {
    const auto import = import_as("20161007_btcusd_minute_trade.csv", "0,1,2,0.5,1,5\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.timeframe, core::minutes(1));
}

TEST(Lean, BarsMustKeepToTheTimeframeOfTheName) {
    const auto import =
        import_as("20161007_btcusd_minute_trade.csv", "0,1,2,0.5,1,5\n60500,1,2,0.5,1,5\n");
    ASSERT_FALSE(import);
    EXPECT_EQ(import.error().code, Errc::BadRow);
    EXPECT_THAT(std::string{import.error().text()}, HasSubstr(":2: time: 2016-10-07T00:01:00.5Z"));
}

TEST(Lean, SaysWhatToDoWhereNoNameSaysTheDay) {
    for (const auto* name : {"trade.csv", "2018-04_trade.csv", "20181399_trade.csv", "1_20.csv"}) {
        const auto import = import_as(name, "0,1,2,0.5,1,5\n60000,1,2,0.5,1,5\n");
        ASSERT_FALSE(import) << name;
        EXPECT_EQ(import.error().code, Errc::NoColumn);
        EXPECT_THAT(std::string{import.error().text()}, HasSubstr("name it 20180404_")) << name;
    }
}

TEST(Lean, NamesARowThatIsNoTimeOfTheDay) {
    const auto import =
        import_as("20180404_trade.csv", "0,1,2,0.5,1,5\n60000,1,2,0.5,1,5\n86400000,1,2,0.5,1,5\n");
    ASSERT_FALSE(import);
    EXPECT_THAT(std::string{import.error().text()}, HasSubstr(":3: time: 86400000: not a milli"));
}

TEST(Lean, SaysWhenTheDayDoesNotEnd) {
    const auto import =
        import_as("20180404_btcusd_minute_trade.csv", "0,1,2,0.5,1,5\n60420000,1,2,0.5,1,5\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_THAT(import->notes, Contains("the day's last 432m are missing"));
}

TEST(Lean, ReadsDailyBars) {
    const auto import = import_as("daily/btcusd_trade.csv",
                                  "20141201 00:00,300,370,300,370,0.05655554\n"
                                  "20141205 00:00,377,378,377,378,15.0136\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.timeframe, core::days(1));
    EXPECT_THAT(import->bars.open_time_ns, ElementsAre(16'405 * day_ns, 16'409 * day_ns));
}

TEST(Lean, QuotesBecomeTheMiddleOfBidAndAsk) {
    const auto import = import_as("20180404_btcusd_minute_quote.csv",
                                  "0,100,102,99,101,3,100.1,102.1,99.2,101.1,4\n"
                                  "60000,101,101,101,101,3,101.1,101.1,101.1,101.1,4\n");
    ASSERT_TRUE(import) << import.error().text();
    const auto& bars = import->bars;
    EXPECT_EQ(bars.price_decimals, 2);
    EXPECT_THAT(bars.open, ElementsAre(100'05, 101'05));
    EXPECT_THAT(bars.high, ElementsAre(102'05, 101'05));
    EXPECT_THAT(bars.low, ElementsAre(99'10, 101'05));
    EXPECT_THAT(bars.close, ElementsAre(101'05, 101'05));
    EXPECT_THAT(bars.volume, ElementsAre(0, 0));
    EXPECT_THAT(import->notes, Contains(HasSubstr("median spread at the close 9.90 bp")));
}

TEST(Lean, LeavesOutQuotesOfOneSide) {
    const auto import = import_as("20180404_btcusd_minute_quote.csv",
                                  "0,,,,,,100.1,102.1,99.2,101.1,4\n"
                                  "60000,101,101,101,101,3,101.1,101.1,101.1,101.1,4\n"
                                  "120000,101,101,101,101,3,,,,,\n"
                                  "180000,101,101,101,101,3,100.9,100.9,100.9,100.9,4\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.open.size(), 2U);
    EXPECT_THAT(import->notes, Contains("2 rows with one side only left out"));
    EXPECT_THAT(import->notes, Contains("1 bars close with the bid above the ask"));
}

TEST(Lean, AQuoteThatIsNoNumberIsNamed) {
    const auto import = import_as("20180404_btcusd_minute_quote.csv",
                                  "0,101,101,101,101,3,101.1,101.1,101.1,101.1,4\n"
                                  "60000,101,101,101,101,3,101.1,,101.1,101.1,4\n");
    ASSERT_FALSE(import);
    EXPECT_THAT(std::string{import.error().text()}, HasSubstr(":2: high: "));
}

TEST(Lean, QuotesWithEveryDigitAreRefusedAndNotRounded) {
    const auto import = import_as("20180404_btcusd_minute_quote.csv",
                                  "0,1,1,1,1,3,1.000000000000000001,2,1,2,4\n"
                                  "60000,1,1,1,1,3,2,2,2,2,4\n");
    ASSERT_FALSE(import);
    EXPECT_THAT(std::string{import.error().text()}, HasSubstr("round the prices"));
}

}  // namespace
}  // namespace nightjar::data
