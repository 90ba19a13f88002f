#include "core/base/wide.hpp"

#include <algorithm>

namespace nightjar::core {

std::string to_string(Wide value) {
    if (value == 0) return "0";
    const bool negative = value < 0;
    std::string digits;
    // Digits are taken while still negative: the most negative value has no positive twin.
    for (Wide rest = negative ? value : -value; rest != 0; rest /= 10)
        digits.push_back(static_cast<char>('0' - static_cast<int>(rest % 10)));
    if (negative) digits.push_back('-');
    std::ranges::reverse(digits);
    return digits;
}

}  // namespace nightjar::core
