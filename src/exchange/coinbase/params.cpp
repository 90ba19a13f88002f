#include "exchange/coinbase/params.hpp"

#include <algorithm>
#include <charconv>

namespace nightjar::exchange::coinbase {

std::optional<std::string_view> Params::find(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (key == name && !value.empty()) return value;
    return std::nullopt;
}

Asked<std::string_view> Params::need(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    return invalid(fmt::format("{} is required", name));
}

std::vector<std::string_view> Params::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : fields_) {
        if (key != name) continue;
        std::string_view rest{value};
        while (!rest.empty()) {
            const auto end = std::min(rest.find(','), rest.size());
            if (end > 0) values.push_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return values;
}

Asked<std::optional<std::uint64_t>> Params::number(std::string_view name) const {
    const auto text = find(name);
    if (!text) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size())
        return invalid(fmt::format("{} is not a number", name));
    return value;
}

Asked<std::size_t> Params::limit(std::size_t usual, std::size_t most) const {
    NJ_TRY(wanted, number("limit"));
    if (!wanted || *wanted == 0) return usual;
    return std::min<std::size_t>(*wanted, most);
}

Asked<std::optional<core::Time>> Params::seconds(std::string_view name) const {
    constexpr std::uint64_t latest = 9'000'000'000;  // in 2255
    NJ_TRY(value, number(name));
    if (!value) return std::nullopt;
    return core::Time{} + core::seconds(static_cast<std::int64_t>(std::min(*value, latest)));
}

Asked<std::optional<core::Time>> Params::date(std::string_view name) const {
    const auto text = find(name);
    if (!text) return std::nullopt;
    const auto at = core::parse_time(*text);
    if (!at) return invalid(fmt::format("{} is not a time", name));
    return *at;
}

}  // namespace nightjar::exchange::coinbase
