#pragma once
/// What an equity curve says, by the usual formulas. Pure.

#include "core/base/time.hpp"

#include <optional>
#include <span>
#include <vector>

namespace nightjar::report {

struct EquityPoint {
    core::Time at;
    double equity{};
};

/// Simple returns of UTC days: each day's last known equity against the day before; the first
/// against `initial`. A day without a point keeps the equity before it.
std::vector<double> daily_returns(double initial, std::span<const EquityPoint> points);

/// mean / sample deviation x sqrt(365), risk-free rate 0 (Sharpe 1994). Absent below 2 days, or
/// without deviation.
std::optional<double> sharpe(std::span<const double> returns);
/// mean / root of the mean square of the negative returns x sqrt(365) (Sortino 1994, target 0).
/// Absent below 2 days, or without a loss.
std::optional<double> sortino(std::span<const double> returns);
/// (final / initial) ^ (365 days / span) - 1, in percent. Absent below 2 days, or when all is lost.
std::optional<double> cagr_pct(double initial, double final, core::Duration span);

}  // namespace nightjar::report
