#pragma once
/// Ctrl-C and SIGTERM for commands that work until they are stopped.

namespace nightjar::app {

/// From now on both are heard instead of ending the program.
void hear_stop();
[[nodiscard]] bool stop_asked();

}  // namespace nightjar::app
