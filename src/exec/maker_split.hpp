#pragma once
/// How much of a quantity to take now and how much to let rest, at one venue or over several: pure.
/// Source: Cont and Kukanov (2017), "Optimal order placement in limit order markets", Quantitative
/// Finance 17(1).

#include "core/base/random.hpp"
#include "exec/sharding.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace nightjar::exec {

/// What lots cost, in basis points of the mid a lot; above 0 is bad.
struct PlacingCosts {
    double half_spread{};  ///< h, from the mid to either touch; not below 0
    double taker_fee{};    ///< f, of the cheapest venue to take at
    /// lambda_u, of a lot that has not filled when the time is over; not below h + f: it is to be
    /// taken then.
    double missed{};
    double over{};    ///< lambda_o, of a lot that fills beyond the quantity
    double impact{};  ///< theta, of every lot that is sent, now or when the time is over
};

/// One venue, as who rests there sees it.
struct MakerVenue {
    double rebate{};   ///< r, bp for a lot that fills; below 0: a maker's fee
    double adverse{};  ///< bp by which the mid goes against such a lot afterwards; taken from r
    double ahead{};    ///< Q, lots that stand in front of ours
    /// xi, lots that left the queue over the time, by trade or, in front, by cancel: one outcome
    /// each. Of several venues the n-th ones happened together.
    std::span<const double> outflow;
};

/// Lots; `taken` now, the others rest.
struct MakerSplit {
    double taken{};                             ///< M
    std::array<double, most_venues> resting{};  ///< L, by venue
};

inline constexpr std::size_t most_outcomes = 256;

/// The part of all outcomes in which the last lot that rests may stay unfilled, in [0, 1]:
/// (2 h + f + r) / (lambda_u + h + r + theta), r less what is adverse.
double bearable_misses(const PlacingCosts& costs, const MakerVenue& venue);

/// The best split at one venue: with F of the outflow, L = F^-1(bearable_misses) - Q within 0 and
/// `lots`, and M the rest. Exact of the outcomes given, 1 to most_outcomes of them.
MakerSplit split_at_one(const PlacingCosts& costs, const MakerVenue& venue, double lots);

/// What a split costs in the mean of the outcomes, in bp times lots: (h + f) M, less (h + r) for
/// each lot that fills resting, impact of all, and what is missed or too much at the end.
double expected_cost(const PlacingCosts& costs, std::span<const MakerVenue> venues,
                     const MakerSplit& split, double lots);

struct SplitSearch {
    double lots{};      ///< S, above 0
    double most_out{};  ///< M and all of L together; S where no more may fill than is wanted
    int steps{2'000};
};
/// Over several venues by stochastic approximation: outcomes are drawn, every step goes against the
/// cost's slope there and back into 0 <= M, L <= S <= M + sum of L <= most_out, and what the second
/// half of the way passed is averaged (Robbins and Monro 1951; Polyak and Juditsky 1992). `from`
/// is where it begins, the last answer at best; what it comes to is never dearer than that.
/// 1 to most_venues venues with 1 to most_outcomes outcomes each, of all as many.
MakerSplit split_over(const PlacingCosts& costs, std::span<const MakerVenue> venues,
                      const SplitSearch& search, const MakerSplit& from, core::Random chance);

}  // namespace nightjar::exec
