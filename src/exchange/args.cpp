#include "exchange/args.hpp"

#include "exchange/errc.hpp"

#include <algorithm>
#include <charconv>

namespace nightjar::exchange {

namespace {

std::unexpected<core::Error> bad(std::string_view name) {
    return core::fail(Errc::BadRequest, "Parameter {:.40} error", name);
}

}  // namespace

Args Args::of(const Json& object) {
    Fields fields;
    for (const auto& [name, value] : object.items()) {
        if (fields.size() == most_fields) break;
        if (value.is_string())
            fields.emplace_back(name, value.get<std::string>());
        else if (value.is_number() || value.is_boolean())
            fields.emplace_back(name, value.dump());
    }
    return Args{std::move(fields)};
}

std::optional<std::string_view> Args::find(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (key == name && !value.empty()) return value;
    return std::nullopt;
}

core::Result<std::string_view> Args::need(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    return bad(name);
}

core::Result<std::optional<std::int64_t>> Args::number(std::string_view name) const {
    const auto text = find(name);
    if (!text) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < 0) return bad(name);
    return value;
}

core::Result<std::size_t> Args::rows(std::string_view name, std::size_t usual,
                                     std::size_t most) const {
    NJ_TRY(asked, number(name));
    if (!asked) return usual;
    if (*asked == 0) return bad(name);
    return std::min(static_cast<std::size_t>(*asked), most);
}

core::Result<std::optional<core::Time>> Args::time(std::string_view name) const {
    constexpr std::int64_t last_ms = 9'200'000'000'000;  // later than that no count of ns goes
    NJ_TRY(ms, number(name));
    if (!ms) return std::nullopt;
    return core::Time{} + core::milliseconds(std::min(*ms, last_ms));
}

Json read_json(std::string_view text) {
    constexpr int deepest = 8;
    return Json::parse(
        text, [](int depth, Json::parse_event_t, Json&) { return depth < deepest; }, false);
}

std::string write_json(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightjar::exchange
