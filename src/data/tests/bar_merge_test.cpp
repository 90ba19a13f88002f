/// Several files of bars as one series.

#include "data/errc.hpp"
#include "data/ohlcv_csv.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace nightjar::data {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

struct File {
    std::string name;
    std::string rows;
};

constexpr std::int64_t start_s = 1'600'000'020;

/// Bars of a minute, the first of them `from` minutes after the start.
std::string minutes(int from, int count, const std::string& prices = "1,2,0.5,1,5") {
    std::string rows = "time,open,high,low,close,volume\n";
    for (int i = from; i < from + count; ++i)
        rows += fmt::format("{},{}\n", start_s + 60 * i, prices);
    return rows;
}

core::Result<Import> import_all(const std::vector<File>& files, const CsvOptions& options = {}) {
    const store::Scratch scratch;
    std::vector<std::filesystem::path> paths;
    for (const auto& [name, rows] : files) {
        paths.push_back(scratch / name);
        store::write_file(paths.back(), rows);
    }
    return import_ohlcv(paths, options);
}

std::string error_of(const std::vector<File>& files) {
    const auto import = import_all(files);
    return import ? "no error" : std::string{import.error().text()};
}

TEST(BarFiles, AreOneSeriesInTheOrderOfTime) {
    const auto joined = import_all({{"b", minutes(3, 2)}, {"a", minutes(0, 3)}});
    ASSERT_TRUE(joined) << joined.error().text();
    const auto whole = import_all({{"c", minutes(0, 5)}});
    EXPECT_EQ(store::sha256_hex(joined->bars.view()), store::sha256_hex(whole->bars.view()));
    EXPECT_THAT(joined->notes, Contains("2 files, in the order of time"));
    EXPECT_EQ(joined->files.size(), 2U);
}

TEST(BarFiles, GapsBetweenThemStayGaps) {
    const auto joined = import_all({{"a", minutes(0, 3)}, {"b", minutes(10, 3)}});
    ASSERT_TRUE(joined) << joined.error().text();
    EXPECT_EQ(joined->bars.open.size(), 6U);
    EXPECT_EQ(joined->bars.timeframe, core::minutes(1));
}

TEST(BarFiles, BarsThatTwoHoldAlikeAreTakenOnce) {
    const auto joined =
        import_all({{"a", minutes(0, 5)}, {"b", minutes(3, 4)}, {"c", minutes(1, 2)}});
    ASSERT_TRUE(joined) << joined.error().text();
    const auto whole = import_all({{"d", minutes(0, 7)}});
    EXPECT_EQ(store::sha256_hex(joined->bars.view()), store::sha256_hex(whole->bars.view()));
    EXPECT_THAT(joined->notes, Contains("4 bars that two files hold, equal in both, taken once"));
}

TEST(BarFiles, ThatContradictAreRefused) {
    const auto other = error_of({{"a", minutes(0, 5)}, {"b", minutes(4, 2, "1,2,0.5,1,6")}});
    EXPECT_THAT(other, HasSubstr("b: 2020-09-13T12:31:00Z: another bar than in an earlier file"));
    auto holes = minutes(0, 2) + fmt::format("{},1,2,0.5,1,5\n", start_s + 60 * 3);
    const auto missing = error_of({{"a", holes}, {"b", minutes(1, 5)}});
    EXPECT_THAT(missing, HasSubstr("b: 2020-09-13T12:29:00Z: a bar that is in one only of this"));
}

TEST(BarFiles, AreBroughtToTheFinestDecimalOfAll) {
    const auto joined = import_all({{"a", minutes(0, 2)},
                                    {"b", minutes(1, 2, "1.000,2,0.5,1,5")},
                                    {"c", minutes(3, 2, "1.25,2,0.125,1,5.5")}});
    ASSERT_TRUE(joined) << joined.error().text();
    EXPECT_EQ(joined->bars.price_decimals, 3);
    EXPECT_EQ(joined->bars.volume_decimals, 1);
    EXPECT_THAT(joined->bars.open, ElementsAre(1000, 1000, 1000, 1250, 1250));
    EXPECT_THAT(joined->bars.volume, ElementsAre(50, 50, 50, 55, 55));
}

TEST(BarFiles, WithOneBarEachTellTheTimeframeTogether) {
    const auto joined =
        import_all({{"a", minutes(0, 1)}, {"b", minutes(1, 1)}, {"c", minutes(2, 1)}});
    ASSERT_TRUE(joined) << joined.error().text();
    EXPECT_EQ(joined->bars.timeframe, core::minutes(1));
}

TEST(BarFiles, OfTwoTimeframesDoNotMix) {
    auto hours = std::string{"time,open,high,low,close,volume\n"};
    for (int i = 10; i < 13; ++i) hours += fmt::format("{},1,2,0.5,1,5\n", start_s + 3600 * i);
    EXPECT_THAT(error_of({{"a", minutes(0, 5)}, {"b", hours}}),
                HasSubstr("b: 1h, not 1m as a: import them apart"));
}

TEST(BarFiles, WhoseNamesSayTwoMarketsDoNotMix) {
    EXPECT_THAT(error_of({{"BTCUSDT-1m-2024-01.csv", minutes(0, 5)},
                          {"ETHUSDT-1m-2024-02.csv", minutes(5, 5)}}),
                HasSubstr("ETHUSDT-1m-2024-02.csv: not of the market and kind of BTCUSDT-1m"));
    EXPECT_EQ(error_of({{"BTCUSDT-1m-2024-01.csv", minutes(0, 5)},
                        {"BTCUSDT-1m-2024-02-01.csv", minutes(5, 5)}}),
              "no error");
}

TEST(BarFiles, OneThatIsBrokenLeavesNothing) {
    EXPECT_THAT(error_of({{"a", minutes(0, 5)}, {"b", minutes(5, 5) + "oops\n"}}),
                HasSubstr("b:7: 1 fields, not 6"));
    EXPECT_THAT(error_of({{"a", minutes(0, 5)}, {"b", minutes(5, 0)}}), HasSubstr("b: no rows"));
}

TEST(BarFiles, LabelledByTheCloseAreMovedTogether) {
    const auto opens = import_all({{"a", minutes(0, 5)}});
    const auto closes = import_all({{"a", minutes(1, 3)}, {"b", minutes(4, 2)}},
                                   {.label = CsvOptions::Label::Close});
    ASSERT_TRUE(closes) << closes.error().text();
    EXPECT_EQ(closes->bars.open_time_ns, opens->bars.open_time_ns);
}

TEST(BarFiles, LabelledByTheirLastMomentAreMovedToTheirOpen) {
    std::string rows = "time,open,high,low,close,volume\n";
    for (int i = 1; i < 5; ++i) rows += fmt::format("{}999,1,2,0.5,1,5\n", start_s + 60 * i - 1);
    const auto opens = import_all({{"a", minutes(0, 4)}});
    const auto closes = import_all({{"a", rows}}, {.label = CsvOptions::Label::Close});
    ASSERT_TRUE(closes) << closes.error().text();
    EXPECT_EQ(closes->bars.open_time_ns, opens->bars.open_time_ns);
}

}  // namespace
}  // namespace nightjar::data
