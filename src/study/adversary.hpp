#pragma once
/// Somebody who wants to know when we trade next: tests of our children, and a forecaster of the
/// public tape.

#include "study/trial.hpp"

#include <array>
#include <span>

namespace nightjar::study {

/// Whether the largest ordinate of the periodogram of those times (seconds in [0, length]) is one
/// that a Poisson process shows in one of a hundred cases (Bartlett 1963, "The spectral analysis of
/// point processes"): the ordinates at k / length, k up to twice the times, are exponential there.
bool periodic(std::span<const double> times, double length);
/// Kolmogorov and Smirnov against exponential gaps of the mean that was seen, at 1 % (Stephens
/// 1974, "EDF statistics for goodness of fit and some comparisons"). `times` ascend.
bool unlike_chance(std::span<const double> times);

inline constexpr std::size_t clue_count = 12;
using Clues = std::array<double, clue_count>;
struct Moment {
    Clues clues{};
    bool child{};  ///< one of ours filled within the next three seconds
};
/// What the public prints of a run say, every five seconds: how many orders and of which side there
/// were lately, and, of the size that was repeated most in five minutes, where in its usual gap the
/// clock stands. Prints of one side at one time are one order.
std::vector<Moment> watch(std::span<const Print> prints, std::span<const Print> ours,
                          double length);

/// Logistic regression by Newton's method with a small ridge, in at most 30 steps.
class Forecaster {
public:
    explicit Forecaster(std::span<const Moment> seen);
    /// The chance of a child, in (0, 1).
    [[nodiscard]] double say(const Clues& clues) const;

private:
    Clues weights_{};
};

/// How well the forecaster does on moments that it has not seen.
struct Foresight {
    double auc{0.5};
    double bits{};  ///< a moment: cross entropy of the base rate less that of the forecast
};
Foresight foresight(const Forecaster& forecaster, std::span<const Moment> unseen, double base_rate);

}  // namespace nightjar::study
