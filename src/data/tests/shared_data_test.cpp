/// Facts about real recordings (their README.md) that import and check must find. The recordings
/// are not part of the project: where they are missing the tests say that they were skipped.

#include "data/check.hpp"
#include "data/ohlcv_csv.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace nightjar::data {
namespace {

class SharedData : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(folder_))
            GTEST_SKIP() << "the folder of recordings, " << folder_ << ", is missing";
    }
    core::BarColumns import(const std::string& name) {
        auto import = import_ohlcv(folder_ / ("bars_" + name + ".csv.gz"));
        EXPECT_TRUE(import) << import.error().text();
        return import ? std::move(import->bars) : core::BarColumns{};
    }
    std::filesystem::path folder_ = NIGHTJAR_SHARED_DATA;
};

TEST_F(SharedData, ImportsEveryBarFile) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
        if (!entry.path().filename().string().starts_with("bars_")) continue;
        const auto import = import_ohlcv(entry.path());
        ASSERT_TRUE(import) << import.error().text();
        EXPECT_TRUE(check(import->bars.view()).usable()) << entry.path();
        ++files;
    }
    EXPECT_GE(files, 11);
}

TEST_F(SharedData, SeesTheOutagesOfBinanceSpot) {
    for (const auto* name :
         {"binance-spot_BTCUSDT_1h_2021-2022", "binance-spot_ETHUSDT_1h_2021-2022"}) {
        const auto report = check(import(name).view());
        EXPECT_EQ(report.count(Finding::Gap), 4U);
        EXPECT_EQ(report.missing_bars, 11U);
        EXPECT_EQ(report.longest_step, core::hours(5));
    }
}

TEST_F(SharedData, SeesTheMinutesWithoutTradesOfBitfinex) {
    const auto report = check(import("bitfinex_BTCUSD_1m_2018").view());
    EXPECT_EQ(report.missing_bars, 5101U);
    EXPECT_EQ(report.longest_step, core::minutes(68));
}

TEST_F(SharedData, SeesTheWeekendsOfAForeignExchangeMarket) {
    const auto report = check(import("fx_EURUSD_1h_2017-2018").view());
    EXPECT_EQ(report.count(Finding::Gap), 42U);
}

TEST_F(SharedData, SeesNoGapInPerpetuals) {
    for (const std::string symbol : {"BTC", "ETH", "SOL", "DOGE"}) {
        const auto report = check(import("binance-usdm_" + symbol + "USDT_1h_to2022").view());
        EXPECT_EQ(report.count(Finding::Gap), 0U) << symbol;
        EXPECT_EQ(report.longest_step, core::hours(1)) << symbol;
    }
}

TEST_F(SharedData, SeesTheWickOfTheFirstSolanaBar) {
    const auto bars = import("binance-usdm_SOLUSDT_1h_to2022");
    ASSERT_EQ(bars.price_decimals, 4);
    EXPECT_EQ(bars.open.front(), 3'2002);
    EXPECT_EQ(bars.high.front(), 4'9100);
    const auto report = check(bars.view());
    ASSERT_EQ(report.examples.size(), 1U);
    EXPECT_EQ(report.examples[0].finding, Finding::Wick);
    EXPECT_EQ(report.examples[0].row, 0U);
}

TEST_F(SharedData, ReadsBarsLabelledByTheirCloseAsTheSameBars) {
    const auto opens = import("ftx_BTC-PERP_1m_2022-01_openlabel");
    const auto closes = import_ohlcv(folder_ / "raw_ftx_BTC-PERP_1m_2022-01_CLOSE-labelled.csv.gz",
                                     {.label = CsvOptions::Label::Close});
    ASSERT_TRUE(closes) << closes.error().text();
    EXPECT_EQ(closes->bars.open_time_ns, opens.open_time_ns);
    EXPECT_EQ(closes->bars.close, opens.close);
    EXPECT_EQ(closes->bars.volume, opens.volume);
}

}  // namespace
}  // namespace nightjar::data
