/// Every real recording that there is for tests: it is imported, twice to the same bytes, and what
/// is known to be wrong with it is found. A file without a row in the tables below is a failure.
/// The recordings are not part of the project: where they are missing the tests are skipped.

#include "data/check.hpp"
#include "data/compare.hpp"
#include "data/ohlcv_csv.hpp"
#include "data/tape_import.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

namespace nightjar::data {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

/// What import and check must say of a file of bars. None has a duplicate, disorder or a bar that
/// contradicts itself.
struct BarFile {
    std::string_view name;
    std::size_t rows{};
    std::uint64_t gaps{};
    std::uint64_t missing{};
    std::uint64_t without_volume{};
    std::uint64_t wicks{};
    std::uint64_t close_label{};
    std::string_view note;  ///< one of those of the import
};

constexpr std::string_view rounded = "volumes rounded to 10 decimals";
constexpr std::string_view quotes = "quotes: bars of the middle of bid and ask";
constexpr std::string_view short_432 = "the day's last 432m are missing";

const std::vector<BarFile> bar_files{
    {"bars_binance-spot_BTCUSDT_1h_2021-2022.csv.gz", 15'257, 4, 11, 0, 0, 0, ""},
    {"bars_binance-spot_ETHUSDT_1h_2021-2022.csv.gz", 15'257, 4, 11, 0, 0, 0, ""},
    {"bars_binance-usdm_BTCUSDT_1h_to2022.csv.gz", 26'304, 0, 0, 0, 1, 0, ""},
    {"bars_binance-usdm_DOGEUSDT_1h_to2022.csv.gz", 21'711, 0, 0, 0, 0, 0, ""},
    {"bars_binance-usdm_ETHUSDT_1h_to2022.csv.gz", 26'304, 0, 0, 0, 2, 0, ""},
    {"bars_binance-usdm_SOLUSDT_1h_to2022.csv.gz", 20'129, 0, 0, 0, 1, 0, ""},
    {"bars_bitfinex_BTCUSD_1m_2018.csv.gz", 520'499, 3'992, 5'101, 0, 304, 0, ""},
    {"bars_bitfinex_ETHUSD_1m_2018.csv.gz", 508'048, 13'302, 17'552, 0, 351, 0, ""},
    {"bars_coinbase_BTCUSD_1h_2018.csv.gz", 8'760, 0, 0, 6, 0, 0, ""},
    {"bars_ftx_BTC-PERP_1m_2022-01_openlabel.csv.gz", 45'031, 0, 0, 0, 2, 0, rounded},
    {"bars_fx_EURUSD_1h_2017-2018.csv.gz", 5'000, 42, 2'063, 0, 0, 0, ""},
    {"lean_crypto_coinbase_daily_btcusd_quote.zip", 1'332, 4, 6, 1, 3, 0, quotes},
    {"lean_crypto_coinbase_daily_btcusd_trade.zip", 1'318, 8, 34, 0, 1, 0, ""},
    {"lean_crypto_coinbase_minute_btceur_20180404_quote.zip", 1'438, 1, 1, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btceur_20180404_trade.zip", 949, 45, 60, 0, 1, 0,
     "the day's last 431m are missing"},
    {"lean_crypto_coinbase_minute_btceur_20180405_quote.zip", 1'436, 3, 3, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btceur_20180405_trade.zip", 1'395, 36, 45, 0, 0, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20161007_trade.zip", 1'419, 20, 21, 0, 1, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20161008_trade.zip", 1'400, 36, 40, 0, 1, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20161009_trade.zip", 1'397, 38, 43, 0, 1, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20170903_quote.zip", 1'438, 1, 1, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btcusd_20170903_trade.zip", 1'440, 0, 0, 0, 2, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20170904_quote.zip", 1'438, 1, 1, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btcusd_20170904_trade.zip", 1'440, 0, 0, 0, 1, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20171217_quote.zip", 1'439, 0, 0, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btcusd_20171217_trade.zip", 1'440, 0, 0, 0, 3, 0, ""},
    {"lean_crypto_coinbase_minute_btcusd_20180404_quote.zip", 1'437, 1, 2, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btcusd_20180404_trade.zip", 1'007, 1, 1, 0, 0, 0, short_432},
    {"lean_crypto_coinbase_minute_btcusd_20180405_quote.zip", 1'436, 3, 3, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_btcusd_20180405_trade.zip", 1'440, 0, 0, 0, 0, 0, ""},
    {"lean_crypto_coinbase_minute_ethusd_20170903_quote.zip", 1'437, 2, 2, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_ethusd_20170903_trade.zip", 1'440, 0, 0, 0, 2, 0, ""},
    {"lean_crypto_coinbase_minute_ethusd_20170904_quote.zip", 1'437, 2, 2, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_ethusd_20170904_trade.zip", 1'440, 0, 0, 0, 0, 0, ""},
    {"lean_crypto_coinbase_minute_ethusd_20180404_quote.zip", 1'438, 1, 1, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_ethusd_20180404_trade.zip", 1'009, 1, 4, 0, 1, 0,
     "the day's last 427m are missing"},
    {"lean_crypto_coinbase_minute_ethusd_20180405_quote.zip", 1'438, 1, 1, 1, 0, 0, quotes},
    {"lean_crypto_coinbase_minute_ethusd_20180405_trade.zip", 1'440, 0, 0, 0, 0, 0, ""},
    {"lean_crypto_coinbase_second_btcusd_20161007_trade.zip", 4'063, 3'799, 82'332, 0, 8, 0, ""},
    {"lean_crypto_coinbase_second_btcusd_20161008_trade.zip", 3'453, 3'310, 82'945, 0, 7, 0, ""},
    {"lean_crypto_coinbase_second_btcusd_20161009_trade.zip", 4'004, 3'799, 82'394, 0, 9, 0, ""},
    {"raw_ftx_BTC-PERP_1m_2022-01_CLOSE-labelled.csv.gz", 45'031, 0, 0, 0, 2, 1,
     "perhaps labelled by the close"},
};

/// Files that make one tape together. No tape has a gap, a crossed state, a missing trade or a time
/// that goes back.
struct Tape {
    std::vector<std::string_view> files;
    std::uint64_t trades{};
    std::uint64_t book_messages{};
    std::uint64_t quotes{};
    std::uint64_t fundings{};
    std::uint64_t received_too_early{};
    std::string_view note;
};

const std::vector<Tape> tapes{
    {{"rawfeed_binance-spot_btcusdt_20240808.jsonl.gz"},
     9'757,
     3'449,
     0,
     0,
     13'206,
     "3449 of 3451 changes applied"},
    {{"rawfeed_binance-usdm_btcusdt_20240808.jsonl.gz"},
     21'313,
     6'547,
     0,
     0,
     27'860,
     "6547 of 6551 changes applied"},
    {{"rawfeed_binance-cm_btcusd_perp_20240808.jsonl.gz"},
     2'286,
     26'824,
     0,
     0,
     29'110,
     "26824 of 26847 changes applied"},
    {{"l2events_binance-usdm_btcusdt_20240808.csv.gz"},
     21'313,
     6'547,
     0,
     0,
     27'860,
     "the file does not say whether messages are missing"},
    {{"raw_binance-spot_ETHBTC_2020-11-01T09_snapshot.json.gz",
      "raw_binance-spot_ETHBTC_2020-11-01T09_update.json.gz",
      "raw_binance-spot_ETHBTC_2020-11-01T09_trades.json.gz"},
     1'736,
     3'599,
     0,
     0,
     0,
     "3599 of 3600 changes applied after 1 snapshot, 1 older than it"},
    {{"raw_binance-spot_BTCUSDT_2020-11-01T09_snapshot.json.gz",
      "raw_binance-spot_BTCUSDT_2020-11-01T09_trades.json.gz"},
     18'054,
     0,
     0,
     0,
     0,
     "a snapshot left out: no changes follow it"},
    {{"raw_gemini_ETHUSD_2021-07-01_trade.csv.gz",
      "raw_gemini_ETHUSD_2021-07-01_market-depth.csv.gz"},
     25'222,
     0,
     72'180,
     0,
     0,
     "no times of receipt"},
    {{"raw_binance-spot_XRPETH_trades_2019-10.json.gz"}, 12'477, 0, 0, 0, 0, "no times of receipt"},
    {{"funding_binance-usdm_BTCUSDT.csv"}, 0, 0, 0, 525, 0, "funding rates of settlements"},
};

class SharedFiles : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::is_directory(folder_))
            GTEST_SKIP() << "the folder of recordings, " << folder_ << ", is missing";
    }
    Import import(std::span<const std::string> names) {
        std::vector<fs::path> files;
        for (const auto& name : names) files.push_back(folder_ / name);
        auto import = import_ohlcv(files);
        EXPECT_TRUE(import) << import.error().text();
        return import ? std::move(*import) : Import{};
    }
    Comparison compare_files(const std::string& a, const std::string& b) {
        const auto found = compare(import({&a, 1}).bars.view(), import({&b, 1}).bars.view());
        EXPECT_TRUE(found) << found.error().text();
        return found.value_or(Comparison{});
    }
    fs::path folder_ = NIGHTJAR_SHARED_DATA;
};

TEST_F(SharedFiles, AllHaveAnExpectation) {
    std::set<std::string, std::less<>> expected{"README.md"};
    for (const auto& file : bar_files) expected.emplace(file.name);
    for (const auto& tape : tapes) expected.insert(tape.files.begin(), tape.files.end());
    for (const auto& entry : fs::directory_iterator{folder_})
        EXPECT_TRUE(expected.erase(entry.path().filename().string()) == 1)
            << entry.path() << " is new: say in this test what is to be found in it";
    EXPECT_THAT(expected, testing::IsEmpty()) << "files that are gone";
}

TEST_F(SharedFiles, OfBarsAreImportedTwiceToTheSameBytesAndTheirFaultsFound) {
    const store::Scratch scratch;
    for (const auto& file : bar_files) {
        SCOPED_TRACE(file.name);
        for (const auto* root : {"first", "second"}) {
            const auto imported = import_ohlcv(folder_ / file.name);
            ASSERT_TRUE(imported) << imported.error().text();
            EXPECT_THAT(imported->notes, Contains(HasSubstr(std::string{file.note})));
            ASSERT_TRUE(store::SeriesStore{scratch / root}.put("bars", imported->bars.view(), "x"));
        }
        EXPECT_TRUE(store::read_file(scratch / "first/bars.series") ==
                    store::read_file(scratch / "second/bars.series"));
        const auto series = store::SeriesStore{scratch / "first"}.open("bars");
        ASSERT_TRUE(series && series->verify());
        const auto report = check(series->view());
        EXPECT_TRUE(report.usable());
        EXPECT_EQ(report.rows, file.rows);
        EXPECT_EQ(report.count(Finding::Gap), file.gaps);
        EXPECT_EQ(report.missing_bars, file.missing);
        EXPECT_EQ(report.count(Finding::ZeroVolume), file.without_volume);
        EXPECT_EQ(report.count(Finding::Wick), file.wicks);
        EXPECT_EQ(report.count(Finding::CloseLabel), file.close_label);
    }
}

TEST_F(SharedFiles, OfEventsAreImportedTwiceToTheSameBytesAndTheirFaultsFound) {
    const store::Scratch scratch;
    for (const auto& tape : tapes) {
        SCOPED_TRACE(tape.files.front());
        std::vector<fs::path> files;
        for (const auto& name : tape.files) files.push_back(folder_ / name);
        TapeReport report;
        for (const auto* root : {"first", "second"}) {
            const auto imported = import_tape(files, scratch / root, "tape");
            ASSERT_TRUE(imported) << imported.error().text();
            EXPECT_THAT(imported->notes, Contains(HasSubstr(std::string{tape.note})));
            report = imported->report;
        }
        EXPECT_TRUE(store::read_file(scratch / "first/tape.tape") ==
                    store::read_file(scratch / "second/tape.tape"));
        EXPECT_TRUE(report.usable());
        EXPECT_EQ(report.trades, tape.trades);
        EXPECT_EQ(report.book_messages, tape.book_messages);
        EXPECT_EQ(report.quotes, tape.quotes);
        EXPECT_EQ(report.fundings, tape.fundings);
        EXPECT_EQ(report.marks, tape.fundings);
        EXPECT_EQ(report.negative_latencies, tape.received_too_early);
        EXPECT_EQ(report.gaps + report.missing_trade_ids + report.disorder, 0U);
        EXPECT_EQ(report.tops_different, 0U);
    }
}

TEST_F(SharedFiles, OfSeveralDaysBecomeOneSeries) {
    const auto days = [](std::string_view form, std::initializer_list<int> all) {
        std::vector<std::string> names;
        for (const int day : all) names.push_back(fmt::format(fmt::runtime(form), day));
        return names;
    };
    const auto minutes = import(
        days("lean_crypto_coinbase_minute_btcusd_{}_trade.zip", {20161009, 20161007, 20161008}));
    EXPECT_EQ(minutes.bars.open.size(), 1'419U + 1'400U + 1'397U);
    EXPECT_EQ(minutes.bars.timeframe, core::minutes(1));
    const auto seconds = import(
        days("lean_crypto_coinbase_second_btcusd_{}_trade.zip", {20161007, 20161008, 20161009}));
    EXPECT_EQ(seconds.bars.open.size(), 4'063U + 3'453U + 4'004U);
    EXPECT_EQ(seconds.bars.timeframe, core::seconds(1));
}

/// Seconds make the same minutes: the two archives know the same trades.
TEST_F(SharedFiles, OfSecondsAndMinutesTellTheSamePrices) {
    const auto found = compare_files("lean_crypto_coinbase_second_btcusd_20161007_trade.zip",
                                     "lean_crypto_coinbase_minute_btcusd_20161007_trade.zip");
    EXPECT_GT(found.common, 1'400U);
    EXPECT_NEAR(found.median_bp, 0, 0.01);
    EXPECT_EQ(found.late_lag(), 0);
}

TEST_F(SharedFiles, OfAPerpetualAndItsSpotMarketAgree) {
    const auto found = compare_files("bars_binance-usdm_BTCUSDT_1h_to2022.csv.gz",
                                     "bars_binance-spot_BTCUSDT_1h_2021-2022.csv.gz");
    EXPECT_NEAR(*found.correlation[1], 0.9995, 0.0001);
    EXPECT_NEAR(found.median_bp, -3.53, 0.01);
    EXPECT_EQ(found.late_lag(), 0);
}

TEST_F(SharedFiles, OfTwoVenuesAgreeOnTheHour) {
    const auto found =
        compare_files("bars_bitfinex_BTCUSD_1m_2018.csv.gz", "bars_coinbase_BTCUSD_1h_2018.csv.gz");
    EXPECT_EQ(found.timeframe, core::hours(1));
    EXPECT_NEAR(*found.correlation[1], 0.973, 0.001);
    EXPECT_EQ(found.late_lag(), 0);
}

TEST_F(SharedFiles, LabelledByTheCloseStandOneBarLateAgainstTheOther) {
    const auto found = compare_files("raw_ftx_BTC-PERP_1m_2022-01_CLOSE-labelled.csv.gz",
                                     "bars_ftx_BTC-PERP_1m_2022-01_openlabel.csv.gz");
    EXPECT_EQ(found.late_lag(), -1);
    EXPECT_NEAR(*found.correlation[0], 1, 1e-6);
    EXPECT_LT(*found.correlation[1], 0.1);
}

}  // namespace
}  // namespace nightjar::data
