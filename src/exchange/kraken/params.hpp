#pragma once
/// A request's parameters, and what the venue says of those that are missing or bad.

#include "core/base/time.hpp"
#include "exchange/form.hpp"
#include "exchange/kraken/refusal.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace nightjar::exchange::kraken {

class Params {
public:
    Params() = default;
    explicit Params(Fields fields) : fields_{std::move(fields)} {}
    /// The plain fields of an object.
    static Params of(const nlohmann::ordered_json& object);

    /// Empty values are as absent. The first of a name holds.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] Asked<std::string_view> need(std::string_view name) const;
    /// A whole number from 0 on.
    [[nodiscard]] Asked<std::optional<std::uint64_t>> number(std::string_view name) const;
    /// Seconds, perhaps with a fraction.
    [[nodiscard]] Asked<std::optional<core::Time>> time(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    void set(std::string name, std::string value) {
        fields_.emplace_back(std::move(name), std::move(value));
    }

private:
    Fields fields_;
};

/// "a,b,c"
[[nodiscard]] std::vector<std::string_view> listed(std::string_view text);

}  // namespace nightjar::exchange::kraken
