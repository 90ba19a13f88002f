#pragma once
/// The one name for the compiler's 128-bit integer.

#include <cstdint>
#include <string>

namespace nightjar::core {

__extension__ using Wide = __int128;

/// Decimal digits with a leading minus when negative.
std::string to_string(Wide value);

}  // namespace nightjar::core
