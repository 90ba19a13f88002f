#pragma once
/// Looks for somebody who trades on a timer, and trades before him.

#include "sim/agents/agent.hpp"

#include <array>
#include <optional>

namespace nightjar::sim {

/// Sees the public tape of its instrument and nothing else. Prints of one side at one time are one
/// order to it. Three orders of one side and of nearly one size, nearly equally far apart, are a
/// timer: shortly before the next one is due it buys what that one will want, and sells it to the
/// market shortly after. Whoever varies sizes and times gives it nothing to go by but chance.
class Predator final : public Agent {
public:
    struct Traits {
        double of_child{1};     ///< that it buys before it
        double size_off{0.03};  ///< relative: as near as two sizes must be
        double gap_off{0.05};   ///< likewise of two gaps
        core::Duration lead{core::milliseconds(800)};
        core::Duration hold{core::milliseconds(1'500)};  ///< behind the time that it expected
        core::Duration shortest{core::seconds(4)};       ///< a gap that is a timer's
        double least{2};                                 ///< usual orders: who is worth it
    };
    explicit Predator(const Traits& traits) : traits_{traits} {}

    core::Duration act(Desk& desk, core::Time now) override;
    void see(const Desk& desk, const core::Trade& trade, core::Time now) override;

private:
    static constexpr std::size_t remembered = 96;
    struct Order {
        core::Time at;
        core::Side side{};
        double size{};
    };
    struct Prey {
        core::Time due;
        core::Side side{};
        double size{};
        double held{};
    };

    void judge(const Order& last);
    [[nodiscard]] const Order* before(const Order& last, core::Time at) const;

    Traits traits_;
    std::array<Order, remembered> seen_{};  // a ring
    std::size_t next_{};
    Order now_{};  // whose prints come now
    std::optional<Prey> prey_;
};

}  // namespace nightjar::sim
