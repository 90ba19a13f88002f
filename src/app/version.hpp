#pragma once

#include <string>
#include <string_view>

namespace nightjar::app {

constexpr std::string_view version = "0.1.0";

/// Version, compiler and architecture: what a ledger's bytes may depend on besides its inputs.
std::string build_text();

}  // namespace nightjar::app
