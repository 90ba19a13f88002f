#include "ops/amount_text.hpp"

#include <fmt/format.h>

namespace nightjar::ops {

std::string grouped(core::Money amount) {
    constexpr std::size_t group = 3;
    constexpr std::size_t least_decimals = 2;
    constexpr std::size_t most_decimals = 8;
    const bool large = core::magnitude(amount) >= core::whole(100);
    auto text = to_string(core::magnitude(amount));
    const auto point = std::min(text.find('.'), text.size());
    auto whole = text.substr(0, point);
    auto decimals = point < text.size() ? text.substr(point + 1) : "";
    decimals.resize(large ? least_decimals : most_decimals, '0');
    while (decimals.size() > least_decimals && decimals.ends_with('0')) decimals.pop_back();
    for (auto at = whole.size(); at > group; at -= group) whole.insert(at - group, ",");
    return fmt::format("{}{}.{}", amount < core::Money{} ? "-" : "", whole, decimals);
}

}  // namespace nightjar::ops
