#pragma once
/// A clock that stands where it was put.

#include "core/model/ports.hpp"

namespace nightjar::sim {

class SimClock final : public core::Clock {
public:
    explicit SimClock(core::Time now) : now_{now} {}

    [[nodiscard]] core::Time now() const override { return now_; }
    void set(core::Time now) { now_ = now; }
    void advance(core::Duration by) { now_ = now_ + by; }

private:
    core::Time now_;
};

}  // namespace nightjar::sim
