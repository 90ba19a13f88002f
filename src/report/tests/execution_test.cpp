#include "report/execution.hpp"

#include "backtest/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace nightjar::report {
namespace {

using store::Scratch;

class ExecutionCosts : public ::testing::Test {
public:
    ExecutionCosts() {
        auto settings = backtest::tests::settings(bars, scratch / "ledger");
        auto registries = backtest::tests::builtins();
        auto made = backtest::Backtest::make(std::move(settings), registries);
        NJ_CHECK(made.has_value(), "{}", made.error().text());
        (*made)->run([](std::uint64_t, std::uint64_t) {});
        NJ_CHECK((*made)->finish().has_value(), "a session");
        story = *read_story(scratch / "ledger");
    }
    /// One that fills all of `lots` at `average` where the decision was at `decided`.
    static ToldParent parent(std::int64_t lots, double decided, double average,
                             const std::string& algorithm) {
        ToldParent told;
        told.algorithm = algorithm;
        told.measured.qty = told.measured.filled = core::Qty{lots};
        told.measured.decided = decided;
        told.measured.average = average;
        told.measured.costs.timing = (average - decided) / decided * 1e4;
        return told;
    }

    core::BarColumns bars = backtest::tests::walk(4'000, 3);
    Scratch scratch;
    Story story;
};

TEST_F(ExecutionCosts, EveryParentOfABacktestIsMeasured) {
    ASSERT_FALSE(story.parents.empty());
    std::size_t fills = 0;
    for (const auto& told : story.parents) {
        EXPECT_EQ(told.algorithm, "immediate");
        EXPECT_FALSE(told.shares.empty());
        EXPECT_TRUE(std::isfinite(told.measured.costs.total()));
        core::Qty sum;
        for (const auto fill : told.fills) sum += story.fills[fill].fill.qty;
        EXPECT_EQ(sum, told.measured.filled);
        fills += told.fills.size();
    }
    EXPECT_EQ(fills, story.fills.size());
}

TEST_F(ExecutionCosts, TheMeanIsByWorth) {
    story.parents = {parent(100, 10'000, 10'010, "twap"), parent(300, 10'000, 10'002, "is")};
    const auto all = summarise_execution(story);
    EXPECT_NEAR(all.costs.total(), (10 * 1 + 2 * 3) / 4.0, 1e-9);
    EXPECT_NEAR(summarise_execution(story, "twap").costs.total(), 10, 1e-9);
    EXPECT_EQ(summarise_execution(story, "vwap").parents, 0U);
    EXPECT_EQ(summarise_execution(story, "vwap").costs.total(), 0);
}

TEST_F(ExecutionCosts, TextAndJsonSayTheSame) {
    const auto json = nlohmann::json::parse(execution_json(story));
    EXPECT_EQ(json["parents"].size(), story.parents.size());
    const double shortfall = json["all"]["costs"]["shortfall_bps"];
    EXPECT_NEAR(shortfall, summarise_execution(story).costs.total(), 1e-9);
    const auto text = execution_text(story);
    EXPECT_NE(text.find(fmt::format("{:+.2f}", shortfall)), std::string::npos) << text;
    EXPECT_NE(text.find("immediate"), std::string::npos);
}

TEST_F(ExecutionCosts, ASessionWithoutParentsSaysSo) {
    story.parents.clear();
    EXPECT_NE(execution_text(story).find("no parent order"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::report
