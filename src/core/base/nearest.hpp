#pragma once
/// Hints for mistyped names.

#include <span>
#include <string>
#include <string_view>

namespace nightjar::core {

/// "; did you mean \"close\"?" for the candidate with the fewest edits (at most a third of its
/// length, at least 2), else an empty text.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> candidates);

}  // namespace nightjar::core
