#pragma once
/// The settings of a registered part: declared once, and used for the configuration check, `--set`,
/// the listings of `nightjar strategies` and the documentation.

#include "core/base/result.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nightjar::core {

enum class ParamType : std::uint8_t { Integer, Real, Text, Flag };
std::string_view name(ParamType type);

/// Which way a limit is moved to allow more.
enum class Loosens : std::uint8_t { Unknown, Upward, Downward };

struct ParamSpec {
    std::string name;
    ParamType type{};
    std::string initial;  ///< the default, as one would write it; never absent
    double min{};         ///< of numbers, inclusive
    double max{};
    std::string unit;  ///< "bars", "bp", "" ...
    std::string doc;   ///< one line
    Loosens loosens{};
};

/// A text for each setting that somebody gave, from TOML or `--set`.
using ParamTexts = std::map<std::string, std::string, std::less<>>;

/// Checked values: every declared setting has one, and no other.
class Params {
public:
    /// An unknown name names the nearest; a value out of range says the range.
    static Result<Params> make(std::span<const ParamSpec> specs, const ParamTexts& given);

    [[nodiscard]] std::int64_t integer(std::string_view name) const;
    [[nodiscard]] double real(std::string_view name) const;
    [[nodiscard]] const std::string& text(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;

private:
    using Value = std::variant<std::int64_t, double, std::string, bool>;
    template <class T>
    const T& get(std::string_view name) const;

    std::map<std::string, Value, std::less<>> values_;
};

}  // namespace nightjar::core
