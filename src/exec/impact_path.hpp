#pragma once
/// The trajectory of a parent whose temporary impact is not linear in its pace.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nightjar::exec {

/// What a trajectory of `slices` equal times costs, in units of the impact of even trading: the
/// part n of the quantity that is done in a slice costs slices^power x n^(1 + power), and the part
/// x that is left after it risk x x^2 / slices. Temporary impact goes with the pace to the power of
/// 0.6 in Almgren, Thum, Hauptmann and Li 2005, "Direct estimation of equity market impact"; with
/// power 1 and many slices it is Almgren and Chriss's problem with risk = (kappa x time)^2.
struct ImpactLaw {
    double power{0.6};  ///< in (0, 1]
    double risk{};      ///< 0 or above
};

double path_cost(const ImpactLaw& law, std::span<const std::int64_t> lots);

/// The lots of each slice, all of `qty` together, at the least cost: exact, by dynamic programming
/// over the lots left (Bellman 1957), in slices x qty^2 steps. Of equal ways the earlier one.
std::vector<std::int64_t> best_path(const ImpactLaw& law, std::size_t slices, std::int64_t qty);

/// The best path of one whole, as a curve: what part is done when a part of the time has passed.
class ImpactCurve {
public:
    explicit ImpactCurve(const ImpactLaw& law);

    [[nodiscard]] double done(double passed) const;
    /// The inverse: when that part is done first.
    [[nodiscard]] double passed(double done) const;

private:
    std::vector<double> done_;  // at the end of each slice; the first is 0
};

}  // namespace nightjar::exec
