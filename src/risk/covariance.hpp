#pragma once
/// How instruments move together, and what each adds to the risk of a book. Pure functions; nothing
/// here allocates. Matrices are square, row by row.

#include <optional>
#include <span>

namespace nightjar::risk {

/// Covariance shrunk toward a multiple of the identity (Ledoit, Wolf 2004, "A well-conditioned
/// estimator for large-dimensional covariance matrices", J. Multivariate Analysis 88). `rows` holds
/// one observation of all `covariance`'s variables after another, and comes back centred. Gives the
/// part of the identity in the result, 0 to 1; absent without two observations or a variance.
std::optional<double> ledoit_wolf(std::span<double> rows, std::size_t variables,
                                  std::span<double> covariance);

/// Scales to ones on the diagonal; false when a variance is not above 0.
bool to_correlation(std::span<double> covariance, std::size_t variables);

/// w' C w.
double book_variance(std::span<const double> covariance, std::span<const double> weights);

/// A book in which one weight is to be set. `weights[place]` is 0; its sign is to be `sign`.
struct OpenWeight {
    std::span<const double> covariance;
    std::span<const double> weights;
    std::size_t place{};
    double sign{1};
};

/// The largest absolute weight with which w' C w <= `variance` holds, and for the weight itself the
/// risk contribution (Litterman 1996) w_i (C w)_i <= `share` x `variance`; 0 when there is none.
/// What it adds to the contributions of others is looked at when those are sized again.
///
/// The share is one of the variance that the book may have, not of what it has: of that, one or two
/// positions always hold more than a third, and no book could ever be begun. In a book at its limit
/// both are the same.
double largest_weight(const OpenWeight& open, double variance, double share);

}  // namespace nightjar::risk
