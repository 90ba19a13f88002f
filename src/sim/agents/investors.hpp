#pragma once
/// The many who would trade if the price were better: a latent order book.

#include "sim/agents/agent.hpp"

#include <array>

namespace nightjar::sim {

/// Reservation prices lie around the value with a density that grows in proportion to the distance
/// from it, so that a metaorder which eats through them moves the price by the root of its size
/// (Toth et al. 2011, "Anomalous price impact and the critical nature of liquidity"; Donier,
/// Bonart, Mastromatteo and Bouchaud 2015, "A fully consistent, minimal model for non-linear market
/// impact"). Only those near the mid are shown. Who has traded is replaced slowly.
class Investors final : public Agent {
public:
    struct Traits {
        core::Duration pace{core::seconds(1)};
        double depth{1};  ///< usual orders in the bp at `bent_bp` from the value
        double bent_bp{6};
        double power{1};  ///< of the distance; 1 gives the root law, more bends it further
        double shown_bp{5};
        core::Duration memory{core::minutes(20)};  ///< until two thirds of those gone are replaced
    };
    explicit Investors(const Traits& traits) : traits_{traits} {}

    core::Duration act(Desk& desk, core::Time now) override;

private:
    static constexpr std::size_t cells = 250;  // of one bp each, away from the value
    struct Cell {
        double there{1};  // of its full size
        core::OrderId order;
        double sent{};  // usual orders
    };

    void tend(Desk& desk, core::Side side, double value, double mid, core::Time now);
    void settle(Desk& desk, core::Side side, Cell& cell, double full);

    Traits traits_;
    std::array<std::array<Cell, cells>, 2> book_{};  // by side
    std::array<std::size_t, 2> reach_{};             // no order lies in cells beyond it
    core::Time acted_at_;
    double recovered_{};  // of what was missing, since it last acted
};

}  // namespace nightjar::sim
