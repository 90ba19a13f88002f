#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::backtest {

enum class Errc : std::uint8_t { OffTick, NothingToDo };

constexpr std::string_view errc_room(Errc) { return "backtest"; }

constexpr std::string_view errc_name(Errc errc) {
    return errc == Errc::OffTick ? "off_tick" : "nothing_to_do";
}

}  // namespace nightjar::backtest
