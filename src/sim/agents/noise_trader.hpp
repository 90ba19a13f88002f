#pragma once
/// Trades for reasons of its own, at random.

#include "sim/agents/agent.hpp"

namespace nightjar::sim {

/// Market orders and, as often, one resting limit near the touch, in place of its last; sizes are
/// log-normal. It leans toward an even inventory.
class NoiseTrader final : public Agent {
public:
    core::Duration act(Desk& desk, core::Time now) override;

private:
    core::OrderId resting_;
};

}  // namespace nightjar::sim
