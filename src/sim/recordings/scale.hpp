#pragma once
/// From the decimals of a file to the steps of an instrument.

#include "core/model/instrument.hpp"

#include <optional>

namespace nightjar::sim {

struct Scale {
    // Above 0 multiplies, below 0 divides by its magnitude.
    std::int64_t ticks_per_unit{1};
    std::int64_t lots_per_unit{1};
};

/// How many steps 10^-decimals of `whole` is: above 0 multiplies, below 0 divides by its magnitude;
/// nothing where neither is a whole number of the other.
std::optional<std::int64_t> steps_in(core::Money whole, int decimals, core::Money step);

/// Error: OffTick, when the file's prices or quantities do not fit the instrument's tick or lot,
/// neither being a whole number of the other.
core::Result<Scale> scale_to(const core::Instrument& instrument, int price_decimals,
                             int qty_decimals);

}  // namespace nightjar::sim
