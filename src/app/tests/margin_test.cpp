/// Margin in a configuration, and as the venues say it: the program from outside.

#include "app/plan.hpp"
#include "app/tests/fixtures.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

using tests::Program;
using Json = nlohmann::json;

struct MarginTables : ::testing::Test {
    Program program;

    core::Result<Plan> read(const std::string& instrument, const std::string& venue = "") const {
        const auto path = program.file("mine.toml");
        std::ofstream{path} << fmt::format(
            "currency = \"USDT\"\n"
            "[[venues]]\nname = \"sim\"\ncash = \"1000\"\n{}\n"
            "[[instruments]]\nvenue = \"sim\"\nsymbol = \"X\"\nbase = \"BTC\"\nquote = \"USDT\"\n"
            "kind = \"linear_perpetual\"\ntick = \"0.01\"\ndata = \"bars.csv\"\n{}\n"
            "[[strategies]]\nname = \"up\"\nkind = \"sma_cross\"\ninstruments = [\"sim:X\"]\n"
            "cash = \"1000\"\n[[strategies.sizers]]\nkind = \"fixed\"\nqty = \"1\"\n",
            venue, instrument);
        NJ_TRY(file, TomlTable::read(path));
        return read_plan(file);
    }
    [[nodiscard]] std::string refusal(const std::string& instrument,
                                      const std::string& venue = "") const {
        const auto plan = read(instrument, venue);
        return plan ? std::string{"taken"} : std::string{plan.error().text()};
    }
};

constexpr auto tiers = R"([[instruments.margin_tiers]]
up_to = "50000"
initial_bps = 80
maintenance_bps = 40.5
[[instruments.margin_tiers]]
up_to = "250000"
initial_bps = 100
maintenance_bps = 50
)";

TEST_F(MarginTables, AreReadSmallestFirst) {
    const auto plan = read(tiers);
    ASSERT_TRUE(plan) << plan.error().text();
    const auto& read = plan->instruments[0];
    EXPECT_EQ(read.margin_mode, core::MarginMode::Cross);
    ASSERT_EQ(read.margin_tiers.all().size(), 2U);
    EXPECT_EQ(read.margin_tiers.all()[0].initial_ppm, 8'000);
    EXPECT_EQ(read.margin_tiers.all()[0].maintenance_ppm, 4'050);
    const auto text = describe(*plan);
    EXPECT_NE(text.find("margin_tier = up to 50000 initial 80 bp maintenance 40.5 bp"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("margin_mode"), std::string::npos) << "the usual is not said";
}

TEST_F(MarginTables, ThatContradictThemselvesAreRefusedWithTheLine) {
    const auto text = refusal(std::string{tiers} + "[[instruments.margin_tiers]]\nup_to = \"1\"\n");
    EXPECT_NE(text.find("mine.toml:"), std::string::npos) << text;
    EXPECT_NE(text.find("margin tier 3: ends at 1, and the one before at 250000"),
              std::string::npos)
        << text;
}

TEST_F(MarginTables, AnUnknownModeNamesTheKnownOnes) {
    EXPECT_NE(refusal("margin_mode = \"isolatd\"").find("margin_mode must be cross or isolated"),
              std::string::npos);
}

TEST_F(MarginTables, IsolatedIsAnAssumptionThatPeopleRead) {
    const auto plan = read("margin_mode = \"isolated\"");
    ASSERT_TRUE(plan) << plan.error().text();
    const auto lines = assumptions(*plan, false);
    EXPECT_TRUE(std::ranges::any_of(
        lines, [](const std::string& line) { return line.starts_with("sim:X: isolated margin"); }));
}

TEST_F(MarginTables, IsolatedIsRefusedWhereOrdersSayCross) {
    const auto text = refusal("margin_mode = \"isolated\"",
                              "protocol = \"okxswap\"\nenvironment = \"simulated\"");
    EXPECT_NE(text.find("sim:X: orders to OKX are sent with cross margin"), std::string::npos)
        << text;
}

/// One venue of each kind of derivatives, served in the same process.
TEST(MarginOfVenues, IsThatOfTheirOwnTiersAndTheSessionSaysSo) {
    const Program program;
    std::string text = "currency = \"USDT\"\n[dashboard]\nport = 0\n";
    for (const auto* protocol : {"binanceusdm", "bybitlinear", "okxswap"})
        text += fmt::format(
            "[[venues]]\nname = \"{0}\"\nprotocol = \"{0}\"\nenvironment = \"simulated\"\n"
            "cash = \"10000\"\n[[instruments]]\nvenue = \"{0}\"\nsymbol = \"{1}\"\n",
            protocol, std::string{protocol} == "okxswap" ? "BTC-USDT-SWAP" : "BTCUSDT");
    text +=
        "[[strategies]]\nname = \"a\"\nkind = \"sma_cross\"\ntimeframe = \"1m\"\n"
        "instruments = [\"binanceusdm:BTCUSDT\"]\ncash = \"10000\"\n"
        "[[strategies.sizers]]\nkind = \"fixed\"\nqty = \"0.01\"\n";
    std::ofstream{program.file("three.toml")} << text;
    const auto node = program.start("run " + program.file("three.toml").string());
    ASSERT_FALSE(program.wait_for_fills(0).is_null()) << program.output();
    Program::end(node, SIGINT);
    const auto answer = program("report last --json");
    ASSERT_EQ(answer.code, 0) << answer.out;
    const auto report = Json::parse(answer.out);
    const auto lines = report["assumptions"].get<std::vector<std::string>>();
    for (const auto* name : {"binanceusdm:BTCUSDT", "bybitlinear:BTCUSDT", "okxswap:BTC-USDT-SWAP"})
        EXPECT_NE(std::ranges::find(lines, std::string{name} + ": margin by 1 tiers, cross"),
                  lines.end())
            << report["assumptions"];
    EXPECT_EQ(program("replay last").code, 0);
}

}  // namespace
}  // namespace nightjar::app
