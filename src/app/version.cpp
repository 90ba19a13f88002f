#include "app/version.hpp"

#include <fmt/core.h>

namespace nightjar::app {

std::string build_text() {
#if defined(__aarch64__)
    constexpr std::string_view architecture = "aarch64";
#else
    constexpr std::string_view architecture = "x86-64";
#endif
    return fmt::format("nightjar {} ({}, {})", version, __VERSION__, architecture);
}

}  // namespace nightjar::app
