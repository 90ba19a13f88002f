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

/// What a person wants of a node: SetLevel, SetLimit or SetStage, in a line. Back: nothing where
/// the line is another question.
std::string to_question(const core::Command& command);
std::optional<core::Command> read_command(std::string_view question);
/// Says it to the session's node; an error where it does not take it.
core::Status command_node(const Globals& globals, const std::string& wanted,
                          const core::Command& command);

/// What brings risk, or sells in haste, is asked for twice; `yes` answers. Error: BadCall, where
/// the answer is no, or there is no terminal to ask.
core::Status confirm(bool yes, std::string_view question);

/// The user whose process this is.
std::string user_name();

}  // namespace nightjar::app
