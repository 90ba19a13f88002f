#pragma once
/// Lots by weights that are not whole numbers.

#include "core/model/types.hpp"

#include <span>

namespace nightjar::exec {

/// Each part is its share of `total` rounded down, and the lots left go to the largest remainders;
/// of equal ones the first is served first. The parts come to `total` exactly. Weights are not
/// below 0, one is above; they are compared as multiples of 2^-40 of the largest. At most 512.
void split(core::Qty total, std::span<const double> weights, std::span<core::Qty> parts);

}  // namespace nightjar::exec
