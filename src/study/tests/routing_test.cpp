/// T-C3's laboratory: the router against each venue alone.

#include "study/execution.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::study {
namespace {

Trial small() {
    Trial trial;
    trial.part_of_day = 0.0005;
    trial.over = core::minutes(2);
    trial.venues = 3;
    trial.fees_differ = true;
    return trial;
}

const Arm& arm(std::string_view name) {
    static const auto all = routing_arms(3);
    return *std::ranges::find(all, name, &Arm::name);
}

TEST(RoutingArms, EachFillsAndItsCostIsTheSumOfItsParts) {
    EXPECT_EQ(routing_arms(3).size(), 9U);
    for (const auto& each : routing_arms(3)) {
        const auto outcome = run(small(), each.style);
        ASSERT_TRUE(outcome) << each.name;
        EXPECT_NEAR(outcome->cost_bps, outcome->price_bps + outcome->fee_bps + outcome->missed_bps,
                    1e-9);
        EXPECT_DOUBLE_EQ(outcome->filled, 1) << each.name;
    }
}

TEST(RoutingArms, AVenueAloneChargesItsOwnFee) {
    for (const auto& [name, taker] : {std::pair{"taker1", 5.0}, {"taker2", 6.0}, {"taker3", 5.5}}) {
        const auto outcome = run(small(), arm(name).style);
        EXPECT_NEAR(outcome->fee_bps, taker, 0.01) << name;
        EXPECT_EQ(outcome->made, 0);
        EXPECT_EQ(outcome->kept_bps, 0);
    }
    EXPECT_LT(run(small(), arm("sharded").style)->fee_bps, 5.51) << "and not where it is dearest";
}

TEST(RoutingArms, TheControlRestsWhereMakersArePaid) {
    const auto greedy = run(small(), arm("rebates").style);
    EXPECT_GT(greedy->made, 0);
    // What it makes earns 0.5 bp, what it takes at the end of a slot costs 6.
    EXPECT_NEAR(greedy->fee_bps, 6 - 6.5 * greedy->made, 0.02);
}

TEST(RoutingArms, AVenueThatIsNotThereIsAnError) {
    auto trial = small();
    trial.venues = 2;
    EXPECT_FALSE(run(trial, arm("taker3").style));
}

TEST(RoutingArms, FourVenuesMakeAStudy) {
    ExecutionPlan plan;
    plan.regimes = {sim::Regime::Calm};
    plan.parts_of_day = {0.0005};
    plan.over = {core::minutes(1)};
    plan.arms = routing_arms(4);
    plan.venues = 4;
    plan.fees_differ = true;
    plan.seeds = 1;
    const auto study = run_execution(plan, {});
    ASSERT_TRUE(study) << study.error().text();
    EXPECT_EQ(study->seeds, 1U);
    EXPECT_TRUE(study->settings[0].arms[4].rival.starts_with("taker"));
    EXPECT_TRUE(study->settings[0].arms[9].rival.starts_with("maker"));
}

TEST(RoutingArms, AreHeldAgainstTheBestOfTheVenues) {
    ExecutionStudy study;
    study.plan.arms = routing_arms(2);
    study.seeds = 2;
    study.settings.resize(1);
    auto& arms = study.settings[0].arms;
    for (const double cost : {3.0, 2.0, 1.5, 9.0, 8.0, 7.0, 8.5}) {
        Outcome outcome;
        outcome.cost_bps = cost;
        arms.emplace_back().outcomes = {outcome, outcome};
    }
    judge(study);
    EXPECT_EQ(arms[0].rival, "");
    EXPECT_EQ(arms[2].rival, "taker2");
    EXPECT_DOUBLE_EQ(arms[2].against->mean, -0.5);
    EXPECT_EQ(arms[5].rival, "maker2");
    EXPECT_EQ(arms[6].rival, "maker2");
    EXPECT_DOUBLE_EQ(arms[6].against->mean, 0.5);
    const auto text = to_text(study);
    EXPECT_NE(text.find("taker2 -0.50"), std::string::npos) << text;
    EXPECT_NE(to_json(study).find("against_maker2"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::study
