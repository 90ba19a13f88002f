#pragma once
/// Hears the news before the dealers do.

#include "sim/agents/agent.hpp"

namespace nightjar::sim {

/// Knows the value a little ahead (`Fundamental::Walk::ahead`) and takes what it will make cheap:
/// whoever rests in the book is filled more often before the price moves against him than before it
/// moves for him (Glosten and Milgrom 1985). What the price is against the value it does not care
/// about.
class Insider final : public Agent {
public:
    struct Traits {
        core::Duration pace{core::seconds(2)};
        double edge_bp{0.5};  ///< that the news must be worth, beyond the touch
        double size{3};       ///< usual orders
    };
    explicit Insider(const Traits& traits) : traits_{traits} {}

    core::Duration act(Desk& desk, core::Time now) override;

private:
    Traits traits_;
};

}  // namespace nightjar::sim
