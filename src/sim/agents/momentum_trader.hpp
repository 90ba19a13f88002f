#pragma once
/// Believes that what rose will rise.

#include "sim/agents/agent.hpp"

namespace nightjar::sim {

/// Holds a small position in the direction of a fast average of the mid over a slow one, and
/// closes it when the two come together again.
class MomentumTrader final : public Agent {
public:
    core::Duration act(Desk& desk, core::Time now) override;

private:
    double fast_{};
    double slow_{};
};

}  // namespace nightjar::sim
