#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nightjar::backtest {

enum class Errc : std::uint8_t { NothingToDo };

constexpr std::string_view errc_room(Errc) { return "backtest"; }

constexpr std::string_view errc_name(Errc errc) {
    constexpr std::array<std::string_view, 1> names{"nothing_to_do"};
    return names[static_cast<std::size_t>(errc)];
}

}  // namespace nightjar::backtest
