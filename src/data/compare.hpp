#pragma once
/// Two series of one market side by side: do they tell of the same moments, and how far are their
/// prices apart? Pure; any thread.

#include "core/base/result.hpp"
#include "core/model/bars.hpp"

#include <array>
#include <optional>

namespace nightjar::data {

struct Comparison {
    core::Duration timeframe;  ///< the longer of the two: the other was resampled to it
    std::size_t common{};      ///< bars with the same time
    double median_bp{};        ///< of a's close above b's; below 0: a is cheaper
    /// Of log returns from close to close: a's against b's one bar earlier, of the same time, and
    /// one bar later. Absent where fewer than 30 pairs, or none that differ, are there.
    std::array<std::optional<double>, 3> correlation;

    /// -1: a's labels stand one bar late, as labels by the close do; +1: b's do; 0: nothing says
    /// so. That takes a correlation of 0.5 and more, twice that of the same time.
    [[nodiscard]] int late_lag() const;
};

/// Both must keep the promises of BarView. Errors: BadTimeframe, when neither timeframe is a whole
/// multiple of the other; Empty, without a bar in common.
core::Result<Comparison> compare(const core::BarView& a, const core::BarView& b);

}  // namespace nightjar::data
