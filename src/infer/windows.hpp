#pragma once
/// A series as questions with their true answers: what models are taught and tested with.

#include "core/model/bars.hpp"
#include "infer/candle_family.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::infer {

struct Window {
    std::int64_t open_time_ns{};  ///< of its last bar
    std::string text;             ///< its last candles, as candle_text
    CandleFamily family{};        ///< what TA-Lib says of its last bar
};

/// One for each bar that has enough before it, in time order; holes in the series are passed over,
/// as TA-Lib passes over them, and windows with a bar that cannot be are left out.
std::vector<Window> pattern_windows(const core::BarView& bars, std::size_t candles);

}  // namespace nightjar::infer
