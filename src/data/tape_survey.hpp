#pragma once
/// The first of the two readings of a recording: is all of it good, and what have its messages in
/// common? Private to the room.

#include "data/tape_maker.hpp"

namespace nightjar::data {

struct TapeSurvey {
    TapePlan plan;
    std::string symbol;  ///< empty where no message names it
    std::uint64_t messages{};
    std::uint64_t trades{};
    std::uint64_t updates{};
    std::uint64_t snapshots{};
    std::uint64_t tops{};
    std::uint64_t marks{};
    std::uint64_t fundings{};
    std::uint64_t others{};  ///< that a tape does not hold
};

/// Errors: BadRow, of any message; MixedContent, for two markets, or times of receipt in some files
/// only; Empty, for nothing that a tape could hold.
core::Result<TapeSurvey> survey(std::span<const Recording> files);

}  // namespace nightjar::data
