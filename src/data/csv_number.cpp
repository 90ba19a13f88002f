#include "data/csv_number.hpp"

#include <charconv>
#include <limits>
#include <system_error>

namespace nightjar::data {

namespace {

constexpr int max_digits = 19;
constexpr int max_exponent = 400;  // beyond what a double can write

/// The part of a number in front of its exponent.
struct Mantissa {
    std::uint64_t value{};
    int digits{};  ///< of value; at more than max_digits value is wrong
    int decimals{};
    std::size_t size{};  ///< characters read
    bool any{};          ///< a digit was there
    bool exact{true};
};

Mantissa read_mantissa(std::string_view text) {
    Mantissa m;
    std::size_t point = std::string_view::npos;
    for (; m.size < text.size(); ++m.size) {
        const char c = text[m.size];
        if (c == '.' && point == std::string_view::npos) {
            point = m.size;
            continue;
        }
        if (c < '0' || c > '9') break;
        m.any = true;
        m.value = m.value * 10 + static_cast<std::uint64_t>(c - '0');
        m.digits += m.value != 0 ? 1 : 0;
    }
    if (point != std::string_view::npos) m.decimals = static_cast<int>(m.size - point - 1);
    return m;
}

/// A text of many digits: the last zeros do not count, and then as few decimals go as must.
Mantissa read_long_mantissa(std::string_view text) {
    if (text.find('.') == std::string_view::npos) return read_mantissa(text);
    auto m = read_mantissa(text.substr(0, text.find_last_not_of('0') + 1));
    if (const int excess = m.digits - (max_digits - 1);
        m.digits > max_digits && excess <= m.decimals) {
        m = read_mantissa(text.substr(0, m.size - static_cast<std::size_t>(excess)));
        m.exact = false;
    }
    m.size = text.size();
    return m;
}

/// "e-05", the whole rest of a number; nothing else but no rest at all.
std::optional<int> parse_exponent(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    if (value < -max_exponent || value > max_exponent) return std::nullopt;
    return value;
}

}  // namespace

std::optional<CsvNumber> parse_csv_number(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    auto m = read_mantissa(text);
    if (m.digits > max_digits) m = read_long_mantissa(text.substr(0, m.size));
    const auto exponent = parse_exponent(text.substr(m.size));
    if (!m.any || !exponent || m.digits > max_digits) return std::nullopt;
    if (m.value == 0) return CsvNumber{};

    int decimals = m.decimals - *exponent;
    for (; decimals > 0 && m.value % 10 == 0; --decimals) m.value /= 10;
    constexpr std::uint64_t max_value = std::numeric_limits<std::int64_t>::max();
    for (; decimals < 0 && m.value <= max_value; ++decimals) {
        if (m.value > max_value / 10) return std::nullopt;
        m.value *= 10;
    }
    if (m.value > max_value) return std::nullopt;
    const auto value = static_cast<std::int64_t>(m.value);
    return CsvNumber{negative ? -value : value, decimals, m.exact};
}

}  // namespace nightjar::data
