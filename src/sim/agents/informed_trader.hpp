#pragma once
/// Knows what the asset is worth, and acts on it now and then.

#include "sim/agents/agent.hpp"

namespace nightjar::sim {

/// Sleeps most of the time. Awake, it takes whatever is priced beyond the value by more than its
/// edge, in a burst of immediate orders: this is also what keeps venues together.
class InformedTrader final : public Agent {
public:
    core::Duration act(Desk& desk, core::Time now) override;

private:
    int left_{};  // orders of this burst
};

}  // namespace nightjar::sim
