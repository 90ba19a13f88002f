#pragma once
/// How bad the bad days are: value at risk and expected shortfall of a sample with a
/// generalised-Pareto tail. Pure functions; nothing here allocates.

#include <optional>
#include <span>

namespace nightjar::risk {

/// P(excess > x) = (1 + shape x / scale)^(-1 / shape).
struct Pareto {
    double shape{};
    double scale{};
};

/// By probability-weighted moments (Hosking, Wallis 1987, "Parameter and quantile estimation for
/// the generalized Pareto distribution", Technometrics 29), which need no iteration and stay sane
/// in samples of 50. `ascending`: excesses over a threshold, 0 or more, sorted. Absent when they
/// are all alike, or not numbers.
std::optional<Pareto> fit_pareto(std::span<const double> ascending);

/// Takes the mean out of them: what an instrument earned over years says little of its next day,
/// and must not be counted against the losses of that day (McNeil, Frey 2000, 2: residuals have a
/// mean of 0).
void centre(std::span<double> losses);

struct TailRisk {
    double value_at_risk{};
    double shortfall{};  ///< the mean loss beyond it: CVaR
};

/// Peaks over threshold (McNeil, Frey 2000, "Estimation of tail-related risk measures", J.
/// Empirical Finance 7, eq. 13 to 16): the threshold leaves the worst tenth. `losses` are above 0
/// when money is lost, and come back in another order; `level` is above 0.9, such as 0.975. Absent
/// with fewer than `least_losses`, with a value that is not a number, or with a tail without a
/// mean.
std::optional<TailRisk> tail_risk(std::span<double> losses, double level);
inline constexpr std::size_t least_losses = 500;

}  // namespace nightjar::risk
