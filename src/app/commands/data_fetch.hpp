#pragma once

#include "app/command.hpp"

namespace nightjar::app {

/// `nightjar data fetch`: history out of a venue's public archive.
void add_fetch(CLI::App& data, Globals& globals, Action& action);

}  // namespace nightjar::app
