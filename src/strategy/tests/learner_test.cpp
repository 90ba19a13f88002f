#include "strategy/learner.hpp"

#include "strategy/tests/learner_world.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace nightjar::strategy {
namespace {

using tests::show;
using tests::squash;
using tests::uncapped;
using tests::World;
using tests::world;
using Scores = std::vector<std::optional<double>>;

constexpr std::array all_weighings{Weighing::Brier, Weighing::Hedge, Weighing::FixedShare};

LearningRules next_bar(Weighing weighing = Weighing::Brier) {
    LearningRules rules;
    rules.weighing = weighing;
    rules.horizon = 1;
    return rules;
}

/// Three who see something of it, each its own way, and one who does not.
World informed(std::uint64_t seed, std::size_t bars, double strength) {
    return world(seed, bars, strength, [](std::size_t, double latent, core::Random& random) {
        return Scores{squash(latent + random.normal()), squash(3 * latent + 3 * random.normal()),
                      random.uniform() < 0.3 ? std::optional<double>{} : squash(0.2 * latent),
                      2 * random.uniform() - 1};
    });
}

struct Judged {
    double ece{};
    double pool{};
    std::vector<double> single;  // Brier of each signal, calibrated as the pool sees it
};

/// Over what comes after the first 2,000 bars; nothing of it was seen when it was foretold.
Judged judge(Weighing weighing, std::uint64_t seed) {
    const auto made = informed(seed, 10'000, 0.8);
    Learner learner{uncapped(4), next_bar(weighing)};
    Judged judged;
    judged.single.resize(4);
    Reliability reliability;
    double n = 0;
    std::vector<Calibrator> alone(4, Calibrator{2'000});
    show(learner, made, 0, made.size() - 1, [&](std::size_t i) {
        const bool rose = made.rises(i);
        const double truth = rose ? 1 : 0;
        if (i >= 2'000) {
            const double p = learner.probability(made.scores[i]);
            reliability.add(p, rose);
            judged.pool += (p - truth) * (p - truth);
            n += 1;
        }
        for (std::size_t s = 0; s < 4; ++s) {
            if (i % 168 == 0) alone[s].fit();
            if (i >= 2'000) {
                const double said = made.scores[i][s]
                                        ? alone[s].probability(*made.scores[i][s]).value_or(0.5)
                                        : learner.base_rate();
                judged.single[s] += (said - truth) * (said - truth);
            }
            if (made.scores[i][s]) alone[s].observe(*made.scores[i][s], rose);
        }
    });
    judged.ece = reliability.ece();
    judged.pool /= n;
    for (auto& each : judged.single) each /= n;
    return judged;
}

TEST(LearnerTH4, IsCalibratedOnWhatItHasNotSeenAndAsGoodAsTheBestSignal) {
    for (const auto weighing : all_weighings)
        for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
            const auto judged = judge(weighing, seed);
            const double best = *std::ranges::min_element(judged.single);
            EXPECT_LE(judged.ece, 0.03) << seed;
            EXPECT_LE(judged.pool, best + 0.001) << seed;
        }
}

/// Costs keep nobody out.
LearningRules free_of_cost(std::int64_t horizon) {
    LearningRules rules;
    rules.horizon = horizon;
    rules.round_trip_bps = 0;
    return rules;
}

/// By the rules of the built-in ensemble.
double exposed_share(const World& made, const LearningRules& rules, std::size_t from) {
    Learner learner{uncapped(made.scores[0].size()), rules};
    EnsembleRules decides;
    decides.min_turnout = 0;
    decides.flat_in_conflict = true;
    double held = 0;
    double exposed = 0;
    show(learner, made, 0, made.size(), [&](std::size_t i) {
        if (const auto wanted = decide(learner.outcome(made.scores[i]), decides, held))
            held = *wanted;
        if (i >= from) exposed += std::abs(held);
    });
    return exposed / static_cast<double>(made.size() - from);
}

TEST(LearnerTH3, AmongPureNoiseNothingIsHeld) {
    std::vector<double> shares;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto noise =
            world(seed + 100, 6'000, 0, [](std::size_t, double, core::Random& random) {
                Scores scores;
                for (int s = 0; s < 5; ++s) scores.emplace_back(2 * random.uniform() - 1);
                return scores;
            });
        shares.push_back(exposed_share(noise, free_of_cost(4), 1'000));
    }
    std::ranges::sort(shares);
    EXPECT_LE(shares[18], 0.05) << "in 95 % of the runs";
    const auto known = informed(7, 6'000, 0.8);
    EXPECT_GE(exposed_share(known, free_of_cost(1), 1'000), 0.5)
        << "where there is something to know";
}

TEST(LearnerTH5, CuttingTheFutureOffChangesNothingOfThePast) {
    const auto made = informed(3, 3'000, 0.5);
    for (const auto weighing : all_weighings) {
        std::vector<std::uint64_t> whole;
        Learner learner{uncapped(4), next_bar(weighing)};
        show(learner, made, 0, made.size(), [&](std::size_t i) {
            whole.push_back(std::bit_cast<std::uint64_t>(learner.probability(made.scores[i])));
        });
        for (const std::ptrdiff_t end : {60, 777, 2'100}) {
            World cut;
            cut.closes.assign(made.closes.begin(), made.closes.begin() + end);
            cut.scores.assign(made.scores.begin(), made.scores.begin() + end);
            cut.regimes.assign(made.regimes.begin(), made.regimes.begin() + end);
            Learner again{uncapped(4), next_bar(weighing)};
            show(again, cut, 0, cut.closes.size(), [&](std::size_t i) {
                ASSERT_EQ(std::bit_cast<std::uint64_t>(again.probability(cut.scores[i])), whole[i]);
            });
        }
    }
}

TEST(Learner, WhoIsNoBetterThanTheBaseRateFallsToTheFloor) {
    for (const auto weighing : all_weighings) {
        const auto made = informed(4, 6'000, 0.8);
        Learner learner{uncapped(4), next_bar(weighing)};
        show(learner, made, 0, made.size(), [](std::size_t) {});
        const auto noise = learner.standing(3);
        EXPECT_FALSE(noise.proven);
        EXPECT_DOUBLE_EQ(noise.weight, 0.01);
        EXPECT_TRUE(learner.standing(0).proven);
        EXPECT_LT(learner.standing(0).brier, learner.standing(0).base_brier);
        EXPECT_GT(learner.standing(0).weight, 0.1);
    }
}

TEST(Learner, ACopyOfASignalIsNotASecondVoice) {
    const auto made = informed(5, 5'000, 0.8);
    auto doubled = made;
    for (auto& scores : doubled.scores) scores.push_back(scores[0] ? -*scores[0] : scores[0]);
    auto copied = made;
    for (auto& scores : copied.scores) scores.push_back(scores[0]);
    Learner one{uncapped(4), next_bar()};
    Learner two{uncapped(5), next_bar()};
    show(one, made, 0, made.size(), [](std::size_t) {});
    show(two, copied, 0, copied.size(), [](std::size_t) {});
    EXPECT_EQ(two.standing(0).alike, 2U);
    EXPECT_EQ(two.standing(4).alike, 2U);
    // Not to the last digit: each signal is fitted in a bar of its own.
    EXPECT_NEAR(two.standing(0).weight + two.standing(4).weight, one.standing(0).weight, 1e-3);
    EXPECT_NEAR(two.probability(copied.scores.back()), one.probability(made.scores.back()), 1e-3);
    Learner three{uncapped(5), next_bar()};
    show(three, doubled, 0, doubled.size(), [](std::size_t) {});
    EXPECT_EQ(three.standing(4).alike, 2U) << "its opposite knows no more";
}

TEST(Learner, AWeightOfOneRegimeIsDrawnTowardsThatOfAll) {
    // The first signal knows something in a trend only, the second in a range only.
    auto made = world(6, 8'000, 1.2, [](std::size_t i, double latent, core::Random& random) {
        const bool trend = i / 50 % 2 == 0;
        const double noise = random.normal();
        return Scores{squash(trend ? latent : noise), squash(trend ? noise : latent)};
    });
    for (std::size_t i = 0; i < made.size(); ++i)
        made.regimes[i] = i / 50 % 2 == 0 ? signal::Regime::TrendUp : signal::Regime::Range;
    auto rules = next_bar();
    rules.cap = 1;
    Learner learner{uncapped(2), rules};
    double trend = 0;
    double range = 0;
    show(learner, made, 0, made.size(), [&](std::size_t i) {
        if (i < 6'000) return;
        (i / 50 % 2 == 0 ? trend : range) += learner.standing(0).weight / 1'000;
    });
    EXPECT_GT(trend, 0.8);
    EXPECT_LT(range, 0.2);
    EXPECT_GT(range, 0.01) << "drawn, not set";
}

RC_GTEST_PROP(Learner, WeightsKeepTheirBounds, ()) {
    const auto count = static_cast<std::size_t>(*rc::gen::inRange(1, 17));
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    auto rules = next_bar(all_weighings[*rc::gen::inRange<std::size_t>(0, 3)]);
    rules.memory = 200;
    auto caps = uncapped(count);
    caps[0] = 0.25;
    const auto made = world(seed, 600, 1.0, [&](std::size_t, double latent, core::Random& random) {
        Scores scores;
        for (std::size_t s = 0; s < count; ++s)
            scores.push_back(random.uniform() < 0.1
                                 ? std::optional<double>{}
                                 : squash(latent + static_cast<double>(s) * random.normal()));
        return scores;
    });
    Learner learner{caps, rules};
    show(learner, made, 0, made.size(), [&](std::size_t i) {
        double sum = 0;
        for (std::size_t s = 0; s < count; ++s) {
            const auto standing = learner.standing(s);
            sum += standing.weight;
            RC_ASSERT(standing.weight * static_cast<double>(standing.alike) <=
                      std::min(rules.cap, 1.0) + 1e-9);
            RC_ASSERT(standing.weight >= rules.floor / static_cast<double>(standing.alike) - 1e-12);
        }
        RC_ASSERT(learner.standing(0).weight <= 0.25 + 1e-9);
        RC_ASSERT(sum <= 1 + 1e-9);
        const double p = learner.probability(made.scores[i]);
        RC_ASSERT(p > 0 && p < 1);
        const auto outcome = learner.outcome(made.scores[i]);
        RC_ASSERT(std::abs(outcome.score) <= 1.0);
        RC_ASSERT(outcome.opposition <= 1.0);
    });
}

TEST(Learner, AnEntryThatCostsMoreThanItPromisesIsNotWorthIt) {
    const auto made = informed(8, 4'000, 0.8);
    for (const double cost : {1.0, 1'000.0}) {
        auto rules = next_bar();
        rules.round_trip_bps = cost;
        Learner learner{uncapped(4), rules};
        bool worth = false;
        show(learner, made, 0, made.size(), [&](std::size_t i) {
            worth = worth || (i > 2'000 && learner.outcome(made.scores[i]).worth);
        });
        EXPECT_EQ(worth, cost < 10);
    }
}

TEST(Learner, WhoBeginsLaterWithAWarmUpComesToTheSame) {
    // What a restart does: the last bars again, into an empty learner.
    const auto made = informed(9, 12'000, 0.8);
    const LearningRules rules;
    Learner old{uncapped(4), rules};
    show(old, made, 0, 8'000, [](std::size_t) {});
    Learner young{uncapped(4), rules};
    const auto warmup = static_cast<std::size_t>(rules.memory + rules.horizon);
    show(young, made, 8'000 - warmup, 8'000, [](std::size_t) {});
    double most = 0;
    for (std::size_t i = 8'000; i < 9'000; ++i) {
        old.on_bar(tests::hour(i), made.closes[i], made.scores[i], {});
        young.on_bar(tests::hour(i), made.closes[i], made.scores[i], {});
        most = std::max(
            most, std::abs(old.probability(made.scores[i]) - young.probability(made.scores[i])));
    }
    EXPECT_LE(most, 0.02);
    RecordProperty("apart", std::to_string(most));
}

}  // namespace
}  // namespace nightjar::strategy
