#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::venue {

enum class Errc : std::uint8_t {
    BadJson,       ///< no JSON object, or one that is too large
    MissingField,  ///< a message without what its kind must have
    BadField,      ///< a value that its field cannot have
    Refused,       ///< an answer that is the venue's own error
    BadKey,        ///< a key that cannot be read, or not of a kind that the venue takes
    Unsupported,   ///< what the venue does not have; nothing was sent
    Busy,          ///< the venue did not say: ask again
    RateLimited,   ///< asked too often
    ClockWrong,    ///< our time is not the venue's: measure it again
    AuthFailed,    ///< key, signature or permission
    WrongHost,     ///< a key that is not for this server
};

constexpr std::string_view errc_room(Errc) { return "venue"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::BadJson: return "bad_json";
        case Errc::MissingField: return "missing_field";
        case Errc::BadField: return "bad_field";
        case Errc::Refused: return "refused";
        case Errc::BadKey: return "bad_key";
        case Errc::Unsupported: return "unsupported";
        case Errc::Busy: return "busy";
        case Errc::RateLimited: return "rate_limited";
        case Errc::ClockWrong: return "clock_wrong";
        case Errc::AuthFailed: return "auth_failed";
        case Errc::WrongHost: return "wrong_host";
    }
    return "unknown";
}

}  // namespace nightjar::venue
