#include "core/base/decimal.hpp"

#include "core/errc.hpp"

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

}  // namespace nightjar::core
