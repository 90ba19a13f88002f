#pragma once
/// Fewer points that hide no extreme. Pure.

#include "core/model/bars.hpp"

#include <span>
#include <vector>

namespace nightjar::report {

/// Which rows of some columns to keep, ascending: the first, the last, and in each of `buckets`
/// equal stretches the rows where each column is lowest and highest. All, if they are few enough
/// anyway. Columns have the same length; what is not a number is passed over.
std::vector<std::size_t> pick_rows(std::span<const std::vector<double>> columns,
                                   std::size_t buckets);

/// Every `count` bars as one: first open, highest high, lowest low, last close, all volume.
core::BarColumns merge_bars(const core::BarView& bars, std::size_t count);

}  // namespace nightjar::report
