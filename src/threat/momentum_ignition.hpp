#pragma once
/// E11: a move that somebody started, and that does not last.

#include "threat/detector.hpp"
#include "threat/robust_z.hpp"

#include <array>

namespace nightjar::threat {

/// A burst is a time in which, together, trades mostly cause each other, the order flow is far out
/// of the usual, at least 80 % of five seconds' volume takes one side, and the price has moved
/// three spreads or more. It is an ignition once it has ended, within a minute, with half of the
/// move given back; then it counts for a minute. A burst alone stays below the alarm: news is one
/// too.
///
/// Branching is of a Hawkes process with an exponential kernel of 2 s: the part of trades that
/// others caused, estimated as they come (Veen and Schoenberg 2008, by one step for each trade),
/// with the median rate as the base. Order flow is that of the best levels (Cont, Kukanov and
/// Stoikov 2014, "The price impact of order book events"), by the second, as a robust z.
class MomentumIgnition {
public:
    struct Limits {
        double branching{0.9};
        double flow_z{5};
        double one_sided{0.8};
        double spreads{3};
        double fade{0.5};
    };
    explicit MomentumIgnition(const Limits& limits) : limits_{limits} {}
    MomentumIgnition() : MomentumIgnition{Limits{}} {}

    void on(const core::Event& event, const market::Book& book);

    /// The largest z of order flow in the burst; that of the running second without one.
    [[nodiscard]] double raw() const;
    [[nodiscard]] double branching() const { return branching_; }
    [[nodiscard]] bool bursting() const { return phase_ == Phase::Burst; }
    [[nodiscard]] double score() const { return score_; }

private:
    enum class Phase : std::uint8_t { Quiet, Burst, Faded };
    struct Second {
        double bought{};
        double sold{};
        double flow{};  // of orders, at the best levels
        std::int64_t trades{};
        double mid{};  // at its end, in half ticks
    };
    static constexpr std::size_t kept = 5;

    void advance(core::Time now);
    void see_trade(const core::Trade& trade, core::Time now);
    void see_book(const market::Book& book);
    void follow(core::Time now);
    void maybe_begin(core::Time now);
    [[nodiscard]] double one_sided() const;
    [[nodiscard]] Second& running() {
        return seconds_.at(static_cast<std::size_t>(second_) % kept);
    }

    Limits limits_;
    std::array<Second, kept> seconds_{};
    std::int64_t second_{};
    RobustZ rate_{1};   // trades a second
    RobustZ flow_{1};   // order flow, lots
    double excited_{};  // trades, each fading with the kernel
    core::Time excited_at_;
    double branching_{};
    core::Quote best_{};  // as of the last whole book
    double spread_{};     // ticks
    double mid_{};        // half ticks
    double flow_z_{};
    Phase phase_{};
    core::Time since_;
    double from_{};  // half ticks
    double peak_{};
    double peak_z_{};
    double score_{};
};

static_assert(Detector<MomentumIgnition>);

}  // namespace nightjar::threat
