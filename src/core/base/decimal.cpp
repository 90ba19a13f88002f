#include "core/base/decimal.hpp"

#include "core/errc.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::core {

Result<Wide> parse_decimal(std::string_view text, int digits) {
    constexpr int max_digits = 38;
    const bool negative = text.starts_with('-');
    Wide value = 0;
    int after_point = -1;
    int seen = 0;
    for (const char c : text.substr(negative ? 1 : 0)) {
        if (c == '.' && after_point < 0) {
            after_point = 0;
            continue;
        }
        if (c < '0' || c > '9' || ++seen > max_digits)
            return fail(Errc::NotANumber, "\"{}\" is not a decimal number", text);
        if (after_point >= digits) {
            if (c != '0')
                return fail(Errc::OutOfRange, "\"{}\" has more than {} decimals", text, digits);
            continue;
        }
        value = value * 10 + (c - '0');
        if (after_point >= 0) ++after_point;
    }
    if (seen == 0) return fail(Errc::NotANumber, "\"{}\" is not a decimal number", text);
    for (int place = after_point < 0 ? 0 : after_point; place < digits; ++place) {
        if (++seen > max_digits) return fail(Errc::OutOfRange, "\"{}\" is too large", text);
        value *= 10;
    }
    return negative ? -value : value;
}

int fraction_digits(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos) return 0;
    const auto last = text.find_last_not_of('0');
    return static_cast<int>(last - point);
}

std::string format_decimal(Wide raw, int digits) {
    auto text = to_string(raw);
    const bool negative = text.front() == '-';
    if (negative) text.erase(0, 1);
    const auto places = static_cast<std::size_t>(digits);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    if (digits > 0) {
        text.insert(text.size() - places, 1, '.');
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    return negative ? "-" + text : text;
}

namespace {

/// The digits at the front of `text`, behind those in `value`, as far as 18 digits hold them, which
/// fit in 63 bits whatever they are. They are gone from `text`.
void take_digits(std::string_view& text, std::uint64_t& value) {
    constexpr std::uint64_t enough = 100'000'000'000'000'000;
    const char* at = text.data();
    for (const char* end = at + text.size(); at != end && value < enough; ++at) {
        const auto digit = static_cast<unsigned>(*at - '0');
        if (digit > 9) break;
        value = value * 10 + digit;
    }
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
    constexpr std::size_t max_decimals = 18;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto all = text.size();
    std::uint64_t value = 0;
    take_digits(text, value);
    const auto whole = all - text.size();
    std::size_t decimals = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        while (text.ends_with('0')) text.remove_suffix(1);
        decimals = text.size();
        take_digits(text, value);
    }
    if (!text.empty() || whole + decimals == 0 || decimals > max_decimals) return std::nullopt;
    const auto mantissa = static_cast<std::int64_t>(value);
    return Decimal{negative ? -mantissa : mantissa, static_cast<int>(decimals)};
}

std::optional<std::int64_t> count_at(Decimal number, int decimals) {
    const int more = decimals - number.decimals;
    if (number.mantissa == 0 || more == 0) return number.mantissa;
    constexpr int max_power = 18;
    if (more < 0 || more > max_power) return std::nullopt;
    const auto factor = power_of_ten(more);
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    if (number.mantissa > largest / factor || number.mantissa < -largest / factor)
        return std::nullopt;
    return number.mantissa * factor;
}

}  // namespace nightjar::core
