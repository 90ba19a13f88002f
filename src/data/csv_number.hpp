#pragma once
/// Numbers as CSV files write them: mantissa * 10^-decimals, never through a double.

#include <cstddef>
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

/// What nearly all numbers look like, "12" or "0.50": reads from `at` to the first byte that is no
/// part of it, at most to `end`, and returns that place; null when there is no number of 1 to 18
/// digits. Its zeros at the end stay: "1.50" has 2 decimals.
inline const char* read_plain_number(const char* at, const char* end, CsvNumber& number) {
    constexpr std::ptrdiff_t max_plain_digits = 18;
    const char* const begin = at;
    const char* point = nullptr;
    std::uint64_t value = 0;
    for (; at != end; ++at) {
        const auto digit = static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0';
        if (digit < 10) {
            value = value * 10 + digit;
        } else {
            if (*at != '.' || point != nullptr) break;
            point = at;
        }
    }
    const auto digits = at - begin - (point != nullptr ? 1 : 0);
    if (digits < 1 || digits > max_plain_digits) return nullptr;
    number.mantissa = static_cast<std::int64_t>(value);
    number.decimals = point != nullptr ? static_cast<int>(at - point - 1) : 0;
    return at;
}

}  // namespace nightjar::data
