#pragma once
/// What a number of runs says: pure functions of numbers and a seed.

#include "core/base/random.hpp"

#include <span>
#include <utility>
#include <vector>

namespace nightjar::study {

/// 0 of nothing.
double mean(std::span<const double> values);
/// Of a sample (n - 1); 0 of fewer than two.
double deviation(std::span<const double> values);
/// The mean of the largest part `tail` of the values, in (0, 1]; of one at least (Rockafellar and
/// Uryasev 2000, "Optimization of conditional value-at-risk", for equally likely scenarios). Where
/// the tail is no whole number of values the last one counts in part.
double tail_mean(std::span<const double> values, double tail);
/// m4 / m2^2 - 3; 0 where nothing varies.
double excess_kurtosis(std::span<const double> values);
/// With itself `lag` later, in [-1, 1]; 0 where nothing varies.
double autocorrelation(std::span<const double> values, std::size_t lag);

struct Line {
    double slope{};
    double intercept{};
    double r2{};
};
/// Least squares of y on x, of equal length; 0 where x does not vary.
Line fit(std::span<const double> x, std::span<const double> y);

/// A mean and what it may be by chance.
struct Interval {
    double mean{};
    double low{};
    double high{};
    double p{1};  ///< two-sided, that the true mean is 0
};
/// Of the mean of paired differences: the percentile bootstrap (Efron and Tibshirani 1993, "An
/// introduction to the bootstrap", chapter 13), `level` in (0, 1). p is twice the smaller share of
/// resampled means on one side of 0, at least 2 / (rounds + 1).
Interval bootstrap(std::span<const double> differences, double level, int rounds,
                   core::Random random);

/// Holm 1979, "A simple sequentially rejective multiple test procedure": adjusted so that whoever
/// rejects those below 5 % errs once or more in 5 % of families. Same order as given.
std::vector<double> holm(std::span<const double> p);

/// A claim and what was so. The area under the curve of hits and false alarms (Hanley and McNeil
/// 1982): the chance that a hit was given the larger number; equal ones count half. 0.5 where there
/// is no hit or no miss.
double area_under_curve(std::vector<std::pair<double, bool>> said);

}  // namespace nightjar::study
