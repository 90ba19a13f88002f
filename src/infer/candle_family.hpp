#pragma once
/// What the last candles of a window are called: the families that a model is asked for.

#include "core/model/bars.hpp"
#include "signal/patterns.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace nightjar::infer {

/// The 61 functions of TA-Lib in twelve families, and none. Where several fire at one bar the first
/// of this list has it: the rarer and longer ones stand before those that they are made of.
enum class CandleFamily : std::uint8_t {
    Soldiers,      ///< three long candles of one colour, and what spoils them
    Star,          ///< a small body between two that disagree
    Continuation,  ///< gaps and pauses that a trend goes on after, and what takes them back
    Piercing,      ///< two candles of opposite colours that meet within or at each other's end
    Hammer,        ///< a long shadow below
    Shooting,      ///< a long shadow above
    Engulfing,     ///< a body that covers the one before
    Inside,        ///< a body within the one before
    Hikkake,       ///< a candle within the one before, and a false break out of it
    Doji,          ///< open and close are the same
    Long,          ///< a long body almost without shadows
    Spinning,      ///< a short body
    None,
};
constexpr std::size_t candle_families = 13;

std::string_view name(CandleFamily family);
std::optional<CandleFamily> find_family(std::string_view name);
/// Of a pattern by its number.
CandleFamily family_of(std::size_t pattern);
/// Of each bar. Any thread.
std::vector<CandleFamily> families_of(const signal::PriceColumns& prices);

}  // namespace nightjar::infer
