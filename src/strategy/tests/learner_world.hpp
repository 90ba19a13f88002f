#pragma once
/// Markets made by chance of which the truth is known.

#include "core/base/random.hpp"
#include "strategy/learner.hpp"

#include <cmath>
#include <vector>

namespace nightjar::strategy::tests {

/// Bars of one hour, with what each signal said when they closed.
struct World {
    std::vector<core::Price> closes;
    std::vector<std::vector<std::optional<double>>> scores;
    std::vector<std::optional<signal::Regime>> regimes;
    std::vector<double> truths;  ///< probability that the next bar rises

    [[nodiscard]] std::size_t size() const { return closes.size(); }
    [[nodiscard]] bool rises(std::size_t i) const { return closes[i + 1] > closes[i]; }
};

/// `says(i, latent, random)`: of each bar; the next bar rises with the probability
/// logistic(`strength` * latent), latent a normal number.
template <class Says>
World world(std::uint64_t seed, std::size_t bars, double strength, Says says) {
    core::Random random{seed, 1};
    World made;
    std::int64_t close = 1'000'000;
    for (std::size_t i = 0; i < bars; ++i) {
        const double latent = random.normal();
        made.closes.push_back({close});
        made.scores.push_back(says(i, latent, random));
        made.regimes.emplace_back();
        made.truths.push_back(logistic(strength * latent));
        const auto move = static_cast<std::int64_t>(1 + 3'000 * random.uniform());
        close += random.uniform() < made.truths.back() ? move : -move;
        close = std::max<std::int64_t>(close, 100'000);
    }
    return made;
}

inline core::Time hour(std::size_t i) {
    return core::Time{static_cast<std::int64_t>(i + 1) * core::hours(1).ns};
}

/// Shows the learner one bar after the other; `then(i)` after each.
template <class Then>
void show(Learner& learner, const World& world, std::size_t from, std::size_t to, Then then) {
    for (std::size_t i = from; i < to; ++i) {
        learner.on_bar(hour(i), world.closes[i], world.scores[i], world.regimes[i]);
        then(i);
    }
}

inline double squash(double x) { return std::tanh(x); }

inline std::vector<double> uncapped(std::size_t signals) { return std::vector(signals, 1.0); }

}  // namespace nightjar::strategy::tests
