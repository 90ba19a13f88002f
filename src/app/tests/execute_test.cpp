/// One parent from the command line, at an exchange that this process serves, over its protocol.

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using tests::Program;

TEST(Execute, WorksAParentToItsEndAndTellsWhatItCost) {
    const Program program;
    const auto answer = program(
        "--json execute --side buy --qty 0.04 --algo twap --over 4s --set children=8 "
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
