/// The program from outside: calls, answers, exit codes.

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using tests::Program;
using tests::shell;
using Json = nlohmann::json;

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream{path} << text;
}

std::string rising_bars() {
    std::string text = "timestamp,open,high,low,close,volume\n";
    for (int i = 0; i < 100; ++i)
        text += std::to_string(1'600'000'000 + 60 * i) + "," + std::to_string(100 + i) + "," +
                std::to_string(102 + i) + "," + std::to_string(99 + i) + "," +
                std::to_string(101 + i) + ",5\n";
    return text;
}

TEST(Program, SaysItsVersionAndHelpsWithAnExample) {
    const Program nightjar;
    EXPECT_EQ(nightjar("--version").code, 0);
    const auto help = nightjar("backtest --help");
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("example"), std::string::npos);
}

TEST(Program, AWrongCallIsExitCode2) {
    const Program nightjar;
    EXPECT_EQ(nightjar("no-such-command 2>&1").code, 2);
    EXPECT_EQ(nightjar("backtest 2>&1").code, 2);
    EXPECT_EQ(nightjar("backtest --data x --strategy sma_crss 2>&1").code, 2);
    EXPECT_EQ(nightjar("run config.toml --no-such-option 2>&1").code, 2);
}

TEST(Program, ABacktestPrintsJsonAndNothingElse) {
    const Program nightjar;
    write(nightjar.file("bars.csv"), rising_bars());
    const auto answer = nightjar("backtest --data " + nightjar.file("bars.csv").string() +
                                 " --strategy sma_cross --set fast=2 --set slow=5 --qty 1 "
                                 "--cash 10000 --fee-bps 0 --json 2>/dev/null");
    ASSERT_EQ(answer.code, 0);
    const auto json = Json::parse(answer.out);
    // Bought at the open of the sixth bar, 105, and worth the last close, 200.
    EXPECT_EQ(json["summary"]["fills"], 1);
    EXPECT_DOUBLE_EQ(json["summary"]["net_pnl"].get<double>(), 95.0);
    EXPECT_EQ(json["fills"][0]["price"], "105");
    EXPECT_EQ(json["fills"][0]["time_ns"], 1'600'000'300'000'000'000);
    EXPECT_EQ(json["fills"][0]["strategy"], "sma_cross");
    EXPECT_TRUE(json["summary"]["sharpe"].is_null()) << "less than two days";
    EXPECT_EQ(json["journal_sha256"].get<std::string>().size(), 64U);
}

TEST(Program, OnlyTheTimingDiffersBetweenTwoRuns) {
    const Program nightjar;
    write(nightjar.file("bars.csv"), rising_bars());
    const auto run = [&] {
        auto json = Json::parse(nightjar("backtest --data " + nightjar.file("bars.csv").string() +
                                         " --strategy sma_cross --set fast=2 --set slow=5 --json")
                                    .out);
        json.erase("timing");
        return json;
    };
    EXPECT_EQ(run(), run());
}

TEST(Program, TheFirstDecisionWaitsForTheWarmUpAndForFrom) {
    const Program nightjar;
    write(nightjar.file("bars.csv"), rising_bars());
    const auto first_fill = [&](const std::string& more) {
        return Json::parse(nightjar("backtest --data " + nightjar.file("bars.csv").string() +
                                    " --strategy sma_cross --set fast=2 --set slow=5 --json " +
                                    more)
                               .out)["fills"][0]["price"]
            .get<std::string>();
    };
    EXPECT_EQ(first_fill(""), "105");
    EXPECT_EQ(first_fill("--warmup 50"), "151");  // bar 50 decides, bar 51 fills
    EXPECT_EQ(first_fill("--from 2020-09-13T13:00:00"), "135");
}

TEST(Program, ABrokenFileIsNamedWithLineFieldAndValueAndLeavesNothing) {
    const Program nightjar;
    write(nightjar.file("bad.csv"), rising_bars() + "1600006000,abc,1,1,1,1\n");
    const auto answer = nightjar("data import " + nightjar.file("bad.csv").string() + " 2>&1");
    EXPECT_EQ(answer.code, 1);
    EXPECT_NE(answer.out.find("bad.csv:102"), std::string::npos) << answer.out;
    EXPECT_NE(answer.out.find("abc"), std::string::npos) << answer.out;
    EXPECT_EQ(Json::parse(nightjar("data list --json").out).size(), 0U);
}

TEST(Program, ImportedSeriesAreListedCheckedAndReplayedByName) {
    const Program nightjar;
    write(nightjar.file("bars.csv"), rising_bars());
    ASSERT_EQ(nightjar("data import --name mine " + nightjar.file("bars.csv").string()).code, 0);
    EXPECT_EQ(Json::parse(nightjar("data list --json").out)[0]["name"], "mine");
    EXPECT_EQ(nightjar("data check mine").code, 0);
    const auto by_name = nightjar("backtest --data mine --strategy sma_cross --json");
    EXPECT_EQ(by_name.code, 0);
}

TEST(Program, ARecordingBecomesATapeThatIsListedAndChecked) {
    const Program nightjar;
    write(nightjar.file("a.csv"), "time,price,qty,side\n1700000000000,1.5,2,buy\n");
    write(nightjar.file("b.csv"), "time,price,qty,side\n1700000000007,1.6,2,sell\n");
    const auto files = nightjar.file("a.csv").string() + " " + nightjar.file("b.csv").string();
    ASSERT_EQ(nightjar("data import --name mine " + files).code, 0);
    const auto listed = Json::parse(nightjar("data list --json").out)[0];
    EXPECT_EQ(listed["name"], "mine");
    EXPECT_EQ(listed["kind"], "tape");
    EXPECT_EQ(listed["rows"], 2);
    EXPECT_EQ(Json::parse(nightjar("data check mine --json").out)["trades"], 2);
    EXPECT_EQ(nightjar("data check yours").code, 1);
}

TEST(Program, AnUnknownKeyIsNamedWithLineAndTheNearest) {
    const Program nightjar;
    write(nightjar.file("c.toml"), "currency = \"USDT\"\nsede = 3\n");
    const auto answer = nightjar("backtest " + nightjar.file("c.toml").string() + " 2>&1");
    EXPECT_EQ(answer.code, 2);
    EXPECT_NE(answer.out.find("no [[venues]]"), std::string::npos) << answer.out;
    std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
    std::string text{std::istreambuf_iterator<char>{demo}, {}};
    text.insert(text.find("seed = 7"), "sede = 3\n");
    write(nightjar.file("d.toml"), text);
    const auto hint = nightjar("run " + nightjar.file("d.toml").string() + " 2>&1");
    EXPECT_EQ(hint.code, 2);
    EXPECT_NE(hint.out.find("unknown key \"sede\"; did you mean \"seed\"?"), std::string::npos)
        << hint.out;
}

TEST(Program, ListsStrategiesAndSignalsWithTheirSettings) {
    const Program nightjar;
    const auto strategies = Json::parse(nightjar("strategies --json").out);
    const auto sma = std::ranges::find_if(
        strategies, [](const Json& entry) { return entry["name"] == "sma_cross"; });
    ASSERT_NE(sma, strategies.end());
    EXPECT_EQ((*sma)["params"][0]["default"], "20");
    EXPECT_GE(Json::parse(nightjar("signals --json").out).size(), 6U);
}

TEST(Program, AgreesWithAnIndependentComputationToTheLastTickOnRecordings) {
    const std::filesystem::path data{NIGHTJAR_SHARED_DATA};
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "the recordings are not on this machine";
    const Program nightjar;
    int compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator{data}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("bars_") || name.find("1h") == std::string::npos) continue;
        const auto reference =
            Json::parse(shell("python3 " + std::string{NIGHTJAR_SOURCE_DIR} +
                              "/src/app/tests/sma_reference.py " + entry.path().string() + " 20 50")
                            .out);
        const auto ours =
            Json::parse(nightjar("backtest --data " + entry.path().string() +
                                 " --strategy sma_cross --set fast=20 --set slow=50 --qty 1 "
                                 "--cash 10000000 --fee-bps 10 --json")
                            .out);
        ASSERT_EQ(ours["fills"].size(), reference["fills"].size()) << name;
        for (std::size_t i = 0; i < ours["fills"].size(); ++i) {
            const auto& fill = ours["fills"][i];
            const auto& expected = reference["fills"][i];
            ASSERT_EQ(std::to_string(fill["time_ns"].get<std::int64_t>() / 1'000'000),
                      expected[0].get<std::string>());
            ASSERT_DOUBLE_EQ(std::stod(fill["price"].get<std::string>()),
                             std::stod(expected[1].get<std::string>()));
            ASSERT_EQ(fill["side"].get<std::string>(), expected[2].get<std::string>());
        }
        EXPECT_NEAR(ours["summary"]["net_pnl"].get<double>(),
                    std::stod(reference["net"].get<std::string>()), 1e-6)
            << name;
        ++compared;
    }
    EXPECT_GE(compared, 7);
}

}  // namespace
}  // namespace nightjar::app
