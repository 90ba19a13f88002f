#pragma once
/// A request's parameters, and what the venue says of those that are missing or bad.

#include "core/base/time.hpp"
#include "exchange/binance/refusal.hpp"
#include "exchange/form.hpp"

#include <optional>
#include <string_view>

namespace nightjar::exchange::binance {

class Params {
public:
    Params() = default;
    explicit Params(Fields fields) : fields_{std::move(fields)} {}

    /// Empty values are as absent. The first of a name holds.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] Asked<std::string_view> need(std::string_view name) const;
    /// A whole number from 0 on.
    [[nodiscard]] Asked<std::optional<std::int64_t>> number(std::string_view name) const;
    [[nodiscard]] Asked<std::size_t> limit(std::size_t usual, std::size_t most) const;
    /// In ms, or in us where it is that long.
    [[nodiscard]] Asked<std::optional<core::Time>> time(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] const Fields& fields() const { return fields_; }

private:
    Fields fields_;
};

/// "Illegal characters found in parameter ..".
[[nodiscard]] std::unexpected<Refusal> illegal(std::string_view name);

}  // namespace nightjar::exchange::binance
