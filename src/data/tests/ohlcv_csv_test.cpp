#include "data/ohlcv_csv.hpp"

#include "data/errc.hpp"
#include "store/errc.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

core::Result<Import> import_text(std::string_view text, const CsvOptions& options = {}) {
    const store::Scratch scratch;
    store::write_file(scratch / "bars.csv", text);
    return import_ohlcv(scratch / "bars.csv", options);
}

std::string error_of(std::string_view text) {
    const auto import = import_text(text);
    return import ? "no error" : std::string{import.error().text()};
}

constexpr std::string_view header = "timestamp,open,high,low,close,volume\n";
constexpr std::string_view two_rows =
    "1577836800000,1,2,0.5,1.50,10\n"
    "1577836860000,1.5,2.25,1,2,0\n";

std::string with_rows(std::string_view more) {
    return fmt::format("{}{}{}", header, two_rows, more);
}

TEST(OhlcvCsv, ReadsExactlyAtTheFinestDecimal) {
    const auto import = import_text(with_rows(""));
    ASSERT_TRUE(import) << import.error().text();
    const auto& bars = import->bars;
    EXPECT_EQ(bars.timeframe, core::minutes(1));
    EXPECT_EQ(bars.price_decimals, 2);
    EXPECT_EQ(bars.volume_decimals, 0);
    EXPECT_THAT(bars.open_time_ns,
                ElementsAre(1'577'836'800'000'000'000, 1'577'836'860'000'000'000));
    EXPECT_THAT(bars.open, ElementsAre(100, 150));
    EXPECT_THAT(bars.high, ElementsAre(200, 225));
    EXPECT_THAT(bars.low, ElementsAre(50, 100));
    EXPECT_THAT(bars.close, ElementsAre(150, 200));
    EXPECT_THAT(bars.volume, ElementsAre(10, 0));
}

TEST(OhlcvCsv, ReadsUsualAndUnusualRowsAlike) {
    const auto plain = import_text(with_rows("1577836920000,2.00,3.00,1.00,2.50,4.000\n"));
    const auto odd = import_text(with_rows("\"1577836920000\", +2,3e0,1.00 ,2.5,4\n"));
    ASSERT_TRUE(plain && odd);
    EXPECT_EQ(plain->bars.price_decimals, 2);
    EXPECT_EQ(plain->bars.volume_decimals, 0);
    EXPECT_EQ(plain->bars.close, odd->bars.close);
    EXPECT_EQ(store::sha256_hex(plain->bars.view()), store::sha256_hex(odd->bars.view()));
}

TEST(OhlcvCsv, SaysWhatItRecognised) {
    const auto import = import_text(with_rows(""));
    EXPECT_THAT(
        import->notes,
        ElementsAre("columns: timestamp, open, high, low, close, volume", "times in milliseconds",
                    "2 rows of 1m from 2020-01-01T00:00:00Z to 2020-01-01T00:01:00Z",
                    "2 decimals of price, 0 of volume"));
}

TEST(OhlcvCsv, KnowsTheHeadersOfManyVenues) {
    struct Dialect {
        std::string_view header;
        std::string_view row;  ///< %1: seconds of a time
    };
    for (const auto& [names, row] : {
             Dialect{"open_time_ms,open,high,low,close,volume", "1577836{}000,1,2,1,2,5"},
             Dialect{"Date;Open;High;Low;Close;Volume", "2020-01-01 00:{}:00;1;2;1;2;5"},
             Dialect{"unix,date,symbol,open,high,low,close,Volume BTC,Volume USD",
                     "1577836{},2020-01-01 00:00:00,BTC/USD,1,2,1,2,5,50000"},
             Dialect{"unix,date,symbol,open,high,low,close,Volume USDT,Volume BTC",
                     "1577836{}000,2020-01-01,BTCUSDT,1,2,1,2,50000,5"},
             Dialect{"Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume",
                     "1577836{}000,1,2,1,2,5,0,50000"},
             Dialect{"<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>",
                     "2020-01-01 00:{}\t1\t2\t1\t2\t5"},
             Dialect{"close,low,high,open,volume,ts_ns", "2,1,2,1,5,1577836{}000000000"},
             Dialect{"t,o,h,l,c,v", "1577836{},1,2,1,2,5"},
             Dialect{"\"time\",\"open\",\"high\",\"low\",\"close\",\"volume\"",
                     "\"1577836{}\",\"1\",\"2\",\"1\",\"2\",\"5\""},
             Dialect{"time_period_start,price_open,price_high,price_low,price_close,volume_traded",
                     "2020-01-01T00:{}:00.0000000Z,1,2,1,2,5"},
             Dialect{"timestamp, open, high, low, close, volume, trades",
                     "1577836{}.0, 1, 2, 1, 2, 5, 17"},
         }) {
        // In text "00" and "01" are minutes; in numbers "800" and "860" end the seconds.
        const bool minutes = row.find(":{}") != std::string_view::npos;
        const auto first = fmt::format(fmt::runtime(row), minutes ? "00" : "800");
        const auto second = fmt::format(fmt::runtime(row), minutes ? "01" : "860");
        for (const auto* newline : {"\n", "\r\n"}) {
            const auto import =
                import_text(fmt::format("{}{}{}{}{}", names, newline, first, newline, second));
            ASSERT_TRUE(import) << names << ": " << import.error().text();
            EXPECT_EQ(core::format_time({import->bars.open_time_ns[0]}), "2020-01-01T00:00:00Z");
            EXPECT_EQ(import->bars.timeframe, core::minutes(1)) << names;
            EXPECT_THAT(import->bars.open, ElementsAre(1, 1)) << names;
            EXPECT_THAT(import->bars.close, ElementsAre(2, 2)) << names;
            EXPECT_THAT(import->bars.volume, ElementsAre(5, 5)) << names;
        }
    }
}

TEST(OhlcvCsv, ReadsFilesWithoutAHeader) {
    const auto import = import_text(two_rows);
    ASSERT_TRUE(import);
    EXPECT_THAT(import->bars.high, ElementsAre(200, 225));
    EXPECT_THAT(import->notes.front(), HasSubstr("no header"));
}

TEST(OhlcvCsv, PassesOverRemarksAByteOrderMarkAndBlankLines) {
    const auto import = import_text(
        fmt::format("\xEF\xBB\xBFhttps://www.CryptoDataDownload.com\n# and more\n{}\n{}\n\n",
                    header, two_rows));
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.open.size(), 2U);
}

TEST(OhlcvCsv, ReadsExponents) {
    const auto import = import_text(with_rows("1577836920000,1e-05,1.2E+1,1e-5,0.00002,1.5e3\n"));
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.price_decimals, 5);
    EXPECT_THAT(import->bars.open, ElementsAre(100'000, 150'000, 1));
    EXPECT_EQ(import->bars.high[2], 1'200'000);
    EXPECT_EQ(import->bars.volume[2], 1500);
}

TEST(OhlcvCsv, RoundsOnlyVolumesAndSaysSo) {
    const auto import =
        import_text(with_rows("1577836920000,1,2,1,2,0.00000000000000000125\n"
                              "1577836980000,1,2,1,2,123456789.5\n"));
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_EQ(import->bars.volume_decimals, 10);
    EXPECT_THAT(import->bars.volume, ElementsAre(100'000'000'000, 0, 0, 1'234'567'895'000'000'000));
    EXPECT_THAT(import->notes,
                testing::Contains("volumes rounded to 10 decimals: 64 bits hold no more of them"));
}

TEST(OhlcvCsv, ReadsBarsWithoutVolume) {
    const auto import =
        import_text("date,open,high,low,close\n2020-01-01,1,2,1,2\n2020-01-02,2,2,1,2\n");
    ASSERT_TRUE(import);
    EXPECT_EQ(import->bars.timeframe, core::days(1));
    EXPECT_THAT(import->bars.volume, ElementsAre(0, 0));
    EXPECT_THAT(import->notes, testing::Contains(HasSubstr("no volume")));
}

TEST(OhlcvCsv, KeepsGapsAndTakesTheMostCommonStep) {
    const auto import =
        import_text(with_rows("1577837160000,1,2,1,2,0\n1577837220000,1,2,1,2,0\n"));
    ASSERT_TRUE(import);
    EXPECT_EQ(import->bars.timeframe, core::minutes(1));
    EXPECT_EQ(import->bars.open_time_ns.size(), 4U);
}

TEST(OhlcvCsv, ShiftsBarsLabelledByTheirClose) {
    const auto import = import_text(with_rows(""), {.label = CsvOptions::Label::Close});
    EXPECT_EQ(core::format_time({import->bars.open_time_ns[0]}), "2019-12-31T23:59:00Z");
}

TEST(OhlcvCsv, NamesLineFieldAndValueOfWhatIsWrong) {
    const auto bad_row = [](std::string_view row) { return error_of(with_rows(row)); };
    EXPECT_EQ(bad_row("1577836920000,1,2,1,abc,5\n"),
              "bars.csv:4: close: abc: not a number: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,NaN,5\n"),
              "bars.csv:4: close: NaN: not a number: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,,5\n"),
              "bars.csv:4: close: : not a number: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,2\n"),
              "bars.csv:4: 5 fields, not 6: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,2,5,6\n"),
              "bars.csv:4: 7 fields, not 6: correct or remove the row");
    EXPECT_EQ(bad_row("yesterday,1,2,1,2,5\n"),
              "bars.csv:4: time: yesterday: no time: use a number or UTC text such as "
              "2022-12-31T23:00:00Z");
    EXPECT_EQ(bad_row("1577836920,1,2,1,2,5\n"),
              "bars.csv:4: time: 1577836920: not in the unit of the first row: use one for all");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,2,-5\n"),
              "bars.csv:4: volume: -5: below 0: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,1,1.0000000000000000001,5\n"),
              "bars.csv:4: close: 1.0000000000000000001: more digits than 64 bits hold: "
              "round the price");
}

TEST(OhlcvCsv, RefusesBarsThatCannotBe) {
    const auto bad_row = [](std::string_view row) { return error_of(with_rows(row)); };
    EXPECT_EQ(bad_row("1577836920000,1,1.5,1,2,5\n"),
              "bars.csv:4: high: 1.5: below another price of the bar: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,3,2,1,2,5\n"),
              "bars.csv:4: high: 2: below another price of the bar: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1.5,2,1.6,2,5\n"),
              "bars.csv:4: low: 1.6: above another price of the bar: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,0,2,5\n"),
              "bars.csv:4: low: 0: not above 0: correct or remove the row");
    EXPECT_EQ(bad_row("1577836920000,1,2,-1,2,5\n"),
              "bars.csv:4: low: -1: not above 0: correct or remove the row");
    EXPECT_EQ(bad_row("\n1577836860000,1,2,1,2,5\n"),
              "bars.csv:5: time: 2020-01-01T00:01:00Z: repeats the row before: remove one");
    EXPECT_EQ(bad_row("1577836830000,1,2,1,2,5\n"),
              "bars.csv:4: time: 2020-01-01T00:00:30Z: earlier than the row before: sort the file "
              "by time");
    EXPECT_EQ(
        error_of(fmt::format("{}1577836860000,1,2,1,2,5\n1577836800000,1,2,1,2,5\n", header)),
        "bars.csv:3: time: 2020-01-01T00:00:00Z: earlier than the row before: reverse the file");
}

TEST(OhlcvCsv, NeverRoundsAPrice) {
    EXPECT_EQ(error_of(with_rows("1577836920000,1,922337203685477580,1,1.123,5\n")),
              "bars.csv:4: close: 3 decimals, and line 4 is too large for them: round the prices");
    EXPECT_EQ(error_of(with_rows("1577836920000,1,2,1,1.100000000000000001,5\n"
                                 "1577836980000,10,20,10,10,5\n")),
              "bars.csv:4: close: 18 decimals, and line 5 is too large for them: round the prices");
}

TEST(OhlcvCsv, RefusesFilesWithoutBars) {
    EXPECT_EQ(error_of(""), "bars.csv: no rows");
    EXPECT_EQ(error_of("# nothing\n"), "bars.csv: no rows");
    EXPECT_THAT(error_of(header), HasSubstr("0 rows"));
    EXPECT_THAT(error_of(fmt::format("{}1577836800000,1,2,1,2,5\n", header)), HasSubstr("1 rows"));
    EXPECT_THAT(error_of("time,open,high,close,volume\n1,1,2,1,2\n"),
                HasSubstr("bars.csv:1: no low column"));
    EXPECT_THAT(error_of("1577836800000,1,2,1,2\n"), HasSubstr("only 5 fields"));
    const auto missing = import_ohlcv("no/such/file.csv");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, store::Errc::NotFound);
}

TEST(OhlcvCsv, KeepsWhatItCanOfABrokenFileForTheCheck) {
    const store::Scratch scratch;
    store::write_file(scratch / "bars.csv", with_rows("1577836860000,1,2,1,2,5\n"
                                                      "1577836920000,1,2,1,oops,5\n"
                                                      "1577836890000,1,1,1,2,5\n"
                                                      "no row at all\n"
                                                      "1577836980000,1,2,1,2,5\n"));
    const auto raw = read_raw_ohlcv(scratch / "bars.csv", 1);
    ASSERT_TRUE(raw) << raw.error().text();
    EXPECT_EQ(raw->unreadable_rows, 2U);
    ASSERT_EQ(raw->problems.size(), 1U);
    EXPECT_EQ(raw->problems[0].line, 5U);
    EXPECT_EQ(raw->problems[0].text, "close: oops: not a number: correct or remove the row");
    EXPECT_THAT(raw->lines, ElementsAre(2, 3, 4, 6, 8));
    EXPECT_THAT(raw->bars.close, ElementsAre(150, 200, 200, 200, 200));
}

TEST(OhlcvCsv, SaysWhenTimesLookLikeACountFromMidnight) {
    const auto import =
        import_text("time,open,high,low,close\n60000,1,2,0.5,1\n120000,1,2,0.5,1\n");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_THAT(import->notes.back(), HasSubstr("if the file counts from midnight"));
}

}  // namespace
}  // namespace nightjar::data
