#pragma once
/// What is said to a running node on the same machine, through the socket in its session's folder.

#include "app/command.hpp"
#include "core/model/event.hpp"

#include <optional>

namespace nightjar::app {

/// The answer of the node that runs a session: the named one, or the only one that runs. Errors:
/// those of find_session; Io, where none runs.
core::Result<std::string> ask_node(const Globals& globals, const std::string& wanted,
                                   const std::string& question);

/// A wish for a kill level, and by whom.
struct LevelWish {
    core::KillLevel level{};
    core::Person by;
};
std::string to_question(const LevelWish& wish);
/// Nothing where the question is another one.
std::optional<LevelWish> read_wish(std::string_view question);

/// The user whose process this is.
std::string user_name();

}  // namespace nightjar::app
