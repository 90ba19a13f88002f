/// nightjar backtest --html and nightjar report, from outside.

#include "app/tests/fixtures.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using store::read_file;
using tests::Program;
using Json = nlohmann::json;

class ReportCommandTest : public ::testing::Test {
public:
    ReportCommandTest() {
        std::ofstream bars{nightjar.file("bars.csv")};
        bars << "timestamp,open,high,low,close,volume\n";
        for (int i = 0; i < 400; ++i) {
            const int price = 1'000 + (i * i * 7) % 13 * 5 + (i / 10) % 2 * 40;
            bars << 1'600'000'000 + 3'600 * i << ',' << price << ',' << price + 1 << ','
                 << price - 1 << ',' << price << ",5\n";
        }
    }
    [[nodiscard]] std::string backtest(const std::string& data, const std::string& rest) const {
        return "backtest --data " + data + " --strategy sma_cross --set fast=2 " + rest;
    }
    [[nodiscard]] std::string file() const { return nightjar.file("bars.csv").string(); }
    [[nodiscard]] Json data(const std::filesystem::path& page) const {
        const auto html = read_file(page);
        const std::string mark = "id=\"data\">";
        const auto from = html.find(mark) + mark.size();
        return Json::parse(html.substr(from, html.find("</script>", from) - from));
    }

    Program nightjar;
};

TEST_F(ReportCommandTest, ABacktestLeavesAPageWithItsSessionAndSaysWhereInItsLastLine) {
    const auto out = nightjar(backtest(file(), "--set slow=5")).out;
    const auto line = out.substr(out.rfind('\n', out.size() - 2) + 1);
    ASSERT_TRUE(line.starts_with("report ")) << out;
    const auto page = data(line.substr(7, line.size() - 8));
    EXPECT_EQ(page["sessions"][0]["markets"][0]["kind"], "candles");
    EXPECT_NE(out.find(page["sessions"][0]["journal_sha256"].get<std::string>()),
              std::string::npos);
}

TEST_F(ReportCommandTest, ThePageGoesWhereItIsWantedAlsoBesideJson) {
    const auto page = nightjar.file("page.html");
    const auto out = nightjar(backtest(file(), "--set slow=5 --json --html " + page.string())).out;
    const auto report = Json::parse(out);
    const auto headline = data(page)["sessions"][0]["headline"];
    EXPECT_DOUBLE_EQ(std::stod(headline["net"].get<std::string>()),
                     report["summary"]["net_pnl"].get<double>());
    EXPECT_EQ(headline["fills"], report["summary"]["fills"]);
    const auto bad = nightjar(backtest(file(), "--html " + page.string() + "/no 2>&1"));
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(bad.out.find("page.html/no"), std::string::npos) << bad.out;
}

TEST_F(ReportCommandTest, AReportFindsItsBarsInTheStoreByTheirHash) {
    ASSERT_EQ(nightjar("data import " + file() + " --name btc").code, 0);
    const auto first = nightjar.file("first.html");
    const auto again = nightjar.file("again.html");
    ASSERT_EQ(nightjar(backtest("btc", "--set slow=5 --html " + first.string())).code, 0);
    ASSERT_EQ(nightjar("report last --html " + again.string()).code, 0);
    EXPECT_EQ(data(first), data(again)) << "nothing is lost with time";

    std::ofstream{nightjar.file("bars.csv"), std::ios::app} << "1700000000,1,1,1,1,1\n";
    ASSERT_EQ(nightjar("data import " + file() + " --name btc").code, 0);
    ASSERT_EQ(nightjar("report last --html " + again.string()).code, 0);
    const auto session = data(again)["sessions"][0];
    EXPECT_EQ(session["markets"][0]["kind"], "line");
    EXPECT_NE(session["notes"][0].get<std::string>().find("not in the store as it was then"),
              std::string::npos)
        << session["notes"];
}

TEST_F(ReportCommandTest, TwoSessionsStandBesideEachOther) {
    ASSERT_EQ(nightjar(backtest(file(), "--set slow=5")).code, 0);
    ASSERT_EQ(nightjar(backtest(file(), "--set slow=9")).code, 0);
    const auto list = Json::parse(nightjar("sessions --json").out);
    ASSERT_EQ(list.size(), 2U);
    const auto a = list[0]["session"].get<std::string>();
    const auto b = list[1]["session"].get<std::string>();
    const auto page = nightjar.file("both.html");
    const auto out = nightjar("report " + a + " " + b + " --html " + page.string()).out;
    EXPECT_NE(out.find("B - A"), std::string::npos) << out;
    EXPECT_EQ(data(page)["kind"], "comparison");
    EXPECT_EQ(data(page)["sessions"][1]["session"], b);
    EXPECT_EQ(Json::parse(nightjar("report " + a + " " + b + " --json").out).size(), 2U);
    EXPECT_EQ(nightjar("report " + a + " nowhere 2>&1").code, 2);
}

}  // namespace
}  // namespace nightjar::app
