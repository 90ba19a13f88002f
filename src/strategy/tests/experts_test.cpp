#include "strategy/experts.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace nightjar::strategy {
namespace {

/// Losses of a round, knowing the weights.
using Adversary = std::function<void(std::size_t, std::span<const double>, std::vector<double>&)>;

struct Game {
    double lost{};
    std::vector<double> each;
    [[nodiscard]] double regret() const { return lost - *std::ranges::min_element(each); }
};

Game play(Experts experts, std::size_t rounds, const Adversary& adversary) {
    Game game;
    std::vector<double> losses(experts.weights().size());
    game.each.resize(losses.size());
    for (std::size_t round = 0; round < rounds; ++round) {
        adversary(round, experts.weights(), losses);
        for (std::size_t i = 0; i < losses.size(); ++i) {
            game.lost += experts.weights()[i] * losses[i];
            game.each[i] += losses[i];
        }
        experts.lose(losses);
    }
    return game;
}

TEST(ExpertsTH1, HedgeStaysWithinItsBoundWhateverComes) {
    core::Random random{1, 1};
    const std::vector<Adversary> adversaries{
        [](std::size_t, std::span<const double> weights, std::vector<double>& losses) {
            // Whoever is heard most is wrong.
            const auto heaviest = std::ranges::max_element(weights) - weights.begin();
            std::ranges::fill(losses, 0);
            losses[static_cast<std::size_t>(heaviest)] = 1;
        },
        [](std::size_t, std::span<const double> weights, std::vector<double>& losses) {
            // All are wrong but the one who is heard least.
            const auto lightest = std::ranges::min_element(weights) - weights.begin();
            std::ranges::fill(losses, 1);
            losses[static_cast<std::size_t>(lightest)] = 0;
        },
        [](std::size_t round, std::span<const double>, std::vector<double>& losses) {
            for (std::size_t i = 0; i < losses.size(); ++i)
                losses[i] = (round + i) % 2 == 0 ? 0 : 1;
        },
        [&](std::size_t, std::span<const double>, std::vector<double>& losses) {
            for (auto& loss : losses) loss = random.uniform() < 0.5 ? 1 : 0;
        },
        [](std::size_t round, std::span<const double>, std::vector<double>& losses) {
            // The best of the first half is the worst of the second.
            for (std::size_t i = 0; i < losses.size(); ++i)
                losses[i] = (i == 0) == (round % 4'000 < 1'000) ? 0 : 1;
        }};
    for (const std::size_t count : {2U, 5U, 16U})
        for (const std::size_t rounds : {100U, 2'000U, 20'000U})
            for (std::size_t i = 0; i < adversaries.size(); ++i) {
                const auto n = static_cast<double>(count);
                const auto t = static_cast<double>(rounds);
                const auto game = play(Experts{count, hedge(count, t)}, rounds, adversaries[i]);
                EXPECT_LE(game.regret(), std::sqrt(t * std::log(n) / 2))
                    << count << " experts, " << rounds << " rounds, adversary " << i;
            }
}

TEST(ExpertsTH2, FixedShareFollowsABestExpertThatChanges) {
    core::Random random{2, 1};
    double oracle = 0;
    constexpr std::size_t stretch = 1'000;
    const Adversary switching = [&](std::size_t round, std::span<const double>,
                                    std::vector<double>& losses) {
        const auto best = round / stretch % losses.size();
        for (std::size_t i = 0; i < losses.size(); ++i)
            losses[i] = random.uniform() * (i == best ? 0.4 : 1.2);
        for (auto& loss : losses) loss = std::min(loss, 1.0);
        oracle += losses[best];
    };
    const auto shared = play(Experts{4, fixed_share(4)}, 8'000, switching);
    EXPECT_LE(shared.lost, 1.15 * oracle);
    const double oracle_of_shared = oracle;
    oracle = 0;
    const auto hedged = play(Experts{4, hedge(4, 8'000)}, 8'000, switching);
    EXPECT_GT(hedged.lost / oracle, shared.lost / oracle_of_shared) << "who never forgets is late";
}

TEST(Experts, WeightsSumToOneAndSurviveAMillionLosses) {
    Experts experts{3, hedge(3, 100)};
    for (int i = 0; i < 1'000'000; ++i) experts.lose(std::vector{1.0, 0.0, 7.0});
    const auto weights = experts.weights();
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 1, 1e-12);
    EXPECT_NEAR(weights[1], 1, 1e-12);
    for (int i = 0; i < 1'000; ++i) experts.lose(std::vector{0.0, 1.0, 1.0});
    EXPECT_TRUE(std::isfinite(experts.weights()[0]));
    for (int i = 0; i < 10'000; ++i) experts.lose(std::vector{0.0, 1.0, 1.0});
    EXPECT_NEAR(experts.weights()[0], 1, 1e-9) << "nobody is forgotten for good";
}

}  // namespace
}  // namespace nightjar::strategy
