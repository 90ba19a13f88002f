#pragma once

#include "app/command.hpp"

namespace nightjar::app {

/// `nightjar model train`: the Python package below python/, in an environment of its own.
void add_train(CLI::App& model, Globals& globals, Action& action);

}  // namespace nightjar::app
