#include "strategy/ensemble.hpp"

#include "strategy/strategy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace nightjar::strategy {
namespace {

TEST(Votes, AreWeighedAndAbstentionsLeftOut) {
    const std::vector<Ballot> ballots{{1.0, 2.0}, {-0.5, 1.0}, {std::nullopt, 1.0}};
    const auto outcome = count_votes(ballots);
    EXPECT_DOUBLE_EQ(outcome.score, 0.5);
    EXPECT_DOUBLE_EQ(outcome.turnout, 0.75);
    EXPECT_DOUBLE_EQ(outcome.agreement, 1.5 / 2.5);
    EXPECT_DOUBLE_EQ(outcome.opposition, 0.5);
    ASSERT_EQ(outcome.votes.view().size(), 2U);
    EXPECT_EQ(outcome.votes.view()[1].signal.value, 1);
}

TEST(Votes, AllAbstainingIsNoTurnout) {
    const std::vector<Ballot> ballots{{std::nullopt, 1.0}, {std::nullopt, 2.0}};
    const auto outcome = count_votes(ballots);
    EXPECT_EQ(outcome.turnout, 0);
    EXPECT_FALSE(decide(outcome, {}, 1.0)) << "what is held is kept";
}

Outcome outcome_of(double score, double agreement = 1, double opposition = 0) {
    Outcome outcome;
    outcome.score = score;
    outcome.agreement = agreement;
    outcome.turnout = 1;
    outcome.opposition = opposition;
    return outcome;
}

TEST(Decide, EntersAboveOneThresholdAndLeavesBelowAnother) {
    const EnsembleRules rules{.enter = 0.5, .exit = 0.2};
    EXPECT_FALSE(decide(outcome_of(0.49), rules, 0));
    EXPECT_EQ(decide(outcome_of(0.5), rules, 0), 1.0);
    EXPECT_FALSE(decide(outcome_of(0.2), rules, 1)) << "between the two: held";
    EXPECT_EQ(decide(outcome_of(0.19), rules, 1), 0.0);
    EXPECT_EQ(decide(outcome_of(-0.3), rules, 1), 0.0) << "against, but too weak to turn";
    EXPECT_EQ(decide(outcome_of(-0.5), rules, 1), -1.0);
}

TEST(Decide, ConflictKeepsWhatIsHeld) {
    const EnsembleRules rules{.min_agreement = 0.25};
    EXPECT_FALSE(decide(outcome_of(0.9, 0.24), rules, 0));
    EXPECT_TRUE(decide(outcome_of(0.9, 0.25), rules, 0));
}

TEST(Decide, AStrongVoteAgainstCutsTheEntry) {
    const EnsembleRules rules{.strong_opposition = 0.65, .opposed_size = 0.3};
    EXPECT_EQ(decide(outcome_of(0.5, 1, 0.65), rules, 0), 1.0);
    EXPECT_EQ(decide(outcome_of(0.5, 1, 0.66), rules, 0), 0.3);
    EXPECT_FALSE(decide(outcome_of(0.5, 1, 0.66), rules, 1)) << "a position keeps its size";
}

TEST(Decide, WithoutShortsASellClosesOnly) {
    const EnsembleRules rules{.allow_short = false};
    EXPECT_EQ(decide(outcome_of(-1), rules, 1), 0.0);
    EXPECT_FALSE(decide(outcome_of(-1), rules, 0));
}

RC_GTEST_PROP(Decide, NeverLeavesTheUnitRangeAndIsStable, ()) {
    std::vector<Ballot> ballots;
    const auto count = *rc::gen::inRange(1, 16);
    for (int i = 0; i < count; ++i) {
        const double score = *rc::gen::inRange(-1000, 1001) / 1000.0;
        ballots.push_back({*rc::gen::arbitrary<bool>() ? std::optional{score} : std::nullopt,
                           *rc::gen::inRange(1, 100) / 10.0});
    }
    const auto outcome = count_votes(ballots);
    RC_ASSERT(std::abs(outcome.score) <= 1.0 + 1e-12);
    RC_ASSERT(outcome.agreement >= 0 && outcome.agreement <= 1 + 1e-12);
    for (const double held : {-1.0, -0.3, 0.0, 0.3, 1.0}) {
        const auto wanted = decide(outcome, {}, held);
        if (!wanted) continue;
        RC_ASSERT(std::abs(*wanted) <= 1.0);
        RC_ASSERT(!decide(outcome, {}, *wanted));
    }
}

TEST(Strategies, RefuseWhatCannotWork) {
    core::Registries registries;
    signal::register_builtins(registries);
    register_builtins(registries);
    const strategy::Setup none{{{0}}, {}, &registries};
    const auto made = registries.of<Strategy>().make("ensemble", {}, none);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().text().find("[[strategies.signals]]"), std::string_view::npos);
    const strategy::Setup one{{{0}}, {{"rsi", {}, 1}}, &registries, nullptr, core::hours(1)};
    const auto misspelt = registries.of<Strategy>().make("ensemble", {{"weights", "brir"}}, one);
    ASSERT_FALSE(misspelt);
    EXPECT_NE(misspelt.error().text().find("did you mean \"brier\""), std::string_view::npos);
    const strategy::Setup two{{{0}, {1}}, {}, &registries};
    EXPECT_FALSE(registries.of<Strategy>().make("sma_cross", {}, two));
}

TEST(Strategies, AnEnsembleThatLearnsWarmsUpOnWhatItLearnsFrom) {
    core::Registries registries;
    signal::register_builtins(registries);
    register_builtins(registries);
    const strategy::Setup one{{{0}}, {{"rsi", {}, 1}}, &registries, nullptr, core::hours(1)};
    const auto given = registries.of<Strategy>().make("ensemble", {}, one);
    const auto learnt = registries.of<Strategy>().make(
        "ensemble", {{"weights", "brier"}, {"memory", "500"}, {"horizon", "8"}}, one);
    ASSERT_TRUE(given && learnt);
    EXPECT_EQ((*learnt)->warmup_bars(), (*given)->warmup_bars() + 508);
}

TEST(Decide, ConflictIsFlatWhereWeightsAreLearntAndAnEntryMustBeWorthIt) {
    const EnsembleRules rules{.flat_in_conflict = true};
    EXPECT_EQ(decide(outcome_of(0.9, 0.24), rules, 1), 0.0);
    EXPECT_FALSE(decide(outcome_of(0.9, 0.24), rules, 0));
    auto dear = outcome_of(0.9);
    dear.worth = false;
    EXPECT_FALSE(decide(dear, rules, 0));
    EXPECT_FALSE(decide(dear, rules, 1)) << "what is held need not be bought again";
    EXPECT_EQ(decide(dear, rules, -1), 0.0) << "what is against it is closed";
}

}  // namespace
}  // namespace nightjar::strategy
