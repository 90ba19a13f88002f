/// What strategies are trusted with, over thousands of simulated lives.

#include "risk/ramp.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Money;
using core::Stage;
using Cause = core::StageChanged::Cause;

constexpr core::StrategyId only{0};
/// A good one: 0.2 deviations a day.
constexpr Expectation expected{0.0002, 0.001};

RampConfig config_at(Stage start, bool real = false) {
    RampConfig config;
    config.real = real;
    config.seats = {{start, expected}};
    return config;
}

/// One strategy, day by day.
struct Life {
    explicit Life(const RampConfig& config) : ramp{config} { wait(); }

    /// A day passes, of which the return is not known.
    void wait() {
        day = day + core::days(1);
        (void)ramp.sample(only, equity, day);
    }
    std::optional<core::StageChanged> earn(double part) {
        const auto share = static_cast<double>(ramp.share_ppm(only)) / Ramp::million;
        equity.raw += static_cast<core::Wide>(part * share * static_cast<double>(equity.raw));
        day = day + core::days(1);
        auto sampled = ramp.sample(only, equity, day);
        records.push_back(sampled.record);
        if (sampled.changed) changes.push_back(*sampled.changed);
        return sampled.changed;
    }
    /// Normal returns until something is decided; how many there were.
    std::int64_t live(core::Random& random, double mean) {
        std::int64_t days = 1;
        while (!earn(mean + expected.deviation * random.normal())) ++days;
        return days;
    }

    Ramp ramp;
    Money equity{core::whole(100'000)};
    core::Time day;
    std::vector<core::StageSampled> records;
    std::vector<core::StageChanged> changes;
};

constexpr int lives = 4'000;
/// Of the nominal rates, for lives of that number.
constexpr double tolerance = 1.3;

TEST(Ramp, OfStrategiesThatEarnNothingNoMoreThanAlphaPass) {
    core::Random random{1, 1};
    int passed = 0;
    for (int i = 0; i < lives; ++i) {
        Life life{config_at(Stage::Paper)};
        life.live(random, 0);
        if (life.changes.back().stage == Stage::Canary) ++passed;
    }
    EXPECT_LE(passed, tolerance * 0.05 * lives);
    EXPECT_GE(passed, 0.5 * 0.05 * lives) << "a test that hardly passes any is no good either";
}

TEST(Ramp, OfStrategiesThatEarnWhatIsExpectedNoMoreThanBetaFail) {
    core::Random random{2, 1};
    int failed = 0;
    std::int64_t days = 0;
    for (int i = 0; i < lives; ++i) {
        Life life{config_at(Stage::Paper)};
        days += life.live(random, expected.mean);
        if (life.changes.back().stage == Stage::Paper) ++failed;
    }
    EXPECT_LE(failed, tolerance * 0.05 * lives);
    // (1 - beta) ln 19 - beta ln 19 nats at mean^2 / (2 deviation^2) a day, and the overshoot.
    EXPECT_NEAR(static_cast<double>(days) / lives, 132, 20);
}

TEST(Ramp, ATrialThatIsRepeatedForEverLetsNoMoreThanTwiceAlphaPass) {
    core::Random random{3, 1};
    int passed = 0;
    for (int i = 0; i < lives; ++i) {
        Life life{config_at(Stage::Paper)};
        for (int trial = 0; trial < 8 && life.ramp.stage(only) == Stage::Paper; ++trial)
            life.live(random, 0);
        if (life.ramp.stage(only) != Stage::Paper) ++passed;
    }
    EXPECT_LE(passed, tolerance * 0.1 * lives);
}

TEST(Ramp, AtTheTopWhoGoesOnEarningFallsRarelyAndWhoStopsFallsSoon) {
    auto config = config_at(Stage::Full, true);
    config.rules.drift_samples = 50;
    core::Random random{4, 1};
    std::int64_t good = 0;
    std::int64_t bad = 0;
    constexpr int few = 400;
    for (int i = 0; i < few; ++i) {
        Life earns{config};
        good += earns.live(random, expected.mean);
        EXPECT_EQ(earns.changes.back().cause, Cause::Drift);
        EXPECT_EQ(earns.changes.back().stage, Stage::Canary);
        Life stops{config};
        bad += stops.live(random, 0);
    }
    EXPECT_GE(good / few, 50);
    EXPECT_LE(bad / few, 200) << "ln 50 nats at 0.02 a day are 196 days";
}

TEST(Ramp, ADayWithoutAPriceIsLeftOutAndNotGuessed) {
    Life life{config_at(Stage::Paper)};
    life.earn(0.01);
    ASSERT_EQ(life.ramp.standing(only).samples, 1);
    const auto evidence = life.ramp.standing(only).evidence;
    life.day = life.day + core::days(1);
    EXPECT_FALSE(life.ramp.sample(only, std::nullopt, life.day).record.return_ppb);
    EXPECT_FALSE(life.earn(-0.5)) << "two days' return is not one day's";
    EXPECT_FALSE(life.records.back().return_ppb);
    EXPECT_EQ(life.ramp.standing(only).samples, 1);
    EXPECT_EQ(life.ramp.standing(only).evidence, evidence);
    life.earn(0.01);
    EXPECT_EQ(life.ramp.standing(only).samples, 2);
    life.day = life.day + core::days(1);  // one of which nothing was heard
    life.earn(0.01);
    EXPECT_EQ(life.ramp.standing(only).samples, 2);
}

TEST(Ramp, NoSingleReturnDecides) {
    auto config = config_at(Stage::Paper);
    config.rules.min_samples = 1;
    Life life{config};
    EXPECT_FALSE(life.earn(1));
    EXPECT_NEAR(life.ramp.standing(only).evidence, 5 * 0.2, 1e-6);
    EXPECT_FALSE(life.earn(-1));
}

TEST(Ramp, ATrialEndsNoSoonerThanItsLeastSamples) {
    Life life{config_at(Stage::Paper)};
    for (int i = 0; i < 9; ++i) EXPECT_FALSE(life.earn(0.004));
    EXPECT_GT(life.ramp.standing(only).evidence, 2.95);
    const auto changed = life.earn(0.004);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->stage, Stage::Canary);
    EXPECT_EQ(changed->samples, 10);
}

TEST(Ramp, TheReturnOfACanaryIsOnItsShareOfTheCapital) {
    Life life{config_at(Stage::Canary, true)};
    EXPECT_EQ(life.ramp.share_ppm(only), 50'000);
    life.equity = life.equity + core::whole(50);  // of 5,000
    life.day = life.day + core::days(1);
    EXPECT_EQ(life.ramp.sample(only, life.equity, life.day).record.return_ppb, 10'000'000);
}

TEST(Ramp, TheReturnOfAnEnormousCapitalIsExactToo) {
    Life life{config_at(Stage::Paper)};
    life.equity.raw = core::whole(1'000'000'000).raw * 1'000'000'000;
    life.wait();
    life.earn(0.25);
    EXPECT_EQ(life.records.back().return_ppb, 250'000'000);
}

TEST(Ramp, OnPaperWithoutCapitalNothingCanBeEarnedWhereOrdersAreReal) {
    Life life{config_at(Stage::Paper, true)};
    EXPECT_EQ(life.ramp.share_ppm(only), 0);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(life.earn(0.01));
    EXPECT_EQ(life.ramp.standing(only).samples, 0);
}

TEST(Ramp, InASimulatedSessionAllHaveTheirFullSizeAndTheCanaryIsTheTop) {
    Life life{config_at(Stage::Paper)};
    while (life.changes.empty()) life.earn(0.03);
    EXPECT_EQ(life.ramp.stage(only), Stage::Canary);
    EXPECT_EQ(life.ramp.share_ppm(only), Ramp::million);
    for (int i = 0; i < 100; ++i) life.earn(0.03);
    EXPECT_EQ(life.ramp.stage(only), Stage::Canary);
    EXPECT_FALSE(life.ramp.standing(only).upper);
    while (life.changes.size() == 1) life.earn(-0.03);
    EXPECT_EQ(life.changes.back().cause, Cause::Drift);
    EXPECT_EQ(life.ramp.stage(only), Stage::Paper);
}

TEST(Ramp, LossesCostAtMostOneStageADay) {
    Life life{config_at(Stage::Full, true)};
    const auto noon = life.day + core::hours(12);
    const auto lost = life.ramp.lose(only, noon);
    ASSERT_TRUE(lost);
    EXPECT_EQ(lost->stage, Stage::Canary);
    EXPECT_EQ(lost->cause, Cause::Loss);
    EXPECT_FALSE(life.ramp.lose(only, noon + core::hours(1)));
    EXPECT_EQ(life.ramp.lose(only, core::end_of_day(noon))->stage, Stage::Paper);
    EXPECT_FALSE(life.ramp.lose(only, noon + core::days(5))) << "there is nothing below";
}

TEST(Ramp, ADayInWhichTheStageWasChangedIsNotTaken) {
    Life life{config_at(Stage::Canary, true)};
    life.earn(0.01);
    ASSERT_TRUE(life.ramp.set({only, Stage::Full}, core::Person{"ada"}));
    life.earn(0.01);
    EXPECT_FALSE(life.records.back().return_ppb);
    life.earn(0.01);
    EXPECT_TRUE(life.records.back().return_ppb);
}

TEST(Ramp, APersonsWishForTheSameStageOrAStrangerChangesNothing) {
    Life life{config_at(Stage::Canary, true)};
    EXPECT_FALSE(life.ramp.set({only, Stage::Canary}, core::Person{"ada"}));
    EXPECT_FALSE(life.ramp.set({{7}, Stage::Full}, core::Person{"ada"}));
    EXPECT_FALSE(life.ramp.set({only, static_cast<Stage>(9)}, core::Person{"ada"}));
}

TEST(Ramp, AllOfItsStateIsInItsRecords) {
    core::Random random{5, 1};
    Life life{config_at(Stage::Paper)};
    for (int i = 0; i < 300; ++i) life.earn(0.0001 + 0.001 * random.normal());
    ASSERT_FALSE(life.changes.empty());
    Ramp other{config_at(Stage::Paper)};
    auto change = life.changes.begin();
    for (const auto& record : life.records) {
        other.recall(record);
        if (change != life.changes.end() && change->samples == record.samples &&
            change->evidence == record.evidence)
            other.recall(*change++, record.until);
    }
    EXPECT_EQ(change, life.changes.end());
    const auto now = life.ramp.standing(only);
    const auto then = other.standing(only);
    EXPECT_EQ(then.stage, now.stage);
    EXPECT_EQ(then.samples, now.samples);
    EXPECT_EQ(then.evidence, now.evidence);
    EXPECT_EQ(then.failures, now.failures);
    EXPECT_EQ(life.ramp.sample(only, life.equity, life.day + core::days(1)).record.return_ppb,
              other.sample(only, life.equity, life.day + core::days(1)).record.return_ppb);
}

TEST(Ramp, ItsIntervalsEndAtMidnightUtc) {
    Ramp ramp{config_at(Stage::Paper)};
    const auto noon = core::Time{} + core::days(100) + core::hours(12);
    EXPECT_FALSE(ramp.ended(noon)) << "it has seen no whole one";
    EXPECT_FALSE(ramp.ended(noon + core::hours(11)));
    EXPECT_EQ(ramp.ended(noon + core::hours(13)), core::Time{} + core::days(101));
    EXPECT_FALSE(ramp.ended(noon + core::hours(14)));
}

}  // namespace
}  // namespace nightjar::risk
