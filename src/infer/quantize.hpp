#pragma once
/// Smaller weights.

#include "core/base/result.hpp"

#include <string>
#include <string_view>

namespace nightjar::infer {

/// Writes the model of the file `from` to the file `to` with weights of `type`, "Q8_0" or "Q4_K_M";
/// rows that are no multiple of 256 get the nearest type that can have them. One thread. Errors:
/// OutOfRange for another type; BadModel for what is no model; Failed, where `to` cannot be written
/// or is `from`.
core::Status quantize(const std::string& from, const std::string& to, std::string_view type);

}  // namespace nightjar::infer
