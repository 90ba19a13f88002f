#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::net {

enum class Errc : std::uint8_t {
    CannotListen,
    CannotConnect,  ///< nothing has been sent
    Closed,         ///< by the other side, or by the network between
    TimedOut,       ///< something may have been sent
    TooLarge,       ///< an answer or a message beyond what is taken
    BadUrl,
};

constexpr std::string_view errc_room(Errc) { return "net"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::CannotListen: return "cannot_listen";
        case Errc::CannotConnect: return "cannot_connect";
        case Errc::Closed: return "closed";
        case Errc::TimedOut: return "timed_out";
        case Errc::TooLarge: return "too_large";
        case Errc::BadUrl: return "bad_url";
    }
    return "unknown";
}

}  // namespace nightjar::net
