#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::ops {

enum class Errc : std::uint8_t { NoPage };

constexpr std::string_view errc_room(Errc) { return "ops"; }

constexpr std::string_view errc_name(Errc) { return "no_page"; }

}  // namespace nightjar::ops
