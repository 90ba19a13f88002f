#pragma once
/// A request's parameters.

#include "core/base/time.hpp"
#include "exchange/coinbase/refusal.hpp"
#include "exchange/form.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace nightjar::exchange::coinbase {

class Params {
public:
    Params() = default;
    explicit Params(Fields fields) : fields_{std::move(fields)} {}

    /// Empty values are as absent. The first of a name holds.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] Asked<std::string_view> need(std::string_view name) const;
    /// Of all with that name; several may be in one, with commas.
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] Asked<std::optional<std::uint64_t>> number(std::string_view name) const;
    [[nodiscard]] Asked<std::size_t> limit(std::size_t usual, std::size_t most) const;
    /// Whole seconds.
    [[nodiscard]] Asked<std::optional<core::Time>> seconds(std::string_view name) const;
    /// RFC 3339.
    [[nodiscard]] Asked<std::optional<core::Time>> date(std::string_view name) const;

private:
    Fields fields_;
};

}  // namespace nightjar::exchange::coinbase
