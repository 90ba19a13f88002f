#pragma once
/// A series as questions with their true answers: what models are taught and tested with.

#include "core/model/bars.hpp"
#include "infer/candle_family.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::infer {

struct Window {
    std::int64_t open_time_ns{};      ///< of its last bar
    std::int64_t until_time_ns{};     ///< open of the last bar that the answer was read from
    std::string text;                 ///< its last candles, as candle_text
    std::string_view answer;          ///< the true one; lives as long as the program
    std::vector<CandleFamily> trail;  ///< what TA-Lib says of each of its candles, oldest first
};

/// Asks for the family of the last bar. One for each bar that has enough before it, in time order;
/// holes in the series are passed over, as TA-Lib passes over them, and windows with a bar that
/// cannot be are left out.
std::vector<Window> pattern_windows(const core::BarView& bars, std::size_t candles);

/// The triple barrier (Lopez de Prado 2018, section 3.4): one barrier above the last close, one as
/// far below it, and an end. Both barriers are so far off that who reaches one has paid the cost.
struct Barriers {
    std::size_t horizon{24};  ///< bars until the end
    double width{2};          ///< in mean ranges of the last ten bars
    double cost_bps{10};      ///< of the last close: there and back
};

/// Asks which barrier is reached first: "up", "down", or "flat" for none or both in one bar. Of the
/// bars that also have the horizon behind them.
std::vector<Window> direction_windows(const core::BarView& bars, std::size_t candles,
                                      const Barriers& barriers);

}  // namespace nightjar::infer
