#include "engine/live_clock.hpp"

#include <chrono>

namespace nightjar::engine {

namespace {

core::Duration since_epoch(auto clock) {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(
                decltype(clock)::now().time_since_epoch())
                .count()};
}

}  // namespace

LiveClock::LiveClock()
    : offset_{since_epoch(std::chrono::system_clock{}) - since_epoch(std::chrono::steady_clock{})} {
}

core::Time LiveClock::now() const {
    return core::Time{} + since_epoch(std::chrono::steady_clock{}) + offset_;
}

}  // namespace nightjar::engine
