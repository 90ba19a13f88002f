#pragma once
/// Candles as words that a language model reads.

#include "core/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace nightjar::infer {

/// Prices of one bar, in ticks.
struct Ohlc {
    std::int64_t open{};
    std::int64_t high{};
    std::int64_t low{};
    std::int64_t close{};
};

/// The encoding; a model reads the one that it was trained on. A new one is a new number.
constexpr int candle_text_version = 1;
/// Bars before the first candle that its words need.
constexpr std::size_t candle_text_lookback = 10;
constexpr std::size_t candle_fields = 7;

/// Each candle is seven words, a capital and a letter; candles are parted by " ; ". No word says a
/// price, a time or a name: only how a candle is against the ten before it and where it lies in the
/// one before.
///   B  the body: of no size (a tenth of the mean range), below the mean body, above it, above
///      three times it; `a` to `d` where the close is not below the open, `e` to `h` where it is
///   U  the upper shadow, L the lower one: tiny (below a tenth of the mean range), short (below the
///      mean shadow) or long; of each not above the body, above it, or above twice of it; `a` to
///      `i`
///   O  where the open lies in the candle before, C where the close does, F where the close lies in
///      the second before: below its low, near it, in the lower shadow, just below the body, at its
///      lower end, in four parts of it (up to 30, 50, 70 and 100 %), at its upper end, just above,
///      in the upper shadow, near the high, above; `a` to `n`
///   R  high and low against those of the candle before: below, equal or above, each; `a` to `i`
/// Means are of the ten candles before a candle, near is a fifth of the mean range of the five
/// before it, just beyond a twentieth: the distances that TA-Lib's patterns are made of.
/// `bars`: in time order; the last `candles` are written. Error: OutOfRange, where there are fewer
/// than those and the lookback, or a bar's high and low do not hold its open and close.
core::Result<std::string> candle_text(std::span<const Ohlc> bars, std::size_t candles);

}  // namespace nightjar::infer
