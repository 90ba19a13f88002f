#include "study/adversary.hpp"

#include "study/leakage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::study {
namespace {

constexpr double hour = 3'600;

std::vector<double> timer(double jitter, std::uint64_t seed) {
    core::Random random{7, seed};
    std::vector<double> times;
    for (int i = 0; i < 120; ++i)
        times.push_back((i + 0.5 + jitter * (2 * random.uniform() - 1)) * 30);
    return times;
}

std::vector<double> chance(std::uint64_t seed) {
    core::Random random{5, seed};
    std::vector<double> times;
    for (int i = 0; i < 120; ++i) times.push_back(random.uniform() * hour);
    std::ranges::sort(times);
    return times;
}

TEST(Adversary, SeesATimerWithJitterOrWithoutAndNotChance) {
    int false_alarms = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        for (const double jitter : {0.0, 0.2}) {
            EXPECT_TRUE(periodic(timer(jitter, seed), hour));
            EXPECT_TRUE(unlike_chance(timer(jitter, seed)));
        }
        false_alarms += periodic(chance(seed), hour) ? 1 : 0;
        false_alarms += unlike_chance(chance(seed)) ? 1 : 0;
    }
    EXPECT_LE(false_alarms, 5) << "of 80 at 1 %";
}

TEST(Forecaster, LearnsWhatAClueIsWorth) {
    core::Random random{1, 1};
    std::vector<Moment> seen;
    for (int i = 0; i < 4'000; ++i) {
        Moment moment;
        moment.clues[0] = 1;
        moment.clues[3] = i % 2;
        moment.child = random.uniform() < (i % 2 == 1 ? 0.8 : 0.2);
        seen.push_back(moment);
    }
    const Forecaster forecaster{seen};
    EXPECT_NEAR(forecaster.say(seen[1].clues), 0.8, 0.03);
    EXPECT_NEAR(forecaster.say(seen[0].clues), 0.2, 0.03);
    const auto known = foresight(forecaster, seen, 0.5);
    EXPECT_NEAR(known.auc, 0.8, 0.03);
    EXPECT_NEAR(known.bits, 1 - 0.722, 0.03) << "one bit less the entropy of 0.8";
}

TEST(Leakage, ATimerIsForeseenOnThePublicTapeAndNoiseLess) {
    LeakagePlan plan;
    plan.over = core::minutes(20);
    plan.children = 40;
    plan.seeds = 4;
    const auto leaks = run_leakage(plan, {});
    ASSERT_EQ(leaks.size(), 5U);
    EXPECT_EQ(leaks[0].arm, "twap");
    EXPECT_EQ(leaks[0].periodic, 1);
    EXPECT_EQ(leaks[1].periodic, 1) << "a fifth of jitter hides nothing";
    EXPECT_GT(leaks[0].public_tape.auc, leaks[3].public_tape.auc);
    EXPECT_EQ(to_json(run_leakage(plan, {})), to_json(leaks));
}

}  // namespace
}  // namespace nightjar::study
