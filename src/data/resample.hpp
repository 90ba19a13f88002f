#pragma once
/// Bars of a longer timeframe, out of shorter bars or out of the trades of a tape.

#include "core/model/bars.hpp"
#include "core/model/tape.hpp"

#include <cstdint>

namespace nightjar::data {

struct Resampled {
    core::BarColumns bars;
    /// Sources (bars or trades) at either end whose period the source does not hold whole: left
    /// out, since such a bar would look finished and is not.
    std::uint64_t left_out{};
    std::uint64_t partial{};  ///< bars with a gap inside: made of what there is
};

/// Periods are laid from 1970 on, in UTC; one without a source makes no bar. Volumes are sums.
/// Errors: BadTimeframe, when `timeframe` is no whole multiple of the source's, above it.
core::Result<Resampled> resample(const core::BarView& bars, core::Duration timeframe);

/// By the exchange's time of the trades. Errors: BadTimeframe, Empty (no trade in it), the tape's
/// own.
core::Result<Resampled> resample(core::TapeSource& tape, core::Duration timeframe);

}  // namespace nightjar::data
