#pragma once
/// Numbers as CSV files write them: mantissa * 10^-decimals, never through a double.

#include <cstdint>
#include <optional>
#include <string_view>

namespace nightjar::data {

struct CsvNumber {
    std::int64_t mantissa{};
    int decimals{};    ///< 0 or more, and as few as there can be: "1.50" has 1
    bool exact{true};  ///< false: the text has more digits than 64 bits hold; decimals were cut off
};

/// Reads "12", "-0.50", "1e-05", "1.2E+3". Nothing when it is no number or one that 64 bits cannot
/// hold without its decimals.
std::optional<CsvNumber> parse_csv_number(std::string_view text);

}  // namespace nightjar::data
