#pragma once
/// A session through time: its equity beside holding, its falls, months and exposure.

#include "report/prices.hpp"
#include "report/story.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::report {

/// One row for each sample of the total equity.
struct Timeline {
    std::vector<core::Time> at;
    std::vector<double> equity;
    std::vector<double> hold;   ///< the same cash, in equal parts in all instruments from the start
    std::vector<double> gross;  ///< sum of the positions' sizes over the equity, in percent
    std::vector<double> net;    ///< likewise with signs: below 0 is short
};
Timeline timeline(const Story& story, std::span<const PriceLine> lines);

/// The largest fall of a curve, from which point to which, and when the first was seen again.
struct Fall {
    double pct{};
    core::Time peak;
    core::Time trough;
    std::optional<core::Time> recovered;
};
/// Absent where nothing fell. `initial` counts as a point before the first.
std::optional<Fall> largest_fall(std::span<const core::Time> at, std::span<const double> curve,
                                 double initial);

struct MonthReturn {
    int year{};
    int month{};  ///< 1 to 12, of UTC
    double pct{};
};
/// Each month's last known equity against that of the month before; the first against `initial`.
/// A month without a sample is left out.
std::vector<MonthReturn> monthly_returns(std::span<const core::Time> at,
                                         std::span<const double> curve, double initial);

}  // namespace nightjar::report
