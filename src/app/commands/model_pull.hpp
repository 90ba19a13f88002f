#pragma once

#include "app/command.hpp"

namespace nightjar::app {

/// `nightjar model pull`: models of others, from where `models/sources.toml` says, checked.
void add_pull(CLI::App& model, Globals& globals, Action& action);

}  // namespace nightjar::app
