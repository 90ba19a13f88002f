#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::net {

enum class Errc : std::uint8_t { CannotListen, CannotConnect, Closed };

constexpr std::string_view errc_room(Errc) { return "net"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::CannotListen: return "cannot_listen";
        case Errc::CannotConnect: return "cannot_connect";
        case Errc::Closed: return "closed";
    }
    return "unknown";
}

}  // namespace nightjar::net
