#pragma once
/// How TA-Lib is called for each pattern. Private to this room; only pattern_table.cpp sees its
/// headers.

#include "signal/patterns.hpp"

namespace nightjar::signal {

/// Writes the values of the bars `first` to `last` from `values` on, one for each bar that has
/// enough history, and gives their number.
using PatternCall = int (*)(int first, int last, const double* open, const double* high,
                            const double* low, const double* close, int* values);

/// A row for each entry of patterns(), in its order. The first call sets TA-Lib up, for the process
/// and once.
struct PatternCalls {
    std::array<PatternCall, pattern_count> call{};
    std::array<int, pattern_count> lookback{};
    int longest_lookback{};
};
const PatternCalls& pattern_calls();

}  // namespace nightjar::signal
