/// What strategies are trusted with, from outside: a running node, and configurations.

#include "app/ramp_toml.hpp"
#include "app/tests/fixtures.hpp"
#include "core/model/record.hpp"
#include "store/ledger.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace nightjar::app {
namespace {

using tests::Program;
using Json = nlohmann::json;

/// The demonstration with a ramp that decides within seconds.
class RampTest : public ::testing::Test {
public:
    RampTest() {
        std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
        text = {std::istreambuf_iterator<char>{demo}, {}};
        change("port = 8420", "port = 0");
        change("timeframe = \"5s\"", "timeframe = \"1s\"");
        change("fast = 6", "fast = 2");
        change("slow = 24", "slow = 3");
        change("min_hold = \"10s\"", "min_hold = \"0s\"");
        text +=
            "\n[ramp]\nsample = \"1s\"\nalpha = 0.49\nbeta = 0.001\nmin_samples = 1\n"
            "drift_samples = 1000000000000\n";
        for (const auto* name : {"trend", "reversion", "book"})
            text += std::string{"[ramp.expected."} + name +
                    "]\nmean_bps = 0.01\ndeviation_bps = 0.05\n";
        write("demo.toml");
    }
    void change(const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }
    void write(const char* name) const { std::ofstream{nightjar.file(name)} << text; }
    [[nodiscard]] tests::Outcome ramp(const std::string& arguments) const {
        return nightjar("ramp " + arguments + " 2>&1 </dev/null");
    }
    [[nodiscard]] Json line(const std::string& strategy) const {
        for (const auto& each : Json::parse(nightjar("--json ramp").out))
            if (each["strategy"] == strategy) return each;
        return {};
    }
    [[nodiscard]] Json preflight(const char* name) const {
        const auto answer = nightjar("--json preflight " + nightjar.file(name).string());
        EXPECT_EQ(answer.code, 0);
        return Json::parse(answer.out);
    }

    Program nightjar;
    std::string text;
};

TEST_F(RampTest, APersonMovesAStageAndTheNodeKeepsItOverARestart) {
    change("deviation_bps = 0.05", "deviation_bps = 100");  // no test ends
    write("demo.toml");
    auto child = nightjar.start("run " + nightjar.file("demo.toml").string());
    ASSERT_FALSE(nightjar.wait_for_fills(1).is_null()) << nightjar.output();
    EXPECT_NE(ramp("").out.find("evidence"), std::string::npos);
    const auto asked = ramp("trend=full");
    EXPECT_EQ(asked.code, 2) << asked.out;
    EXPECT_NE(asked.out.find("--yes"), std::string::npos) << asked.out;
    EXPECT_NE(line("trend")["stage"], "full");
    EXPECT_EQ(ramp("trend=full book=full --yes").code, 0);
    EXPECT_EQ(line("trend")["stage"], "full");
    EXPECT_EQ(ramp("book=paper").code, 0) << "lower is not asked about";
    EXPECT_NE(ramp("trent=paper").out.find("did you mean \"trend\""), std::string::npos);
    EXPECT_EQ(ramp("trend=half").code, 2);
    Program::end(child, SIGKILL);
    child = nightjar.start("run --resume last");
    ASSERT_FALSE(nightjar.wait_for_fills(0).is_null()) << nightjar.output();
    EXPECT_EQ(line("trend")["stage"], "full");
    ASSERT_EQ(WEXITSTATUS(Program::end(child, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;
}

/// The ledger of a paper session, in which the first strategy was decided on as told.
void write_proof(const std::filesystem::path& folder, const Plan& plan,
                 const std::vector<core::StageChanged>& changes) {
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "session.toml"} << "kind = \"paper\"\n";
    auto inputs = store::EventLog::open(folder / "inputs").value();
    store::LedgerOptions options;
    options.inputs = inputs.get();
    auto ledger = store::Ledger::open(folder / "ledger", options).value();
    std::vector<std::byte> room(100'000);
    const auto put = [&](const auto& record) {
        core::ByteWriter writer{room};
        writer(record);
        ledger->append(record.type, {}, writer.bytes());
    };
    core::SessionOpened opened;
    opened.config = describe(plan);
    put(opened);
    const auto& first = plan.strategies[0];
    put(core::StrategyDefined{{0}, first.name, first.kind, first.cash, {}, {}});
    for (const auto& changed : changes) put(changed);
    ASSERT_TRUE(ledger->close());
    ASSERT_TRUE(inputs->close());
}

TEST_F(RampTest, WhoPassedOnPaperBeginsAsACanaryWhereOrdersAreReal) {
    using Cause = core::StageChanged::Cause;
    using core::Stage;
    const auto plan = [&] {
        auto file = TomlTable::read(nightjar.file("demo.toml")).value();
        return read_plan(file).value();
    };
    const auto simulated = plan();
    change("environment = \"simulated\"", "environment = \"testnet\"\nkey = \"none\"");
    change("[ramp]", "[ramp]\nproven_by = \"" + nightjar.file("proof").string() + "\"");
    write("demo.toml");
    const core::StageChanged passed{{0}, Stage::Canary, Cause::Test, 10, 3'000'000, {}};
    auto fell = passed;
    fell.stage = Stage::Paper;
    fell.cause = Cause::Drift;
    auto raised = passed;
    raised.cause = Cause::Person;
    const auto begins = [&](const std::vector<core::StageChanged>& changes) {
        std::filesystem::remove_all(nightjar.file("proof"));
        write_proof(nightjar.file("proof"), simulated, changes);
        auto real = plan();
        EXPECT_TRUE(prove_ramp(nightjar.file("data"), real));
        return ramp_config(real, true).seats[0].start;
    };
    EXPECT_EQ(begins({}), Stage::Paper);
    EXPECT_EQ(begins({passed, fell}), Stage::Paper);
    EXPECT_EQ(begins({raised}), Stage::Paper) << "a person proves nothing";
    EXPECT_EQ(begins({passed}), Stage::Canary);
    change("slow = 3", "slow = 4");
    write("demo.toml");
    EXPECT_EQ(begins({passed}), Stage::Paper) << "another setting is another strategy";
    std::ofstream{nightjar.file("proof") / "session.toml"} << "kind = \"backtest\"\n";
    auto real = plan();
    EXPECT_FALSE(prove_ramp(nightjar.file("data"), real)) << "history proves nothing";
}

TEST_F(RampTest, APreflightTellsTheWorstCaseFromTheConfigurationAlone) {
    const auto report = preflight("demo.toml");
    EXPECT_EQ(report["capital"], "1000000");
    const auto most = [&](const std::string& what) {
        for (const auto& size : report["sizes"])
            if (size["what"] == what) return size["most"].get<std::string>();
        return std::string{};
    };
    EXPECT_EQ(most("one order"), "50000");
    EXPECT_EQ(most("open orders together"), "500000");
    EXPECT_EQ(most("one instrument"), "200000");
    EXPECT_EQ(most("at binance"), "400000") << "two instruments";
    EXPECT_EQ(most("at bybit"), "400000");
    EXPECT_EQ(most("gross, longs and shorts"), "1500000");
    EXPECT_EQ(most("all on one side"), "800000");
    EXPECT_EQ(report["leaps"][0]["loss"], "160000");
    EXPECT_EQ(report["limits"][2]["loss"], "30000") << "3 % a day";
    EXPECT_EQ(report["limits"][2]["move_bps"], 375);
    // (600,000 - 5 % of 400,000) / 400,000
    EXPECT_EQ(report["liquidations"][0]["move_bps"], 14'500);
}

TEST_F(RampTest, APreflightWarnsOfWhatIsMissing) {
    change("[risk]", "[risk]\noff = [\"gross\", \"fat_finger\"]");
    change("environment = \"simulated\"", "environment = \"testnet\"\nkey = \"none\"");
    write("demo.toml");
    const auto warned = preflight("demo.toml")["warnings"].dump();
    for (const auto* what : {"check gross is off", "check fat_finger is off", "proven_by",
                             "nobody is told", "nothing bounds gross", "dead-man timer"})
        EXPECT_NE(warned.find(what), std::string::npos) << what << " in " << warned;
}

TEST_F(RampTest, AWrongRampIsNamedWithItsLine) {
    const auto answer = [&](const std::string& from, const std::string& to) {
        auto kept = text;
        change(from, to);
        write("demo.toml");
        text = kept;
        return nightjar("preflight " + nightjar.file("demo.toml").string() + " 2>&1");
    };
    EXPECT_NE(answer("alpha = 0.49", "alpha = 1.5").out.find("alpha and beta"), std::string::npos);
    EXPECT_NE(answer("expected.trend", "expected.trent").out.find("did you mean \"trend\""),
              std::string::npos);
    EXPECT_EQ(answer("mean_bps = 0.01", "mean_bps = -1").code, 2);
    EXPECT_EQ(answer("sample = \"1s\"", "sample = \"1ms\"").code, 2);
}

}  // namespace
}  // namespace nightjar::app
