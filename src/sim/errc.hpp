#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::sim {

enum class Errc : std::uint8_t { BadSetting };

constexpr std::string_view errc_room(Errc) { return "sim"; }

constexpr std::string_view errc_name(Errc) { return "bad_setting"; }

}  // namespace nightjar::sim
