#pragma once
/// Quotes both sides where the market is, and is moved by what it has to take.

#include "sim/agents/agent.hpp"

#include <array>

namespace nightjar::sim {

/// Knows the news (how far the value has moved since it last looked), not the value: its belief
/// follows the news, and little by little the mid, which its own inventory has moved. So what a
/// long buyer pays for comes out of the book and stays for a while. Each side shows less after it
/// was hit, and fills up again with a time constant of its own (the resilience of Obizhaeva and
/// Wang 2013, "Optimal trading strategy and supply/demand dynamics").
class Dealer final : public Agent {
public:
    struct Traits {
        core::Duration pace{core::milliseconds(500)};
        double half_spread_bp{0.1};
        double gap_bp{0.6};        ///< between its levels
        double tolerance_bp{0.3};  ///< of the best level; a deeper one may lag further
        double error_bp{0.1};      ///< of its belief, anew each time
        double size{4};            ///< of the best level, in usual orders; of the n-th n times that
        double lean_bp{0.01};      ///< against its inventory h: this times h (1 + (h / limit)^2)
        double limit{20};          ///< usual orders; beyond it soon wants to hold no more
        double most_lean_bp{20};
        double follows{0.03};     ///< the part of the way to the mid that its belief goes
        double looks_round{0.1};  ///< likewise, to the mids of other venues
        core::Duration refill{core::seconds(4)};  ///< in which all but a third is back
    };
    explicit Dealer(const Traits& traits) : traits_{traits} {}

    core::Duration act(Desk& desk, core::Time now) override;

private:
    static constexpr std::size_t levels = 4;

    void believe(Desk& desk, core::Time now);
    void recover(core::Time now, double held);
    void quote(Desk& desk, core::Side side, double fair);

    Traits traits_;
    std::array<std::array<core::OrderId, levels>, 2> orders_{};  // by side
    std::array<double, 2> shown_{1, 1};                          // of its full size, by side
    double belief_{};
    double last_value_{};
    double last_fair_{};
    double last_held_{};
    core::Time acted_at_;
};

}  // namespace nightjar::sim
