#pragma once
/// Wall time that never goes back: the monotonic clock plus the offset that it had at the start.

#include "core/model/ports.hpp"

namespace nightjar::engine {

/// Any thread. A step of the system's clock after the start is not followed.
class LiveClock final : public core::Clock {
public:
    LiveClock();
    [[nodiscard]] core::Time now() const override;

private:
    core::Duration offset_;
};

}  // namespace nightjar::engine
