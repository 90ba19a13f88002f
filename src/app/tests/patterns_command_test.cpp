/// nightjar patterns from outside, held against the PyPI package TA-Lib.

#include "app/tests/fixtures.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace nightjar::app {
namespace {

using tests::Program;
using tests::shell;
using Json = nlohmann::json;

constexpr std::int64_t first_ms = 1'600'000'000'000;
constexpr std::int64_t bar_ms = 60'000;

const std::string signal_tests = std::string{NIGHTJAR_SOURCE_DIR} + "/src/signal/tests/";

/// Writes the golden walk as a file of bars; gives what must fire, as the command's rows.
std::string write_golden(const std::filesystem::path& file) {
    std::ifstream golden{signal_tests + "pattern_golden.csv"};
    std::ofstream bars{file};
    bars << "open_time_ms,open,high,low,close,volume\n";
    std::string rows = "time_ms,pattern,value\n";
    std::string line;
    std::getline(golden, line);
    for (auto time = first_ms; std::getline(golden, line); time += bar_ms) {
        const auto prices_end = line.rfind(',');
        bars << time << "," << line.substr(0, prices_end) << ",1\n";
        std::istringstream words{line.substr(prices_end + 1)};
        for (std::string word; words >> word;) {
            word.replace(word.find('='), 1, ",");
            rows += std::to_string(time) + "," + word + "\n";
        }
    }
    return rows;
}

TEST(PatternsCommand, ListsThe61WithOneLineEach) {
    const Program nightjar;
    const auto list = Json::parse(nightjar("patterns --json").out);
    ASSERT_EQ(list.size(), 61U);
    EXPECT_EQ(list[0]["name"], "CDL2CROWS");
    EXPECT_EQ(list[60]["name"], "CDLXSIDEGAP3METHODS");
    EXPECT_EQ(list[18]["name"], "CDLENGULFING");
    EXPECT_EQ(list[18]["family"], "reversal");
    EXPECT_EQ(list[18]["candles"], 2);
    EXPECT_EQ(list[18]["lookback"], 2);
    const auto text = nightjar("patterns").out;
    EXPECT_EQ(std::ranges::count(text, '\n'), 61);
    EXPECT_NE(text.find("CDLENGULFING"), std::string::npos);
}

TEST(PatternsCommand, TellsWhereEachFiresAsRowsAndAsJson) {
    const Program nightjar;
    const auto file = nightjar.file("walk.csv").string();
    const auto expected = write_golden(file);
    EXPECT_EQ(nightjar("patterns --csv --data " + file).out, expected);
    EXPECT_EQ(nightjar("patterns --csv --ticks --data " + file).out, expected);

    const auto json = Json::parse(nightjar("patterns --json --data " + file).out);
    std::string rows = "time_ms,pattern,value\n";
    for (const auto& bar : json)
        for (const auto& [name, value] : bar["patterns"].items())
            rows += std::to_string(bar["time_ms"].get<std::int64_t>()) + "," + name + "," +
                    std::to_string(value.get<int>()) + "\n";
    EXPECT_EQ(rows, expected);
}

TEST(PatternsCommand, TakesASeriesByItsNameAndPrintsATable) {
    const Program nightjar;
    const auto file = nightjar.file("bars.csv").string();
    std::ofstream{file} << "timestamp,open,high,low,close,volume\n"
                           "1600000000,10,12,9,11,1\n1600000060,12,12,9,10,1\n"
                           "1600000120,11,11,9,10,1\n1600000180,9,14,8,13,1\n";
    ASSERT_EQ(nightjar("data import --name mine " + file).code, 0);
    const auto answer = nightjar("patterns --data mine");
    EXPECT_EQ(answer.code, 0);
    EXPECT_EQ(answer.out,
              "bar                   patterns\n"
              "2020-09-13T12:29:40Z  CDLENGULFING 100\n");
}

TEST(PatternsCommand, AWrongCallIsExitCode2AndAMissingSeriesIs1) {
    const Program nightjar;
    EXPECT_EQ(nightjar("patterns --ticks 2>&1").code, 2);
    EXPECT_EQ(nightjar("patterns --data x --json --csv 2>&1").code, 2);
    EXPECT_EQ(nightjar("patterns --data no-such-series 2>&1").code, 1);
}

/// On all recorded bars, with prices in `unit`, the program prints what the PyPI package says.
void compare_with_the_package(const std::string& unit, const std::string& option) {
    const std::filesystem::path data{NIGHTJAR_SHARED_DATA};
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "the recordings are not on this machine";
    const std::string python = "${NIGHTJAR_TALIB_PYTHON:-python3}";
    if (shell(python + " -c 'import numpy, talib' 2>&1").code != 0)
        GTEST_SKIP() << "this Python has no TA-Lib; name one that has in NIGHTJAR_TALIB_PYTHON";
    const Program nightjar;
    int compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator{data}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with("bars_") || !name.ends_with(".csv.gz")) continue;
        const auto script = signal_tests + "pattern_reference.py";
        const auto expected =
            shell(fmt::format("{} {} {} {}", python, script, entry.path().string(), unit));
        ASSERT_EQ(expected.code, 0);
        const auto found =
            nightjar(fmt::format("patterns --csv {} --data {}", option, entry.path().string()));
        EXPECT_GT(expected.out.size(), 100'000U) << name;
        EXPECT_TRUE(found.out == expected.out) << name;
        ++compared;
    }
    EXPECT_GE(compared, 11);
}

TEST(PatternsCommand, InDecimalsItAgreesWithTheTaLibPackageAtEveryBarOfTheRecordings) {
    compare_with_the_package("decimals", "");
}

TEST(PatternsCommand, InTicksItAgreesWithTheTaLibPackageAtEveryBarOfTheRecordings) {
    compare_with_the_package("ticks", "--ticks");
}

}  // namespace
}  // namespace nightjar::app
