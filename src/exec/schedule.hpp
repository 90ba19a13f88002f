#pragma once
/// How much of a parent is to be done by when: pure functions of time and volume.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

namespace nightjar::exec {

/// The time from which and until which a parent is worked.
struct Window {
    core::Time from;
    core::Time to;

    /// The part of it that has passed, in [0, 1].
    [[nodiscard]] double passed(core::Time now) const;
    /// When that part will have passed; the first nanosecond at which `passed` says so.
    [[nodiscard]] core::Time when(double part) const;
};

/// Almgren and Chriss 2000, "Optimal execution of portfolio transactions", section 2.3: the urgency
/// kappa, per unit of time, from risk aversion, volatility, temporary impact, permanent impact and
/// the time between trades. 0: as TWAP. Not a number where the permanent impact is the larger one.
struct ImpactModel {
    double risk_aversion{};
    double sigma{};
    double temporary{};
    double permanent{};
    double step{};
};
double kappa(const ImpactModel& model);

/// The part of the quantity that is done when the part `passed` of the time has: 1 - sinh(k(1 -
/// u))/sinh(k), with k = kappa times the whole time. k = 0: u itself.
double shortfall_done(double passed, double kappa_time);
/// The inverse.
double shortfall_passed(double done, double kappa_time);

/// The part of a window's volume that is behind, where a curve of former days said `expected` and
/// the volume so far is `ratio` times what it said. More volume than usual also means more of it to
/// come, but less than in proportion.
double volume_done(double expected, double ratio);

/// Lots that a participation in the volume of the others asks for.
core::Qty participation(double rate, core::Qty others);

}  // namespace nightjar::exec
