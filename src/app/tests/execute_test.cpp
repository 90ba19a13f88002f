/// One parent from the command line, at an exchange that this process serves, over its protocol.

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using tests::Program;

TEST(Execute, WorksAParentToItsEndAndTellsWhatItCost) {
    const Program program;
    const auto answer = program(
        "--json execute --side buy --qty 0.04 --algo twap --over 6s --set children=8 "
        "--set adaptive=false");
    ASSERT_EQ(answer.code, 0) << answer.out;
    const auto json = Json::parse(answer.out);
    ASSERT_EQ(json["parents"].size(), 1U) << answer.out;
    const auto& parent = json["parents"][0];
    EXPECT_EQ(parent["algorithm"], "twap");
    EXPECT_EQ(parent["side"], "buy");
    EXPECT_EQ(parent["qty"], "0.04");
    EXPECT_EQ(parent["filled"], "0.04");
    EXPECT_EQ(parent["end"], "filled");
    EXPECT_GT(parent["fills"].get<int>(), 1);
    const auto& costs = parent["costs"];
    double sum = 0;
    for (const auto* part :
         {"delay", "timing", "spread", "impact", "fees", "rebates", "opportunity"})
        sum += costs[part].get<double>();
    EXPECT_NEAR(sum, costs["shortfall_bps"].get<double>(), 1e-9);
    EXPECT_GT(costs["fees"].get<double>(), 0);
    const auto again = program("report tca last");
    EXPECT_EQ(again.code, 0);
    EXPECT_NE(again.out.find("twap"), std::string::npos) << again.out;
}

TEST(Execute, ABracketClosesWhatTheEntryHasOpened) {
    const Program program;
    const auto answer = program(
        "--json execute --side buy --qty 0.04 --algo immediate --take-profit 0.002 --stop 0.002");
    ASSERT_EQ(answer.code, 0) << answer.out;
    const auto json = Json::parse(answer.out);
    EXPECT_EQ(json["parents"][0]["filled"], "0.04") << answer.out;
    std::set<std::string> sides;
    for (const auto& fill : Json::parse(program("--json fills last").out))
        sides.insert(fill["side"].get<std::string>());
    EXPECT_EQ(sides, (std::set<std::string>{"buy", "sell"})) << "in, and out again";
    EXPECT_EQ(program("--json positions last").out.find("0.04"), std::string::npos);
}

/// A node that trades by itself, and has a strategy for what a person orders.
class ExecuteAtNode : public ::testing::Test {
public:
    ExecuteAtNode() {
        std::ifstream demo{std::string{NIGHTJAR_SOURCE_DIR} + "/config/demo.toml"};
        std::string text{std::istreambuf_iterator<char>{demo}, {}};
        const std::string port = "port = 8420";
        text.replace(text.find(port), port.size(), "port = 0");
        std::ofstream{nightjar.file("demo.toml")} << text << R"(
[[strategies]]
name = "mine"
kind = "hand"
instruments = ["binance:BTCUSDT"]
cash = "100000"
[[strategies.sizers]]
kind = "fixed"
qty = 0.5
[strategies.execution]
algo = "twap"
over = "30s"
adaptive = false
)";
        node = nightjar.start("run " + nightjar.file("demo.toml").string());
        EXPECT_FALSE(nightjar.wait_for_fills(0).is_null()) << nightjar.output();
        for (int i = 0; i < 100 && !priced(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    ~ExecuteAtNode() override { Program::end(node, SIGINT); }

    [[nodiscard]] bool priced() const {
        const auto status = Json::parse(nightjar("status --json").out);
        return status["instruments"][0]["bid"].is_number();
    }
    [[nodiscard]] tests::Outcome execute(const std::string& arguments) const {
        return nightjar("--json execute --node --venue binance " + arguments + " 2>&1");
    }

    Program nightjar;
    pid_t node{};
};

TEST_F(ExecuteAtNode, WorksWhatAPersonOrdersToItsEnd) {
    const auto answer = execute("--side buy --qty 0.04 --over 6s --set children=8");
    ASSERT_EQ(answer.code, 0) << answer.out;
    const auto json = Json::parse(answer.out);
    EXPECT_EQ(json["ended"], "filled");
    EXPECT_EQ(json["filled"], "0.04");
    EXPECT_GT(json["orders"].get<int>(), 1);
    const auto refused = execute("--side buy --qty 0.48 --over 4s");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("sizing"), std::string::npos) << refused.out;
    ASSERT_EQ(WEXITSTATUS(Program::end(node, SIGINT)), 0) << nightjar.output();
    const auto replay = nightjar("replay last 2>&1");
    EXPECT_EQ(replay.code, 0) << replay.out;
}

TEST_F(ExecuteAtNode, TakesBackWhatIsWithdrawn) {
    const auto open = execute("--side sell --qty 0.4 --algo twap --over 10m --detach");
    ASSERT_EQ(open.code, 0) << open.out;
    const auto parent = Json::parse(open.out)["parent"].get<int>();
    EXPECT_EQ(execute("--withdraw " + std::to_string(parent)).code, 0);
    Json line;
    for (int i = 0; i < 100; ++i) {
        line = Json::parse(nightjar("status --json").out)["manual"][0];
        if (!line["ended"].get<std::string>().empty()) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    EXPECT_EQ(line["ended"], "a person withdrew it");
}

TEST_F(ExecuteAtNode, SaysWhatTheNodeCannotDo) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"--side buy --qty 0.04 --algo twop", "twap"},
        {"--side buy --qty 0.04 --strategy trend", "takes orders"},
        {"--side buy --qty 0.04 --instrument ETHUSDT", "does not trade this instrument"},
        {"--side buy --qty 0.04 --instrument NONE", "NONE"},
        {"--side buy --qty 0.04 --stop 2", "[strategies.protection]"},
        {"--side buy --qty 0.00001", "less than a lot"},
        {"--side buy --qty 0.04 --set children=8 --set a_long_name_of_a_setting=1", "the most"},
    };
    for (const auto& [call, said] : wrong) {
        const auto answer = execute(call);
        EXPECT_EQ(answer.code, 2) << call << ": " << answer.out;
        EXPECT_NE(answer.out.find(said), std::string::npos) << call << ": " << answer.out;
    }
}

TEST(Execute, SaysWhatIsWrongWithTheCall) {
    const Program program;
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"--side up --qty 1", "buy or sell"},
        {"--side buy --qty 0", "--qty is above 0"},
        {"--side buy --qty 1 --algo twop", "twap"},
        {"--side buy --qty 1 --set children", "KEY=VALUE"},
        {"--side buy --qty 1 --over 3y", "over"},
        {"--side buy --qty 1 --venue nowhere", "protocol must be one of"},
        {"--side buy --qty 1 --limit -3", "--limit"},
    };
    for (const auto& [call, said] : wrong) {
        const auto answer = program("execute " + call + " 2>&1");
        EXPECT_EQ(answer.code, 2) << call << ": " << answer.out;
        EXPECT_NE(answer.out.find(said), std::string::npos) << call << ": " << answer.out;
    }
}

}  // namespace
}  // namespace nightjar::app
