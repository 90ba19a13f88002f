#include "exchange/kraken/params.hpp"

#include "core/base/decimal.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace nightjar::exchange::kraken {

Params Params::of(const nlohmann::ordered_json& object) {
    Params params;
    if (!object.is_object()) return params;
    for (const auto& [name, value] : object.items()) {
        if (params.fields_.size() == most_fields) break;
        if (value.is_string())
            params.set(name, value.get<std::string>());
        else if (value.is_primitive() && !value.is_null())
            params.set(name, value.dump());
    }
    return params;
}

std::optional<std::string_view> Params::find(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (key == name && !value.empty()) return value;
    return std::nullopt;
}

Asked<std::string_view> Params::need(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    return invalid(name);
}

Asked<std::optional<std::uint64_t>> Params::number(std::string_view name) const {
    const auto text = find(name);
    if (!text) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size()) return invalid(name);
    return value;
}

Asked<std::optional<core::Time>> Params::time(std::string_view name) const {
    constexpr int ns_digits = 9;
    const auto text = find(name);
    if (!text) return std::nullopt;
    const auto seconds = core::read_decimal(*text);
    const auto ns = seconds ? core::count_at(*seconds, ns_digits) : std::nullopt;
    if (!ns || *ns < 0) return invalid(name);
    return core::Time{*ns};
}

bool Params::flag(std::string_view name) const {
    const auto value = find(name);
    return value == "true" || value == "1";
}

std::vector<std::string_view> listed(std::string_view text) {
    std::vector<std::string_view> items;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        if (end > 0) items.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

}  // namespace nightjar::exchange::kraken
