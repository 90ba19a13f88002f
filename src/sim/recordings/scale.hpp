#pragma once
/// From the decimals of a file to the steps of an instrument.

#include "core/model/instrument.hpp"

#include <optional>

namespace nightjar::sim {

struct Scale {
    std::int64_t ticks_per_unit{1};
    std::int64_t lots_per_unit{1};  ///< above 0 multiplies, below 0 divides by its magnitude
};

/// How many steps 10^-decimals of `whole` is: above 0 multiplies, below 0 divides by its magnitude;
/// nothing where neither is a whole number of the other.
std::optional<std::int64_t> steps_in(core::Money whole, int decimals, core::Money step);

/// Error: OffTick, when the file's prices are finer than the instrument's tick, or its
/// quantities do not fit the lot.
core::Result<Scale> scale_to(const core::Instrument& instrument, int price_decimals,
                             int qty_decimals);

}  // namespace nightjar::sim
