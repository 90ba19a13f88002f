#pragma once
/// One instrument whose prices are the bars of history.

#include "sim/clearing.hpp"

#include <vector>

namespace nightjar::sim {

/// Bars hold no book, so: market orders fill at the next open; a resting limit fills at its price
/// only when the bar trades through it, or where `queue` is Touch already when it touches; a stop
/// fills at its trigger, or at the open beyond it; when a bar touches several, stops come first.
class BarPit {
public:
    BarPit(Clearing& clearing, QueueKind queue, std::int64_t slippage_ppb);

    void submit(const Resting& resting);
    bool amend(core::AccountId account, const core::AmendRequest& amend, core::Time at);
    bool cancel(core::AccountId account, core::OrderId order, core::Time at,
                core::OrderReason reason);
    void cancel_all(core::AccountId account, core::Time at, core::OrderReason reason);

    void on_open(core::Price open, core::Time at);
    void on_bar(const core::Candle& candle);
    [[nodiscard]] bool empty() const { return orders_.empty(); }

private:
    [[nodiscard]] Resting* find(core::AccountId account, core::OrderId order);
    void execute(Resting& resting, core::Price price, core::Liquidity liquidity, core::Time at);
    void open_one(Resting& resting, core::Price open, core::Time at);
    void range_one(Resting& resting, const core::Candle& candle);
    void sweep();

    Clearing* clearing_;
    bool fills_at_touch_;
    std::int64_t slippage_ppb_;
    std::vector<Resting> orders_;  // in order of arrival
};

}  // namespace nightjar::sim
