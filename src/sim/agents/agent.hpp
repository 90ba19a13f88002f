#pragma once
/// A simulated trader, and the desk at which it sits.

#include "sim/agents/fundamental.hpp"
#include "sim/matching.hpp"

#include <memory>

namespace nightjar::sim {

/// One account at one instrument of one venue. Prices are in quote, sizes in units of the
/// instrument's usual order; both become ticks and lots here.
class Desk {
public:
    /// An instrument of the same asset, at whatever venue.
    struct Peer {
        const core::Instrument* instrument;
        const Matching* exchange;
    };
    /// Endows the account: cash, and in spot a stock of the base asset to sell from. `peers`, its
    /// own instrument among them, are whose prices it can see; they must outlive it.
    Desk(const core::Catalog& catalog, const core::Instrument& instrument, Matching& exchange,
         Fundamental& fundamental, double order_value, core::Random random,
         const std::vector<Peer>* peers = nullptr);

    [[nodiscard]] core::Random& random() { return random_; }
    /// The hidden value; who may look is a matter of the agent's honesty.
    [[nodiscard]] double fundamental(core::Time now) { return fundamental_->at(now); }
    /// What it will be a little later.
    [[nodiscard]] double foreknown(core::Time now) { return fundamental_->soon(now); }
    [[nodiscard]] std::optional<double> best(core::Side side) const;
    [[nodiscard]] std::optional<double> mid() const;
    /// The mean of the mids of the others of the same asset.
    [[nodiscard]] std::optional<double> mid_elsewhere() const;
    [[nodiscard]] double tick() const { return tick_; }
    /// What was bought since the start, in usual orders; below 0: sold.
    [[nodiscard]] double inventory() const;

    /// Gives the id of an order that may rest; `tif` as of the order.
    core::OrderId limit(core::Side side, double price, double size, core::TimeInForce tif,
                        core::Time now);
    void market(core::Side side, double size, core::Time now);
    /// Moves a resting order to a new price and back to full size; false when it rests no more.
    bool move(core::Side side, core::OrderId order, double price, double size, core::Time now);
    void cancel(core::OrderId order, core::Time now);
    void cancel_all(core::Time now);
    /// The price of a resting order.
    [[nodiscard]] std::optional<double> resting_at(core::Side side, core::OrderId order) const;
    /// What is left of it, in usual orders; 0 when it rests no more.
    [[nodiscard]] double left(core::Side side, core::OrderId order) const;
    [[nodiscard]] double in_usual(core::Qty qty) const {
        return static_cast<double>(qty.raw) / static_cast<double>(usual_.raw);
    }

private:
    [[nodiscard]] core::Price ticks(double price, core::Side side) const;
    [[nodiscard]] core::Qty lots(double size) const;
    [[nodiscard]] core::OrderRequest request(core::Side side, double size, core::Time now);

    const core::Instrument* instrument_;
    Matching* exchange_;
    Fundamental* fundamental_;
    core::Random random_;
    const std::vector<Peer>* peers_;
    core::AccountId account_;
    core::Qty stock_;  // at the start
    core::Qty usual_;  // order
    double tick_;
    std::uint64_t next_order_{1};
};

class Agent {
public:
    virtual ~Agent() = default;
    /// Does what it does now; gives how long it then sleeps, above 0.
    virtual core::Duration act(Desk& desk, core::Time now) = 0;
    /// A print on the public tape of its instrument, after it happened.
    virtual void see(const Desk&, const core::Trade&, core::Time) {}
};

/// A random time with that mean, as between events that know nothing of each other.
inline core::Duration memoryless(core::Duration mean, core::Random& random) {
    const auto ns = static_cast<double>(mean.ns) * random.exponential();
    return core::nanoseconds(1 + static_cast<std::int64_t>(ns));
}

/// A spread of half to one and a half times the mean, for clocks that are not in step.
inline core::Duration irregular(core::Duration mean, core::Random& random) {
    const auto ns = static_cast<double>(mean.ns) * (0.5 + random.uniform());
    return core::nanoseconds(1 + static_cast<std::int64_t>(ns));
}

}  // namespace nightjar::sim
