#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::notify {

enum class Errc : std::uint8_t {
    BadSetting,
    NoSecret,     ///< nobody has given the secret of that name
    Unreachable,  ///< it may go the next time
    Refused,      ///< the other side does not take it, and will hardly change its mind
};

constexpr std::string_view errc_room(Errc) { return "notify"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::BadSetting: return "bad_setting";
        case Errc::NoSecret: return "no_secret";
        case Errc::Unreachable: return "unreachable";
        case Errc::Refused: return "refused";
    }
    return "unknown";
}

}  // namespace nightjar::notify
