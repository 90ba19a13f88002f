#pragma once
/// The 61 candlestick patterns of TA-Lib, with its default settings and penetrations: over whole
/// columns (`pattern_values`) and bar by bar (`PatternWindow`). On prices in ticks both ways give
/// the same values at every bar: TA-Lib's running sums are then sums of integers, and so exact.
///
/// A value is 0 where the pattern is not there or a bar has too little history, else TA-Lib's:
/// 100, or 80 for a match that is just so, or 200 for one that was confirmed; below 0 when bearish.
/// What each pattern means: Nison, Japanese Candlestick Charting Techniques, 1991; Bulkowski,
/// Encyclopedia of Candlestick Charts, 2008.

#include "core/model/bars.hpp"
#include "core/model/event.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nightjar::signal {

/// What a pattern speaks of. The sign of a Neutral one is its candle's colour, or always positive:
/// no direction.
enum class PatternFamily : std::uint8_t { Reversal, Continuation, Neutral };
std::string_view name(PatternFamily family);

struct Pattern {
    std::string_view name;  ///< TA-Lib's, as in "CDLENGULFING"
    std::string_view doc;   ///< one line
    PatternFamily family{};
    int candles{};  ///< that it is made of
};

constexpr std::size_t pattern_count = 61;
/// In the order of their names; an index into it is what the rest of this file calls a pattern.
std::span<const Pattern, pattern_count> patterns();
std::optional<std::size_t> find_pattern(std::string_view name);
/// Bars before the first that it can have a value at.
int lookback(std::size_t pattern);

/// Prices as TA-Lib wants them.
struct PriceColumns {
    std::vector<double> open;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
};
/// Exact below 2^53 ticks.
PriceColumns in_ticks(const core::BarView& bars);
/// The doubles that reading the decimals of a file gives. TA-Lib's sums then round, and where a bar
/// lies on the edge of a pattern its value may differ from the one in ticks.
PriceColumns in_decimals(const core::BarView& bars);

/// The values of one pattern at every bar; `values` is as long as the columns. Any thread.
void pattern_values(std::size_t pattern, const PriceColumns& prices, std::span<int> values);

struct PatternHit {
    std::uint32_t bar{};
    std::uint8_t pattern{};
    std::int16_t value{};  ///< not 0

    friend bool operator==(const PatternHit&, const PatternHit&) = default;
};
/// All that fired, by bar, then by pattern. `told(done, all)` hears after each pattern.
std::vector<PatternHit> fired_patterns(
    const PriceColumns& prices, const std::function<void(std::uint64_t, std::uint64_t)>& told = {});

/// The patterns of the last closed bar. One thread; 61 calls on 15 bars at each push, no allocation
/// after construction, no lock.
class PatternWindow {
public:
    using Values = std::array<int, pattern_count>;

    PatternWindow();                                            ///< all of them
    explicit PatternWindow(std::vector<std::size_t> patterns);  ///< these; the rest stay 0

    /// The values at this bar, by pattern; good until the next push.
    const Values& push(const core::Candle& candle);

private:
    // Bars are appended; when the room is full the last ones move to the front.
    static constexpr std::size_t room = 256;

    std::vector<std::size_t> chosen_;
    std::array<double, room> open_{};
    std::array<double, room> high_{};
    std::array<double, room> low_{};
    std::array<double, room> close_{};
    std::size_t size_{};
    Values values_{};
};

}  // namespace nightjar::signal
