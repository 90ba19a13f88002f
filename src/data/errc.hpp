#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::data {

enum class Errc : std::uint8_t {
    BadArchive,   ///< compressed bytes that do not unpack
    BadChecksum,  ///< bytes that are not those that their checksum was made of
    TooLarge,
    Empty,
    NoColumn,
    BadRow,
    MixedContent,  ///< files, or messages of one, that do not make one tape
    BadTimeframe,  ///< bars of that length cannot be made of these
    BadWish,       ///< what an archive cannot have
    NotFetched,    ///< a server that did not answer, or not with what was asked for
    NotThere,      ///< a server that does not have it
};

constexpr std::string_view errc_room(Errc) { return "data"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::BadArchive: return "bad_archive";
        case Errc::BadChecksum: return "bad_checksum";
        case Errc::TooLarge: return "too_large";
        case Errc::Empty: return "empty";
        case Errc::NoColumn: return "no_column";
        case Errc::BadRow: return "bad_row";
        case Errc::MixedContent: return "mixed_content";
        case Errc::BadTimeframe: return "bad_timeframe";
        case Errc::BadWish: return "bad_wish";
        case Errc::NotFetched: return "not_fetched";
        case Errc::NotThere: return "not_there";
    }
    return "unknown";
}

}  // namespace nightjar::data
