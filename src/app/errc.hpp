#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::app {

enum class Errc : std::uint8_t { BadConfig, BadCall, Io, Busy };

constexpr std::string_view errc_room(Errc) { return "app"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::BadConfig: return "bad_config";
        case Errc::BadCall: return "bad_call";
        case Errc::Io: return "io";
        case Errc::Busy: return "busy";
    }
    return "unknown";
}

}  // namespace nightjar::app
