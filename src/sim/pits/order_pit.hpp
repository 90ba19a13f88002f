#pragma once
/// The lives of orders at an instrument that has a book, whoever fills them.

#include "sim/pits/ladder.hpp"

namespace nightjar::sim {

/// Takes orders in, keeps those that wait, and lets them go as their flags say. What a taker meets
/// is the derived pit's to know. A stop becomes a market order when a trade prints at its trigger
/// or beyond. A reduce-only order is cut, when it trades, to what it then closes.
class OrderPit {
public:
    void submit(Resting resting);
    /// A new price, or more lots, puts the order behind its equals; fewer lots keep its place.
    /// Refused as a whole (Open, with the reason, at its old terms) when it cannot be.
    bool amend(core::AccountId account, const core::AmendRequest& amend, core::Time at);
    bool cancel(core::AccountId account, core::OrderId order, core::Time at,
                core::OrderReason reason);
    void cancel_all(core::AccountId account, core::Time at, core::OrderReason reason);

    /// The best price on that side that an incoming order could meet.
    [[nodiscard]] virtual std::optional<core::Price> best(core::Side side) const = 0;
    /// Rounded down; absent while a side is empty.
    [[nodiscard]] std::optional<core::Price> mid() const;
    [[nodiscard]] const Ladder& ladder(core::Side side) const {
        return side == core::Side::Buy ? bids_ : asks_;
    }
    [[nodiscard]] bool empty() const { return bids_.empty() && asks_.empty() && stops_.empty(); }

protected:
    explicit OrderPit(Clearing& clearing) : clearing_{&clearing} {}
    ~OrderPit() = default;

    [[nodiscard]] virtual bool fillable(const Resting& taker) const = 0;
    /// Fills what can be filled at once.
    virtual void take(Resting& taker, core::Time at) = 0;
    /// The lots that wait at that price have changed.
    virtual void changed(core::Side, core::Price) {}
    /// A request has been dealt with.
    virtual void complete(core::Time) {}

    [[nodiscard]] bool takes(const Resting& resting) const;
    /// Places the first stop that a trade at `last` sets off; false when there is none.
    bool trigger_stop(core::Price last, core::Time at);
    [[nodiscard]] Ladder& side_of(core::Side side) {
        return side == core::Side::Buy ? bids_ : asks_;
    }
    [[nodiscard]] Clearing& clearing() { return *clearing_; }
    [[nodiscard]] const Clearing& clearing() const { return *clearing_; }

private:
    [[nodiscard]] std::optional<core::OrderReason> refusal(const Resting& resting) const;
    void place(Resting& resting, core::Time at);

    Clearing* clearing_;
    Ladder bids_{core::Side::Buy};
    Ladder asks_{core::Side::Sell};
    std::vector<Resting> stops_;  // in order of arrival
};

}  // namespace nightjar::sim
