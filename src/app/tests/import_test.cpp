/// From a file as somebody published it to a backtest: imported, checked, replayed.

#include "app/tests/fixtures.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using tests::Program;
using Json = nlohmann::json;

void write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path} << text;
}

std::string minutes(int from, int count) {
    std::string text = "time,open,high,low,close,volume\n";
    for (int i = from; i < from + count; ++i)
        text += fmt::format("{},{},{},{},{},5\n", 1'600'000'020 + 60 * i, 100 + i % 7, 110, 90,
                            100 + (i + 1) % 7);
    return text;
}

TEST(Import, SeveralFilesOfBarsBecomeOneSeries) {
    const Program nightjar;
    write(nightjar.file("BTC-1m-2024-01.csv"), minutes(0, 50));
    write(nightjar.file("BTC-1m-2024-02.csv"), minutes(50, 50));
    const auto files = nightjar.file("BTC-1m-2024-02.csv").string() + " " +
                       nightjar.file("BTC-1m-2024-01.csv").string();
    const auto answer = nightjar("data import --name both --json " + files);
    ASSERT_EQ(answer.code, 0);
    const auto json = Json::parse(answer.out);
    EXPECT_EQ(json["bars"], 100);
    EXPECT_EQ(json["files"].size(), 2U);
    EXPECT_EQ(json["files"][0]["checksum"], "none beside it");
    EXPECT_EQ(nightjar("backtest --data both --strategy sma_cross --json").code, 0);
}

TEST(Import, AFileThatIsNotThatOfItsChecksumLeavesNothing) {
    const Program nightjar;
    const auto bars = minutes(0, 50);
    store::Sha256 sha256;
    sha256.update(bars);
    const auto digest = store::to_hex(sha256.digest());
    write(nightjar.file("bars.csv"), bars);
    write(nightjar.file("bars.csv.CHECKSUM"), digest + "  bars.csv\n");
    const auto call = "data import " + nightjar.file("bars.csv").string();
    const auto good = Json::parse(nightjar(call + " --name good --json").out);
    EXPECT_EQ(good["files"][0]["checksum"], "sha256 verified");
    write(nightjar.file("bars.csv"), bars + "1600009000,1,1,1,1,1\n");
    const auto bad = nightjar(call + " --name bad 2>&1");
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(bad.out.find("its sha256 is not that of its CHECKSUM"), std::string::npos) << bad.out;
    EXPECT_EQ(Json::parse(nightjar("data list --json").out).size(), 1U);
}

TEST(Import, AFundingArchiveBecomesATape) {
    const Program nightjar;
    write(nightjar.file("BTCUSDT-fundingRate-2024-07.csv"),
          "calc_time,funding_interval_hours,last_funding_rate\n1719792000000,8,0.00009185\n");
    const auto file = nightjar.file("BTCUSDT-fundingRate-2024-07.csv").string();
    ASSERT_EQ(nightjar("data import --name rates " + file).code, 0);
    EXPECT_EQ(Json::parse(nightjar("data check rates --json").out)["fundings"], 1);
}

TEST(Import, ASecondSeriesShowsThatTheFirstIsLate) {
    const Program nightjar;
    write(nightjar.file("a.csv"), minutes(0, 100));
    auto late = std::string{"time,open,high,low,close,volume\n"};
    for (int i = 0; i < 100; ++i)
        late += fmt::format("{},100,110,90,{},5\n", 1'600'000'080 + 60 * i, 100 + (i + 1) % 7);
    write(nightjar.file("b.csv"), late);
    ASSERT_EQ(nightjar("data import " + nightjar.file("a.csv").string()).code, 0);
    const auto check = "data check " + nightjar.file("b.csv").string() + " --against a";
    const auto json = Json::parse(nightjar(check + " --json").out)["against"];
    EXPECT_EQ(json["late_lag"], -1);
    EXPECT_EQ(json["common"], 99);
    const auto fixed = Json::parse(nightjar(check + " --close-label --json").out)["against"];
    EXPECT_EQ(fixed["late_lag"], 0);
    EXPECT_NE(nightjar(check).out.find("--close-label"), std::string::npos);
    EXPECT_EQ(nightjar("data check a --against nothing 2>&1").code, 1);
}

/// A strategy that trades on whatever it is given, and its configuration.
std::string config(const std::string& history, const std::string& timeframe,
                   const std::string& qty) {
    return fmt::format(R"(currency = "USDT"
[[venues]]
name = "v"
cash = "1000000"
[[instruments]]
venue = "v"
symbol = "X"
base = "BASE"
quote = "USDT"
kind = "linear_perpetual"
lot = "0.00000001"
{}
[[strategies]]
name = "cross"
kind = "sma_cross"
instruments = ["v:X"]
timeframe = "{}"
cash = "1000000"
  [strategies.params]
  fast = 3
  slow = 8
  [[strategies.sizers]]
  kind = "fixed"
  qty = "{}"
)",
                       history, timeframe, qty);
}

/// One of each kind of recording.
struct Kind {
    std::vector<std::string> files;
    bool tape{};
    std::string timeframe;
    std::string qty;
    bool trades{};  ///< the strategy finds something to do
};

const std::vector<Kind> kinds{
    {{"bars_coinbase_BTCUSD_1h_2018.csv.gz"}, false, "1h", "0.1", true},
    {{"lean_crypto_coinbase_minute_btcusd_20180404_trade.zip",
      "lean_crypto_coinbase_minute_btcusd_20180405_trade.zip"},
     false,
     "1m",
     "0.1",
     true},
    {{"lean_crypto_coinbase_second_btcusd_20161007_trade.zip"}, false, "1s", "0.1", true},
    {{"lean_crypto_coinbase_minute_ethusd_20180405_quote.zip"}, false, "1m", "0.1", true},
    {{"lean_crypto_coinbase_daily_btcusd_trade.zip"}, false, "1d", "0.1", true},
    {{"rawfeed_binance-spot_btcusdt_20240808.jsonl.gz"}, true, "5s", "0.01", true},
    {{"raw_binance-spot_ETHBTC_2020-11-01T09_snapshot.json.gz",
      "raw_binance-spot_ETHBTC_2020-11-01T09_update.json.gz",
      "raw_binance-spot_ETHBTC_2020-11-01T09_trades.json.gz"},
     true,
     "1m",
     "1",
     true},
    {{"raw_gemini_ETHUSD_2021-07-01_trade.csv.gz",
      "raw_gemini_ETHUSD_2021-07-01_market-depth.csv.gz"},
     true,
     "5m",
     "1",
     true},
    {{"raw_binance-spot_XRPETH_trades_2019-10.json.gz"}, true, "5m", "1", false},
    {{"funding_binance-usdm_BTCUSDT.csv"}, true, "8h", "1", false},
};

TEST(Import, EveryKindOfRecordingReplaysTwiceToTheSameJournal) {
    const std::filesystem::path data{NIGHTJAR_SHARED_DATA};
    if (!std::filesystem::exists(data))
        GTEST_SKIP() << "the folder of recordings, " << data << ", is missing";
    const Program nightjar;
    for (const auto& kind : kinds) {
        SCOPED_TRACE(kind.files.front());
        std::string files;
        for (const auto& file : kind.files) files += " " + (data / file).string();
        ASSERT_EQ(nightjar("data import --name mine" + files).code, 0);
        const std::string history = kind.tape ? "tape = \"mine\"" : "data = \"mine\"";
        write(nightjar.file("mine.toml"), config(history, kind.timeframe, kind.qty));
        const auto run = [&] {
            const auto answer =
                nightjar("backtest " + nightjar.file("mine.toml").string() + " --json 2>&1");
            EXPECT_EQ(answer.code, 0) << answer.out;
            return answer.code == 0 ? Json::parse(answer.out) : Json{};
        };
        const auto first = run();
        EXPECT_EQ(first["summary"]["fills"].get<int>() > 0, kind.trades);
        EXPECT_EQ(first["journal_sha256"], run()["journal_sha256"]);
    }
}

}  // namespace
}  // namespace nightjar::app
