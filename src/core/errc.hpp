#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::core {

enum class Errc : std::uint8_t {
    NotANumber,
    OutOfRange,
    UnknownKey,
    MissingKey,
    WrongType,
    UnknownName,
    Duplicate,
    Decode,
};

constexpr std::string_view errc_room(Errc) { return "core"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::NotANumber: return "not_a_number";
        case Errc::OutOfRange: return "out_of_range";
        case Errc::UnknownKey: return "unknown_key";
        case Errc::MissingKey: return "missing_key";
        case Errc::WrongType: return "wrong_type";
        case Errc::UnknownName: return "unknown_name";
        case Errc::Duplicate: return "duplicate";
        case Errc::Decode: return "decode";
    }
    return "unknown";
}

}  // namespace nightjar::core
