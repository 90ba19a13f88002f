#pragma once
/// nightjar data record

#include "app/command.hpp"

namespace nightjar::app {

void add_record(CLI::App& data, Globals& globals, Action& action);

}  // namespace nightjar::app
