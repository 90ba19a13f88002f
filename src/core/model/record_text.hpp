#pragma once
/// What records say, for people.

#include "core/model/record.hpp"

namespace nightjar::core {

/// The limit that was passed, with its numbers, or "by ada"; what it was where it was neither.
std::string cause_of(const KillLevelChanged& changed);

/// "open, the price leaps".
std::string state_of(const BreakerChanged& changed);

/// "canary: the test, after 42 samples with an evidence of 2.98", or "paper: by ada".
std::string state_of(const StageChanged& changed);

/// "armed at the venue: trailing stop 59100, take profit 62400", "closing: stop at 58790, here", or
/// "waiting for another wish: closed by its take profit".
std::string state_of(const ProtectionChanged& changed, const Instrument& instrument);

}  // namespace nightjar::core
