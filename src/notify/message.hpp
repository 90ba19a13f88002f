#pragma once
/// What a person is told.

#include "core/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar::notify {

/// Alarm: look at it now, even at night.
enum class Severity : std::uint8_t { Info, Warning, Alarm };
inline constexpr std::array severities{Severity::Info, Severity::Warning, Severity::Alarm};
std::string_view name(Severity severity);

enum class Topic : std::uint8_t {
    Alarm,  ///< something that fits no other topic and should be looked at now
    KillLevel,
    Breaker,
    Reconciliation,  ///< ours and the venues' differ, or a venue is not to be reached
    Ramp,            ///< how much a strategy is trusted with
    Refusals,        ///< one rule says no again and again
    Fills,
    Daily,
    Session,  ///< it began, goes on, ended
    Watchdog,
};
inline constexpr std::array topics{
    Topic::Alarm,    Topic::KillLevel, Topic::Breaker, Topic::Reconciliation, Topic::Ramp,
    Topic::Refusals, Topic::Fills,     Topic::Daily,   Topic::Session,        Topic::Watchdog};
std::string_view name(Topic topic);

/// One thing that happened. The sentence is complete without its topic and its time.
struct Message {
    Severity severity{};
    Topic topic{};
    core::Time at;
    std::string text;
};

/// As it leaves: one message, or as many of one severity and topic as had come by then.
struct Letter {
    std::string id;      ///< the same when it is sent again, since the first may have come
    std::string source;  ///< the session that it is about
    Severity severity{};
    Topic topic{};
    core::Time at;          ///< of the first
    std::uint64_t count{};  ///< of messages
    std::string text;       ///< with the source in front, a line for each that is told
};

/// "Nightjar alarm: " and the first line without its source; for what has a subject.
std::string subject(const Letter& letter);

/// One line: what is no letter, digit or sign becomes a blank, since texts of venues go into
/// headers. At most so many bytes, and no half characters.
std::string one_line(std::string_view text, std::size_t most);

}  // namespace nightjar::notify
