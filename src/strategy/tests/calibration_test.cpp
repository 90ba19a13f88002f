#include "strategy/calibration.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace nightjar::strategy {
namespace {

TEST(Calibrator, SaysNothingBeforeItHasSeenFifty) {
    Calibrator calibrator{1'000};
    for (int i = 0; i < 49; ++i) calibrator.observe(1, true);
    calibrator.fit();
    EXPECT_FALSE(calibrator.probability(1));
    calibrator.observe(-1, false);
    calibrator.fit();
    EXPECT_TRUE(calibrator.probability(1));
}

/// Truth is the logistic of 1.5 s + 0.3.
Calibrator taught(std::size_t count, std::uint64_t seed = 1) {
    core::Random random{seed, 1};
    Calibrator calibrator{std::max<std::size_t>(count, 50)};
    for (std::size_t i = 0; i < count; ++i) {
        const double score = 2 * random.uniform() - 1;
        calibrator.observe(score, random.uniform() < logistic(1.5 * score + 0.3));
    }
    calibrator.fit();
    return calibrator;
}

TEST(Calibrator, FewAreFittedByACurve) {
    const auto calibrator = taught(499);
    for (const double score : {-0.9, -0.3, 0.0, 0.4, 0.9})
        EXPECT_NEAR(*calibrator.probability(score), logistic(1.5 * score + 0.3), 0.08);
    EXPECT_GT(*calibrator.probability(0.41), *calibrator.probability(0.40)) << "no steps";
}

TEST(Calibrator, ManyAreFittedInSteps) {
    const auto calibrator = taught(20'000);
    for (const double score : {-0.9, -0.3, 0.0, 0.4, 0.9})
        EXPECT_NEAR(*calibrator.probability(score), logistic(1.5 * score + 0.3), 0.05);
}

TEST(Calibrator, PlattIsWhereNoStepIsBetter) {
    const auto calibrator = taught(400, 7);
    core::Random random{7, 1};
    std::vector<std::pair<double, bool>> seen;
    for (int i = 0; i < 400; ++i) {
        const double score = 2 * random.uniform() - 1;
        seen.emplace_back(score, random.uniform() < logistic(1.5 * score + 0.3));
    }
    const auto rises = std::ranges::count(seen, true, &std::pair<double, bool>::second);
    const double high = static_cast<double>(rises + 1) / static_cast<double>(rises + 2);
    const double low = 1 / static_cast<double>(400 - rises + 2);
    const auto loss = [&](double slope, double shift) {
        double sum = 0;
        for (const auto& [score, rose] : seen) {
            const double p = logistic(slope * score + shift);
            const double target = rose ? high : low;
            sum -= target * std::log(p) + (1 - target) * std::log(1 - p);
        }
        return sum;
    };
    const double shift = logit(*calibrator.probability(0));
    const double slope = logit(*calibrator.probability(0.5)) * 2 - 2 * shift;
    for (const double by : {-0.01, 0.01}) {
        EXPECT_GT(loss(slope + by, shift), loss(slope, shift));
        EXPECT_GT(loss(slope, shift + by), loss(slope, shift));
    }
}

TEST(Calibrator, WhatIsAlwaysWrongComesToSayNothing) {
    for (const std::size_t count : {std::size_t{300}, std::size_t{3'000}}) {
        Calibrator calibrator{count};
        core::Random random{2, 2};
        for (std::size_t i = 0; i < count; ++i) {
            const double score = 2 * random.uniform() - 1;
            calibrator.observe(score, random.uniform() < 0.5 - 0.3 * score);
        }
        calibrator.fit();
        EXPECT_NEAR(*calibrator.probability(1), 0.5, 0.06) << count;
        EXPECT_NEAR(*calibrator.probability(-1), *calibrator.probability(1), 0.06) << count;
    }
}

TEST(Calibrator, OneScoreOnlyIsTheShareOfRises) {
    Calibrator calibrator{1'000};
    for (int i = 0; i < 800; ++i) calibrator.observe(1, i % 4 != 0);
    calibrator.fit();
    EXPECT_NEAR(*calibrator.probability(1), 0.75, 0.001);
    EXPECT_NEAR(*calibrator.probability(-1), 0.75, 0.001);
}

/// The isotonic fit of blocks, by the max-min formula (Barlow et al. 1972).
RC_GTEST_PROP(Calibrator, IsotonicIsWhatTheMaxMinFormulaSays, ()) {
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(500, 900));
    const auto levels = static_cast<std::uint64_t>(*rc::gen::inRange(2, 2'000));
    core::Random random{*rc::gen::arbitrary<std::uint64_t>(), 5};
    std::vector<std::pair<double, bool>> seen;
    Calibrator calibrator{count};
    double mean = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double score =
            static_cast<double>(random.below(levels)) / static_cast<double>(levels);
        seen.emplace_back(score, random.uniform() < score);
        calibrator.observe(seen[i].first, seen[i].second);
        mean += seen[i].second ? 1.0 / static_cast<double>(count) : 0;
    }
    calibrator.fit();
    std::ranges::sort(seen, {}, &std::pair<double, bool>::first);
    std::vector<std::array<double, 3>> blocks;  // from, rises, count
    for (std::size_t i = 0; i < count;) {
        std::array<double, 3> block{seen[i].first, mean / 2, 0.5};
        std::size_t taken = 0;
        while (i < count && (taken < 25 || count - i < 25 || seen[i].first == seen[i - 1].first)) {
            block[1] += seen[i++].second ? 1 : 0;
            block[2] += 1;
            ++taken;
        }
        blocks.push_back(block);
    }
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        double best = 0;
        for (std::size_t from = 0; from <= at; ++from) {
            double least = 1;
            double rises = 0;
            double all = 0;
            for (std::size_t to = from; to < blocks.size(); ++to) {
                rises += blocks[to][1];
                all += blocks[to][2];
                if (to >= at) least = std::min(least, rises / all);
            }
            best = std::max(best, least);
        }
        RC_ASSERT(std::abs(*calibrator.probability(blocks[at][0]) - within_reason(best)) < 1e-9);
    }
}

TEST(Calibrator, ForgetsWhatIsOlderThanItsMemory) {
    Calibrator calibrator{100};
    for (int i = 0; i < 1'000; ++i) calibrator.observe(0, false);
    for (int i = 0; i < 100; ++i) calibrator.observe(0, i % 2 == 0);
    calibrator.fit();
    EXPECT_NEAR(*calibrator.probability(0), 0.5, 0.01);
}

}  // namespace
}  // namespace nightjar::strategy
