/// T-C2: what to take and what to let rest, against the least that can be found by numbers.

#include "exec/maker_split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace nightjar::exec {
namespace {

/// Of one venue or several: costs of the size that they have in markets.
struct Problem {
    PlacingCosts costs;
    std::vector<MakerVenue> venues;
    std::vector<std::vector<double>> outflows;
    double lots{};

    [[nodiscard]] double cost(const MakerSplit& split) const {
        return expected_cost(costs, venues, split, lots);
    }
};

double between(core::Random& random, double from, double to) {
    return from + (to - from) * random.uniform();
}

PlacingCosts random_costs(core::Random& random) {
    PlacingCosts costs;
    costs.half_spread = between(random, 0.1, 2);
    costs.taker_fee = between(random, 0.5, 6);
    costs.missed = costs.half_spread + costs.taker_fee + between(random, 0, 6);
    costs.over = between(random, 0, 6);
    costs.impact = between(random, 0, 0.3);
    return costs;
}

Problem random_problem(core::Random& random, std::size_t venues, std::size_t outcomes,
                       double lots) {
    Problem problem;
    problem.costs = random_costs(random);
    problem.lots = lots;
    problem.outflows.resize(venues);
    for (auto& outflow : problem.outflows) {
        const double mean = between(random, 0.3, 3) * lots;
        for (std::size_t n = 0; n < outcomes; ++n)
            outflow.push_back(random.uniform() < 0.2 ? 0 : mean * random.exponential());
        problem.venues.push_back(
            {between(random, -2, 1), between(random, 0, 2), between(random, 0, 2) * lots, outflow});
    }
    return problem;
}

/// An outflow that is distributed exponentially: what the mean of min((xi - Q)+, L) is.
double mean_filled(double mean, double ahead, double resting) {
    return mean * (std::exp(-ahead / mean) - std::exp(-(ahead + resting) / mean));
}

double cost_of(const PlacingCosts& costs, const MakerVenue& venue, double mean, double lots,
               double resting) {
    const double filled = mean_filled(mean, venue.ahead, resting);
    return (costs.half_spread + costs.taker_fee) * (lots - resting) -
           (costs.half_spread + venue.rebate - venue.adverse) * filled +
           costs.impact * (lots + resting - filled) + costs.missed * (resting - filled);
}

/// Where a convex function of [0, most] is least, by the sign of its slope.
double least_at(const std::function<double(double)>& cost, double most) {
    constexpr int halvings = 60;
    const double near = 1e-4 * most;
    double from = 0;
    double to = most;
    for (int i = 0; i < halvings; ++i) {
        const double at = (from + to) / 2;
        (cost(at + near) < cost(at - near) ? from : to) = at;
    }
    return (from + to) / 2;
}

TEST(MakerSplit, TheClosedFormIsTheMinimumOfTwoHundredCosts) {
    core::Random random{21, 0};
    int inside = 0;
    for (int i = 0; i < 200; ++i) {
        const auto costs = random_costs(random);
        const double lots = between(random, 1, 50);
        const double mean = between(random, 0.3, 4) * lots;
        const MakerVenue venue{
            between(random, -2, 1), between(random, 0, 2), between(random, 0, 1) * lots, {}};
        const double part = bearable_misses(costs, venue);
        const double inverse = part < 1 ? -mean * std::log1p(-part) : 1e9;
        const double closed = std::clamp(inverse - venue.ahead, 0.0, lots);
        const auto cost = [&](double resting) {
            return cost_of(costs, venue, mean, lots, resting);
        };
        const double found = least_at(cost, lots);
        EXPECT_NEAR(cost(closed), cost(found), 1e-6 * std::abs(cost(found))) << i;
        EXPECT_NEAR(closed, found, 1e-6 * lots) << i;
        inside += closed > 0 && closed < lots ? 1 : 0;
    }
    EXPECT_GT(inside, 40) << "the cases are of all kinds";
}

/// The cost of outcomes is straight between them: its least is at one of them, or at an end.
TEST(MakerSplit, OfOutcomesItIsTheLeastThatThereIs) {
    core::Random random{22, 0};
    for (int i = 0; i < 200; ++i) {
        const auto problem = random_problem(random, 1, 1 + random.below(most_outcomes), 10);
        const auto split = split_at_one(problem.costs, problem.venues[0], problem.lots);
        EXPECT_DOUBLE_EQ(split.taken + split.resting[0], problem.lots);
        auto least = std::min(problem.cost({problem.lots, {}}), problem.cost({0, {problem.lots}}));
        for (const double outflow : problem.outflows[0]) {
            const double resting = std::clamp(outflow - problem.venues[0].ahead, 0.0, problem.lots);
            least = std::min(least, problem.cost({problem.lots - resting, {resting}}));
        }
        EXPECT_NEAR(problem.cost(split), least, 1e-9 * (1 + std::abs(least))) << i;
    }
}

TEST(MakerSplit, WhatGoesAgainstMakersIsNotEarned) {
    core::Random random{23, 0};
    auto problem = random_problem(random, 1, 200, 10);
    auto& venue = problem.venues[0];
    venue.ahead = 0;
    venue.rebate = 0.5;
    venue.adverse = 0;
    const double kind = split_at_one(problem.costs, venue, 10).resting[0];
    venue.adverse = 2 * problem.costs.half_spread + problem.costs.taker_fee + 1;
    EXPECT_GT(kind, 0);
    EXPECT_EQ(split_at_one(problem.costs, venue, 10).resting[0], 0) << "all of it is taken";
}

/// The least over whole lots; `most_out` as in the search.
double on_the_grid(const Problem& problem, double most_out, MakerSplit& split, std::size_t venue) {
    double sum = split.taken;
    for (std::size_t v = 0; v < venue; ++v) sum += split.resting.at(v);
    if (venue == problem.venues.size()) return sum < problem.lots ? 1e18 : problem.cost(split);
    double least = 1e18;
    for (int lots = 0; lots <= problem.lots && sum + lots <= most_out; ++lots) {
        split.resting.at(venue) = lots;
        least = std::min(least, on_the_grid(problem, most_out, split, venue + 1));
    }
    return least;
}

double least_on_the_grid(const Problem& problem, double most_out) {
    double least = 1e18;
    for (int taken = 0; taken <= problem.lots; ++taken) {
        MakerSplit split{static_cast<double>(taken), {}};
        least = std::min(least, on_the_grid(problem, most_out, split, 0));
    }
    return least;
}

TEST(MakerSplit, AtOneVenueTheSearchComesToTheClosedForm) {
    core::Random random{24, 0};
    double sum = 0;
    for (int i = 0; i < 50; ++i) {
        const auto problem = random_problem(random, 1, 128, 12);
        const auto exact = problem.cost(split_at_one(problem.costs, problem.venues[0], 12));
        const auto found = split_over(problem.costs, problem.venues, {12, 12}, {}, {3, 0});
        EXPECT_NEAR(found.taken + found.resting[0], 12, 1e-4);
        const double dearer = (problem.cost(found) - exact) / problem.lots;
        EXPECT_LT(dearer, 0.1) << "bp a lot, problem " << i;
        EXPECT_GT(dearer, -1e-4);
        sum += dearer;
    }
    EXPECT_LT(sum / 50, 0.02) << "bp a lot";
}

TEST(MakerSplit, OverTwoToFourVenuesTheSearchIsAsGoodAsAGrid) {
    core::Random random{25, 0};
    double sum = 0;
    int count = 0;
    for (std::size_t venues = 2; venues <= 4; ++venues)
        for (int i = 0; i < 6; ++i)
            for (const double times : {1.0, 1.5}) {
                const double lots = venues == 4 ? 6 : 10;
                const auto problem = random_problem(random, venues, 48, lots);
                const auto found = split_over(problem.costs, problem.venues, {lots, times * lots},
                                              {lots, {}}, {4, 0});
                const double least = least_on_the_grid(problem, times * lots);
                const double dearer = (problem.cost(found) - least) / lots;
                EXPECT_LT(dearer, 0.15) << "bp a lot, " << venues << " venues, problem " << i;
                sum += dearer;
                ++count;
            }
    EXPECT_LT(sum / count, 0.02) << "bp a lot; below 0 where whole lots are not the best";
}

TEST(MakerSplit, ItStaysWithinItsBoundsAndIsNeverDearerThanWhereItBegan) {
    core::Random random{26, 0};
    for (int i = 0; i < 200; ++i) {
        const auto venues = 1 + random.below(most_venues);
        const auto problem = random_problem(random, venues, 1 + random.below(64), 10);
        const double most_out = random.below(2) == 0 ? 10 : between(random, 10, 30);
        MakerSplit from{between(random, 0, 4), {}};
        from.resting[0] = 10 - from.taken;
        const auto found = split_over(problem.costs, problem.venues, {10, most_out, 200}, from,
                                      {5, static_cast<std::uint64_t>(i)});
        double out = found.taken;
        EXPECT_GE(found.taken, 0);
        EXPECT_LE(found.taken, 10);
        for (std::size_t v = 0; v < venues; ++v) {
            EXPECT_GE(found.resting.at(v), 0);
            EXPECT_LE(found.resting.at(v), 10);
            out += found.resting.at(v);
        }
        EXPECT_GE(out, 10 - 1e-4);
        EXPECT_LE(out, most_out + 1e-4);
        EXPECT_LE(problem.cost(found), problem.cost(from) + 1e-3);
    }
}

TEST(MakerSplit, TheSameChanceGivesTheSameSplit) {
    core::Random random{27, 0};
    const auto problem = random_problem(random, 3, 100, 10);
    const auto once = split_over(problem.costs, problem.venues, {10, 10}, {10, {}}, {6, 0});
    const auto again = split_over(problem.costs, problem.venues, {10, 10}, {10, {}}, {6, 0});
    EXPECT_EQ(once.taken, again.taken);
    EXPECT_EQ(once.resting, again.resting);
}

}  // namespace
}  // namespace nightjar::exec
