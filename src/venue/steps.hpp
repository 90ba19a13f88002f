#pragma once
/// A venue's decimals as ticks, lots and money of our instruments, and nothing where they are on no
/// step.

#include "core/model/instrument.hpp"
#include "venue/errc.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace nightjar::venue {

/// Toward zero beyond 12 decimals, which no venue writes of money.
[[nodiscard]] core::Money money_of(core::Decimal number);
/// Error: BadField.
[[nodiscard]] core::Result<core::Price> price_of(core::Decimal number,
                                                 const core::Instrument& instrument);
/// The nearest one: of marks and averages, which are on no step. Error: BadField, out of range.
[[nodiscard]] core::Result<core::Price> nearest_price(core::Decimal number,
                                                      const core::Instrument& instrument);
/// Of a quantity in what the venue counts them in. Error: BadField.
[[nodiscard]] core::Result<core::Qty> qty_of(core::Decimal number,
                                             const core::Instrument& instrument);

/// Of a sum of quantities, which may be on no step: toward zero. Error: BadField, out of range.
[[nodiscard]] core::Result<core::Qty> lots_of_sum(core::Decimal number,
                                                  const core::Instrument& instrument);

/// The same for the many levels of a book: a multiplication each, where the others divide numbers
/// of 128 bits. Without allocation; the instrument outlives it and does not change.
class Steps {
public:
    explicit Steps(const core::Instrument& instrument);
    /// Error: BadField.
    [[nodiscard]] core::Result<core::Price> price(core::Decimal number) const;
    [[nodiscard]] core::Result<core::Qty> qty(core::Decimal number) const;

private:
    /// By the decimals of a number, what its mantissa is to be multiplied with; 0 where that is no
    /// whole number.
    using Factors = std::array<std::int64_t, 19>;
    [[nodiscard]] static Factors factors_of(core::Money unit, core::Money step);
    [[nodiscard]] static std::optional<std::int64_t> quick(core::Decimal number,
                                                           const Factors& factors) {
        std::int64_t steps{};
        const auto factor = factors.at(static_cast<std::size_t>(number.decimals));
        if (factor == 0 || __builtin_mul_overflow(number.mantissa, factor, &steps))
            return std::nullopt;
        return steps;
    }

    const core::Instrument* instrument_;
    Factors prices_;
    Factors qtys_;
};

}  // namespace nightjar::venue
