#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::store {

enum class Errc : std::uint8_t {
    Io,  ///< the system refused: full disk, permissions, ...
    NotFound,
    Locked,   ///< another process writes there
    Damaged,  ///< bytes that were once good are not any more
    RecordTooLarge,
    ChainBroken,    ///< the ledger and its hash chain disagree
    InputsMissing,  ///< blocks were sealed over inputs that are not there
    BadName,
    BadSource,
    BadOrder,  ///< a row of a tape is older than the one before it
    UnknownVersion,
};

constexpr std::string_view errc_room(Errc) { return "store"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::Io: return "io";
        case Errc::NotFound: return "not_found";
        case Errc::Locked: return "locked";
        case Errc::Damaged: return "damaged";
        case Errc::RecordTooLarge: return "record_too_large";
        case Errc::ChainBroken: return "chain_broken";
        case Errc::InputsMissing: return "inputs_missing";
        case Errc::BadName: return "bad_name";
        case Errc::BadSource: return "bad_source";
        case Errc::BadOrder: return "bad_order";
        case Errc::UnknownVersion: return "unknown_version";
    }
    return "unknown";
}

}  // namespace nightjar::store
