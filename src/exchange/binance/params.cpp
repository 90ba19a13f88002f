#include "exchange/binance/params.hpp"

#include <algorithm>
#include <charconv>

namespace nightjar::exchange::binance {

std::unexpected<Refusal> illegal(std::string_view name) {
    return refuse(-1100, fmt::format("Illegal characters found in parameter '{:.40}'.", name));
}

std::optional<std::string_view> Params::find(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (key == name && !value.empty()) return value;
    return std::nullopt;
}

Asked<std::string_view> Params::need(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    return refuse(-1102, fmt::format("Mandatory parameter '{}' was not sent, was empty/null, or "
                                     "malformed.",
                                     name));
}

Asked<std::optional<std::int64_t>> Params::number(std::string_view name) const {
    const auto text = find(name);
    if (!text) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < 0)
        return illegal(name);
    return value;
}

Asked<std::size_t> Params::limit(std::size_t usual, std::size_t most) const {
    NJ_TRY(asked, number("limit"));
    if (!asked) return usual;
    if (*asked == 0) return refuse(-1130, "Data sent for parameter 'limit' is not valid.");
    return std::min(static_cast<std::size_t>(*asked), most);
}

Asked<std::optional<core::Time>> Params::time(std::string_view name) const {
    constexpr std::int64_t ms_until_year_5138 = 100'000'000'000'000;
    constexpr std::int64_t us_until_2262 = 9'200'000'000'000'000;
    NJ_TRY(value, number(name));
    if (!value) return std::nullopt;
    if (*value >= us_until_2262) return illegal(name);
    if (*value >= ms_until_year_5138) return core::Time{} + core::microseconds(*value);
    // Later than 2262 is as late as there is.
    constexpr std::int64_t most_ms = us_until_2262 / 1'000;
    return core::Time{} + core::milliseconds(std::min(*value, most_ms));
}

bool Params::flag(std::string_view name) const {
    const auto value = find(name);
    return value == "true" || value == "TRUE";
}

}  // namespace nightjar::exchange::binance
