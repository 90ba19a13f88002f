/// Facts about real recordings (their README.md) that a correct book must reproduce. The recordings
/// are not part of the project: where they are missing the tests say that they were skipped.

#include "data/tests/tapes.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace nightjar::data {
namespace {

using testing::Contains;
using testing::HasSubstr;

class SharedTapes : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(shared_))
            GTEST_SKIP() << "the folder of recordings, " << shared_ << ", is missing";
    }
    TapeImport import(const std::vector<std::string>& names) {
        std::vector<std::filesystem::path> files;
        for (const auto& name : names) files.push_back(shared_ / name);
        auto import = folder_.import_files(files);
        EXPECT_TRUE(import) << import.error().text();
        return import ? std::move(*import) : TapeImport{};
    }
    void expect_good_book(const std::string& recording, std::uint64_t applied,
                          std::uint64_t updates) {
        const auto [report, notes, files] = import({recording});
        EXPECT_EQ(report.book_messages, applied);
        EXPECT_THAT(notes,
                    Contains(HasSubstr(fmt::format("{} of {} changes applied", applied, updates))));
        EXPECT_EQ(report.gaps, 0U);
        EXPECT_EQ(report.crossed, 0U);
        EXPECT_EQ(report.missing_trade_ids, 0U);
        EXPECT_EQ(report.tops_compared, applied);
        EXPECT_EQ(report.tops_different, 0U);
        EXPECT_GT(report.negative_latencies, 10'000U);
        EXPECT_NEAR(static_cast<double>(report.clock_behind.ns) / 1e9, 1.27, 0.01);
        EXPECT_LT(report.clock_drift, core::milliseconds(2));
        EXPECT_TRUE(report.usable());
    }

    std::filesystem::path shared_ = NIGHTJAR_SHARED_DATA;
    TapeFolder folder_;
};

TEST_F(SharedTapes, BuildTheBookOfASpotMarket) {
    expect_good_book("rawfeed_binance-spot_btcusdt_20240808.jsonl.gz", 3'449, 3'451);
}

TEST_F(SharedTapes, BuildTheBookOfALinearPerpetual) {
    expect_good_book("rawfeed_binance-usdm_btcusdt_20240808.jsonl.gz", 6'547, 6'551);
}

TEST_F(SharedTapes, BuildTheBookOfAnInversePerpetual) {
    expect_good_book("rawfeed_binance-cm_btcusd_perp_20240808.jsonl.gz", 26'824, 26'847);
}

TEST_F(SharedTapes, AreTheSameFromRawMessagesAndFromDecodedEvents) {
    import({"rawfeed_binance-usdm_btcusdt_20240808.jsonl.gz"});
    const auto raw = folder_.rows();
    const auto decoded = import({"l2events_binance-usdm_btcusdt_20240808.csv.gz"});
    EXPECT_EQ(decoded.report.tops_compared, 6'547U);
    EXPECT_EQ(decoded.report.tops_different, 0U);
    EXPECT_EQ(raw.size(), 466'576U);
    EXPECT_TRUE(raw == folder_.rows());
}

TEST_F(SharedTapes, JoinAnHourOfChangesWithASnapshotOfAnotherFile) {
    const std::string market = "raw_binance-spot_ETHBTC_2020-11-01T09_";
    const auto report =
        import({market + "snapshot.json.gz", market + "update.json.gz", market + "trades.json.gz"})
            .report;
    EXPECT_EQ(report.book_messages, 3'599U);
    EXPECT_EQ(report.snapshots, 1U);
    EXPECT_EQ(report.gaps, 0U);
    EXPECT_EQ(report.crossed, 0U);
    EXPECT_EQ(report.trades, 1'736U);
    EXPECT_EQ(report.missing_trade_ids, 0U);
    EXPECT_FALSE(report.median_latency);
}

TEST_F(SharedTapes, LeaveOutASnapshotThatNothingFollows) {
    const std::string market = "raw_binance-spot_BTCUSDT_2020-11-01T09_";
    const auto [report, notes, files] =
        import({market + "snapshot.json.gz", market + "trades.json.gz"});
    EXPECT_EQ(report.snapshots, 0U);
    EXPECT_EQ(report.trades, 18'054U);
    EXPECT_THAT(notes, Contains("a snapshot left out: no changes follow it"));
}

TEST_F(SharedTapes, ReadTradesAndBestPricesOfADay) {
    const std::string day = "raw_gemini_ETHUSD_2021-07-01_";
    const auto report = import({day + "trade.csv.gz", day + "market-depth.csv.gz"}).report;
    EXPECT_EQ(report.trades, 25'222U);
    EXPECT_EQ(report.quotes, 72'180U);
    EXPECT_EQ(report.disorder, 0U);
    EXPECT_EQ(report.crossed, 0U);
    EXPECT_EQ(report.info.price_decimals, 2);
    const auto rows = folder_.rows();
    EXPECT_EQ(rows.front().price, 227'158);
    EXPECT_TRUE(std::ranges::any_of(rows, [](const auto& row) {
        return row.exch_ns == 1'625'097'621'647'000'000 && row.price == 227'815 &&
               row.kind == core::TapeRow::Kind::Trade && row.side == core::Side::Sell;
    }));
}

TEST_F(SharedTapes, ReadTradesThatALibraryWrapped) {
    const auto report = import({"raw_binance-spot_XRPETH_trades_2019-10.json.gz"}).report;
    EXPECT_EQ(report.trades, 12'477U);
    EXPECT_EQ(report.missing_trade_ids, 0U);
}

TEST_F(SharedTapes, AreNotMadeOfBars) {
    for (const auto& entry : std::filesystem::directory_iterator{shared_}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("bars_") && !name.starts_with("lean_")) continue;
        const auto recording = is_recording(entry.path());
        ASSERT_TRUE(recording) << recording.error().text();
        EXPECT_FALSE(*recording) << name;
    }
}

}  // namespace
}  // namespace nightjar::data
