#pragma once
/// Amounts as venues write them.

#include "core/model/instrument.hpp"

#include <string>

namespace nightjar::exchange {

/// What one unit costs on average; 0 for nothing. Rounded toward zero to 1e-12.
core::Money average(core::Money quote, core::Money units);

/// 1'500 parts per 1e9 of one: "0.0000015".
std::string rate_text(std::int64_t ppb);

constexpr std::int64_t ms_of(core::Time at) { return core::count_of(at, core::milliseconds(1)); }

}  // namespace nightjar::exchange
