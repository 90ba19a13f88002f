#pragma once
/// Decimal text to and from scaled integers, exactly. Never through a floating number.

#include "core/base/result.hpp"
#include "core/base/wide.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar::core {

/// "-12.50" with 12 digits is -12'500'000'000'000. Refuses what does not fit exactly, exponents,
/// an empty text and more than 38 digits in all.
Result<Wide> parse_decimal(std::string_view text, int digits);

/// How many digits stand after the point, trailing zeros left out: "0.50" has 1.
int fraction_digits(std::string_view text);

/// The shortest exact text: 1'500 with 3 digits is "1.5".
std::string format_decimal(Wide raw, int digits);

/// 10^n for 0 <= n <= 18.
constexpr std::int64_t power_of_ten(int n) {
    std::int64_t value = 1;
    while (n-- > 0) value *= 10;
    return value;
}

/// mantissa * 10^-decimals: a number that knows how fine it was written.
struct Decimal {
    std::int64_t mantissa{};
    int decimals{};

    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Reads a number with as few decimals as it needs: "61837.63000000" has 2, "-0.50" has 1. Nothing
/// for exponents, an empty text, or more than 63 bits or 18 decimals hold.
std::optional<Decimal> read_decimal(std::string_view text);

/// How many 10^-decimals it is; nothing where that is no whole number or does not fit.
std::optional<std::int64_t> count_at(Decimal number, int decimals);

}  // namespace nightjar::core
