#pragma once
/// Quotes both sides around its own idea of the value.

#include "sim/agents/agent.hpp"

#include <array>

namespace nightjar::sim {

/// Its fair price is the hidden value with an error of its own that comes and goes slowly, mixed
/// with what the book says, and shifted against its inventory. On its timer it moves each level
/// that is further from where it belongs than a tolerance. Its quotes may take: a stale quote of
/// another is an offer.
class MarketMaker final : public Agent {
public:
    core::Duration act(Desk& desk, core::Time now) override;

private:
    static constexpr std::size_t levels = 5;

    [[nodiscard]] double fair(Desk& desk, core::Time now);
    void quote(Desk& desk, core::Side side, double fair, core::Time now);

    std::array<std::array<core::OrderId, levels>, 2> orders_{};  // by side
    double error_{};                                             // of its idea, relative
    double last_fair_{};
};

}  // namespace nightjar::sim
