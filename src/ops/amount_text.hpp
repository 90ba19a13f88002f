#pragma once
/// Amounts for people.

#include "core/model/types.hpp"

#include <string>

namespace nightjar::ops {

/// "3,012.20": two decimals of what is large, up to eight of what is small.
std::string grouped(core::Money amount);

}  // namespace nightjar::ops
