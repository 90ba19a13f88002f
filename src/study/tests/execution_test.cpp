#include "study/execution.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::study {
namespace {

Trial small() {
    Trial trial;
    trial.part_of_day = 0.0005;
    trial.over = core::minutes(1);
    return trial;
}

const Arm& arm(std::string_view name) {
    static const auto all = execution_arms();
    return *std::ranges::find(all, name, &Arm::name);
}

ExecutionPlan plan_of(std::size_t threads) {
    ExecutionPlan plan;
    plan.regimes = {sim::Regime::Calm, sim::Regime::Attacked};
    plan.parts_of_day = {0.0005};
    plan.over = {core::minutes(1)};
    plan.arms = {arm("passive"), arm("twap")};
    plan.seeds = 3;
    plan.threads = threads;
    return plan;
}

TEST(Trial, EveryArmFillsAndItsCostIsTheSumOfItsParts) {
    for (const auto& each : execution_arms()) {
        const auto outcome = run(small(), each.style);
        ASSERT_TRUE(outcome) << each.name << ": " << outcome.error().text();
        EXPECT_NEAR(outcome->cost_bps, outcome->price_bps + outcome->fee_bps + outcome->missed_bps,
                    1e-9);
        EXPECT_DOUBLE_EQ(outcome->filled, 1) << each.name;
        EXPECT_GE(outcome->children, 1U);
    }
}

TEST(Trial, ATakerPaysTheTakersFeeAndAMakerLess) {
    const auto taker = run(small(), arm("twap").style);
    EXPECT_NEAR(taker->fee_bps, 5, 0.01);
    EXPECT_EQ(taker->made, 0);
    const auto passive = run(small(), arm("passive").style);
    EXPECT_GT(passive->made, 0.01) << "it shows a fifth of its level at most";
    EXPECT_NEAR(passive->fee_bps, 5 - 3 * passive->made, 0.02);
}

TEST(Trial, WhatDidNotFillCountsAtTheEnd) {
    auto trial = small();
    trial.part_of_day = 0.5;  // half a day's volume in a minute
    const auto outcome = run(trial, arm("twap").style);
    EXPECT_LT(outcome->filled, 1);
    EXPECT_GT(outcome->missed_bps, 0);
}

TEST(Trial, IsTheSameTwiceAndAnotherWithAnotherSeed) {
    auto trial = small();
    const auto once = run(trial, arm("full").style);
    EXPECT_EQ(once->cost_bps, run(trial, arm("full").style)->cost_bps);
    trial.seed = 2;
    EXPECT_NE(once->cost_bps, run(trial, arm("full").style)->cost_bps);
}

TEST(Trial, AMarketWithoutUsIsTheSameForAllArms) {
    auto trial = small();
    trial.part_of_day = 0;
    EXPECT_EQ(run(trial, arm("twap").style)->moved_bps, run(trial, arm("full").style)->moved_bps);
}

TEST(Trial, ASettingThatTheAlgorithmDoesNotHaveIsAnError) {
    EXPECT_FALSE(run(small(), {"twap", {{"colour", "red"}}}));
}

TEST(ExecutionStudy, SaysTheSameWhateverTheThreads) {
    const auto one = run_execution(plan_of(1), {});
    const auto three = run_execution(plan_of(3), {});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(to_json(*one), to_json(*three));
    EXPECT_EQ(to_text(*one), to_text(*three));
}

TEST(ExecutionStudy, StoppedItHoldsTheSeedsThatAreComplete) {
    int asked = 0;
    const auto stopped = run_execution(plan_of(1), {{}, [&asked] { return ++asked > 9; }});
    ASSERT_TRUE(stopped);
    EXPECT_EQ(stopped->seeds, 2U) << "nine runs are two seeds of four, and one";
    const auto whole = run_execution(plan_of(1), {});
    EXPECT_EQ(stopped->settings[0].arms[1].outcomes[1].cost_bps,
              whole->settings[0].arms[1].outcomes[1].cost_bps);
}

TEST(ExecutionStudy, JudgesKnownOutcomes) {
    ExecutionStudy study;
    study.plan.arms = {{"passive", "", {}}, {"other", "", {}}};
    study.seeds = 4;
    study.settings.resize(1);
    auto& arms = study.settings[0].arms;
    arms.resize(2);
    for (const double cost : {1.0, 2.0, 3.0, 4.0}) {
        Outcome outcome;
        outcome.filled = 1;
        outcome.cost_bps = cost;
        arms[0].outcomes.push_back(outcome);
        outcome.cost_bps = cost - 0.5;
        outcome.made = 0.25;
        arms[1].outcomes.push_back(outcome);
    }
    judge(study);
    EXPECT_DOUBLE_EQ(arms[0].mean, 2.5);
    EXPECT_DOUBLE_EQ(arms[0].cvar95, 4);
    EXPECT_FALSE(arms[0].against);
    EXPECT_DOUBLE_EQ(arms[1].made, 0.25);
    ASSERT_TRUE(arms[1].against);
    EXPECT_DOUBLE_EQ(arms[1].against->high, -0.5) << "every seed says the same";
    EXPECT_NEAR(arms[1].p, 2.0 / 20'001, 1e-12);
}

TEST(ExecutionStudy, ThePageHoldsEveryArmAndRunsNothing) {
    const auto study = run_execution(plan_of(1), {});
    const auto page = to_html(*study);
    EXPECT_NE(page.find("attacked"), std::string::npos);
    EXPECT_NE(page.find("<td>twap</td>"), std::string::npos);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::study
