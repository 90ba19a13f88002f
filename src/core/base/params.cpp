#include "core/base/params.hpp"

#include "core/base/nearest.hpp"
#include "core/errc.hpp"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace nightjar::core {

namespace {

template <class Number, class Parse>
Result<Number> number(const ParamSpec& spec, std::string_view text, Parse parse) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto answer = parse(text.data(), end, value);
    if (answer.ec != std::errc{} || answer.ptr != end)
        return fail(Errc::NotANumber, "{} = \"{}\": expected {}", spec.name, text, name(spec.type));
    const auto as_real = static_cast<double>(value);
    if (!std::isfinite(as_real) || as_real < spec.min || as_real > spec.max)
        return fail(Errc::OutOfRange, "{} = {} is outside {} to {}{}{}", spec.name, text, spec.min,
                    spec.max, spec.unit.empty() ? "" : " ", spec.unit);
    return value;
}

}  // namespace

std::string_view name(ParamType type) {
    switch (type) {
        case ParamType::Integer: return "integer";
        case ParamType::Real: return "number";
        case ParamType::Text: return "text";
        case ParamType::Flag: return "true or false";
    }
    return "?";
}

Result<Params> Params::make(std::span<const ParamSpec> specs, const ParamTexts& given) {
    std::vector<std::string> names;
    for (const auto& spec : specs) names.push_back(spec.name);
    for (const auto& [key, text] : given)
        if (std::ranges::find(names, key) == names.end())
            return fail(Errc::UnknownKey, "no setting \"{}\"{}", key, did_you_mean(key, names));
    Params params;
    for (const auto& spec : specs) {
        const auto found = given.find(spec.name);
        const auto& text = found == given.end() ? spec.initial : found->second;
        auto& value = params.values_[spec.name];
        if (spec.type == ParamType::Integer) {
            NJ_TRY(count, (number<std::int64_t>(
                              spec, text, [](auto&&... a) { return std::from_chars(a...); })));
            value = count;
        } else if (spec.type == ParamType::Real) {
            NJ_TRY(real, (number<double>(spec, text, [](auto* first, auto* last, double& out) {
                       return fast_float::from_chars(first, last, out);
                   })));
            value = real;
        } else if (spec.type == ParamType::Flag) {
            if (text != "true" && text != "false")
                return fail(Errc::WrongType, "{} = \"{}\": expected true or false", spec.name,
                            text);
            value = text == "true";
        } else {
            value = text;
        }
    }
    return params;
}

template <class T>
const T& Params::get(std::string_view name) const {
    const auto found = values_.find(name);
    NJ_CHECK(found != values_.end(), "no setting {} was declared", name);
    const auto* value = std::get_if<T>(&found->second);
    NJ_CHECK(value != nullptr, "setting {} was declared with another type", name);
    return *value;
}

std::int64_t Params::integer(std::string_view name) const { return get<std::int64_t>(name); }
double Params::real(std::string_view name) const { return get<double>(name); }
const std::string& Params::text(std::string_view name) const { return get<std::string>(name); }
bool Params::flag(std::string_view name) const { return get<bool>(name); }

}  // namespace nightjar::core
