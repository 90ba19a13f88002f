#pragma once
/// The growth-optimal part of the equity, and how much of it to dare. Pure functions.

#include <cstdint>

namespace nightjar::risk {

/// c mu_s / sigma^2, of one period's edge and deviation (Kelly 1956; in continuous time Merton
/// 1969, Thorp 2006). The edge is shrunk by what is not known of it: mu_s = mu max(0, 1 - (se /
/// mu)^2), the positive-part James-Stein factor of a single mean; 0 for an edge of 0 or less.
double kelly_continuous(double edge, double error, double sigma, double part);

/// c max(0, p - (1 - p) / b) (Kelly 1956), p being the chance to win that `wins` and `losses` do
/// not contradict: the lower quartile of the Beta(wins + 1, losses + 1) posterior of an even prior.
/// `payoff`: won per unit lost.
double kelly_binary(std::int64_t wins, std::int64_t losses, double payoff, double part);

/// I_x(a, b), the chance of a Beta(a, b) variable to lie below x: continued fraction of DLMF
/// 8.17.22, by Lentz's method. a and b above 0.
double beta_below(double a, double b, double x);
/// Its inverse, to 1e-12.
double beta_quantile(double a, double b, double chance);

}  // namespace nightjar::risk
