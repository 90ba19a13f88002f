#pragma once
/// Those who trade for reasons of their own: zero intelligence, in runs.

#include "sim/agents/agent.hpp"

namespace nightjar::sim {

/// Market orders and resting limits come as a Poisson stream (Smith, Farmer, Gillemot and
/// Krishnamurthy 2003, "Statistical theory of the continuous double auction"); sides come in runs,
/// as of people who split what they want (Lillo, Mike and Farmer 2005, "Theory for long memory in
/// supply and demand"). Sizes are log-normal.
class Crowd final : public Agent {
public:
    struct Traits {
        core::Duration pace{core::milliseconds(250)};
        double market_share{0.6};  ///< of its orders; the others rest
        double size{1};            ///< mean, in usual orders
        double size_spread{1.2};   ///< sigma of the logarithm
        double run{4};             ///< orders of one side in a row, on average
        double patience_bp{0.6};   ///< a limit's mean distance from the touch
    };
    explicit Crowd(const Traits& traits) : traits_{traits} {}

    core::Duration act(Desk& desk, core::Time now) override;

private:
    Traits traits_;
    core::Side side_{};
    core::OrderId resting_;
};

}  // namespace nightjar::sim
