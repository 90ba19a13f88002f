#include "app/stop_signal.hpp"

#include <csignal>

namespace nightjar::app {

namespace {
volatile std::sig_atomic_t asked = 0;  // NOLINT: a signal handler sees globals only
}

void hear_stop() {
    std::signal(SIGINT, [](int) { asked = 1; });
    std::signal(SIGTERM, [](int) { asked = 1; });
}

bool stop_asked() { return asked != 0; }

}  // namespace nightjar::app
