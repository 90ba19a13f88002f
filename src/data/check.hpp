#pragma once
/// What is missing, doubled, impossible or suspicious in a series of bars. Pure; any thread.

#include "core/model/bars.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::data {

enum class Finding : std::uint8_t {
    Gap,            ///< bars are missing between two rows
    Duplicate,      ///< a row repeats the time before
    Disorder,       ///< a row goes back in time
    OhlcViolation,  ///< a price of 0 or less, or one outside low to high
    ZeroVolume,     ///< a run of rows in which nothing was traded
    Wick,           ///< far beyond open and close, measured in ATR
    CloseLabel,     ///< what speaks for bars that are labelled by their close: a suspicion
};
inline constexpr std::size_t finding_count = 7;
std::string_view name(Finding finding);

struct CheckOptions {
    double wick_atr = 10;       ///< a wick is reported above so many ATR(14)
    std::size_t examples = 10;  ///< kept of each kind
};

struct Example {
    Finding finding{};
    std::size_t row{};  ///< from 0; the later one where it takes two
    core::Time at;
    std::string text;  ///< the values
};

struct CheckReport {
    std::size_t rows{};
    std::array<std::uint64_t, finding_count> counts{};
    std::uint64_t missing_bars{};   ///< in all gaps
    core::Duration longest_step;    ///< between two rows
    std::vector<Example> examples;  ///< by row

    [[nodiscard]] std::uint64_t count(Finding finding) const {
        return counts[static_cast<std::size_t>(finding)];
    }
    /// Nothing that makes results wrong: a gap, a quiet market or a wick may be the truth.
    [[nodiscard]] bool usable() const;
};

/// `bars` may be any rows, also those of a broken file: the promises of BarView are what is
/// checked.
CheckReport check(const core::BarView& bars, const CheckOptions& options = {});

/// All four prices are above 0 and none is outside low to high.
[[nodiscard]] bool ohlc_holds(const core::BarView& bars, std::size_t row);

}  // namespace nightjar::data
