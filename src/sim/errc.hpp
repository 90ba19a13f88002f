#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nightjar::sim {

enum class Errc : std::uint8_t { OffTick, NotRates };

constexpr std::string_view errc_room(Errc) { return "sim"; }

constexpr std::string_view errc_name(Errc errc) {
    constexpr std::array<std::string_view, 2> names{"off_tick", "not_rates"};
    return names[static_cast<std::size_t>(errc)];
}

}  // namespace nightjar::sim
