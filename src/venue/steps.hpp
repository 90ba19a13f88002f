#pragma once
/// A venue's decimals as ticks, lots and money of our instruments, and nothing where they are on no
/// step.

#include "core/model/instrument.hpp"
#include "venue/errc.hpp"

#include <optional>

namespace nightjar::venue {

/// Toward zero beyond 12 decimals, which no venue writes of money.
[[nodiscard]] core::Money money_of(core::Decimal number);
/// Error: BadField.
[[nodiscard]] core::Result<core::Price> price_of(core::Decimal number,
                                                 const core::Instrument& instrument);
/// Of a quantity in what the venue counts them in. Error: BadField.
[[nodiscard]] core::Result<core::Qty> qty_of(core::Decimal number,
                                             const core::Instrument& instrument);

}  // namespace nightjar::venue
