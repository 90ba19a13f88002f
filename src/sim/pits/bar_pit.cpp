#include "sim/pits/bar_pit.hpp"

#include "sim/models/slippage.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Liquidity;
using core::OrderReason;
using core::OrderState;
using core::OrderType;
using core::Price;
using core::Side;
using core::Time;

BarPit::BarPit(Clearing& clearing, QueueKind queue, std::int64_t slippage_ppb)
    : clearing_{&clearing},
      fills_at_touch_{queue == QueueKind::Touch},
      slippage_ppb_{slippage_ppb} {
    constexpr std::size_t usual = 64;
    orders_.reserve(usual);
}

void BarPit::submit(const Resting& resting) {
    orders_.push_back(resting);
    clearing_->tell(resting, resting.arrived, OrderState::Open);
}

Resting* BarPit::find(core::AccountId account, core::OrderId order) {
    const auto at = std::ranges::find_if(orders_, [&](const Resting& resting) {
        return resting.account == account && resting.order.id == order;
    });
    return at == orders_.end() ? nullptr : &*at;
}

bool BarPit::amend(core::AccountId account, const core::AmendRequest& amend, Time at) {
    auto* resting = find(account, amend.id);
    if (resting == nullptr) return false;
    auto& order = resting->order;
    if (order.type != OrderType::Limit || amend.price.raw <= 0 || amend.qty <= resting->filled()) {
        clearing_->tell(*resting, at, OrderState::Open, OrderReason::BadRequest);
        return true;
    }
    // At a new price it meets the next open like a new order: it may find itself a taker there.
    resting->fresh = resting->fresh || order.price != amend.price;
    resting->left += amend.qty - order.qty;
    order.price = amend.price;
    order.qty = amend.qty;
    clearing_->tell(*resting, at, OrderState::Open);
    return true;
}

bool BarPit::cancel(core::AccountId account, core::OrderId order, Time at, OrderReason reason) {
    auto* resting = find(account, order);
    if (resting == nullptr) return false;
    clearing_->end(*resting, OrderState::Cancelled, reason, at);
    sweep();
    return true;
}

void BarPit::cancel_all(core::AccountId account, Time at, OrderReason reason) {
    for (auto& resting : orders_)
        if (resting.account == account) clearing_->end(resting, OrderState::Cancelled, reason, at);
    sweep();
}

void BarPit::sweep() {
    std::erase_if(orders_, [](const Resting& resting) { return resting.left.raw == 0; });
}

void BarPit::execute(Resting& resting, Price price, Liquidity liquidity, Time at) {
    clearing_->execute(resting, price, resting.left, liquidity, at);
}

void BarPit::open_one(Resting& resting, Price open, Time at) {
    const auto& order = resting.order;
    const bool buy = order.side == Side::Buy;
    const bool fresh = std::exchange(resting.fresh, false);
    const auto slipped_open = slipped(open, order.side, slippage_ppb_);
    if (order.type == OrderType::Market)
        return execute(resting, slipped_open, Liquidity::Taker, at);
    if (order.type == OrderType::StopMarket) {
        if (buy ? open >= order.stop : open <= order.stop)
            execute(resting, slipped_open, Liquidity::Taker, at);
        return;
    }
    const bool marketable = buy ? open <= order.price : open >= order.price;
    if (marketable && !fresh) return execute(resting, order.price, Liquidity::Maker, at);
    if (marketable && order.post_only)
        return clearing_->end(resting, OrderState::Rejected, OrderReason::PostOnlyWouldTake, at);
    if (marketable) {
        // Slippage may not carry a limit order beyond its limit.
        const auto best =
            buy ? std::min(slipped_open, order.price) : std::max(slipped_open, order.price);
        return execute(resting, best, Liquidity::Taker, at);
    }
    if (order.tif != core::TimeInForce::Gtc)
        clearing_->end(resting, OrderState::Expired, OrderReason::Unfillable, at);
}

void BarPit::on_open(Price open, Time at) {
    for (auto& resting : orders_) open_one(resting, open, std::max(at, resting.arrived));
    sweep();
}

void BarPit::range_one(Resting& resting, const core::Candle& candle) {
    const auto& order = resting.order;
    const bool buy = order.side == Side::Buy;
    const auto close_time = candle.open_time + candle.timeframe;
    if (resting.fresh) return;  // it came after this bar had opened: the next one is its first
    if (order.type == OrderType::StopMarket) {
        if (buy ? candle.high >= order.stop : candle.low <= order.stop)
            execute(resting, slipped(order.stop, order.side, slippage_ppb_), Liquidity::Taker,
                    close_time);
        return;
    }
    const auto extreme = buy ? candle.low : candle.high;
    const bool through = buy ? extreme < order.price : extreme > order.price;
    if (through || (fills_at_touch_ && extreme == order.price))
        execute(resting, order.price, Liquidity::Maker, close_time);
}

void BarPit::on_bar(const core::Candle& candle) {
    if (orders_.empty()) return;
    for (const bool stops : {true, false})
        for (auto& resting : orders_)
            if (resting.left.raw > 0 && (resting.order.type == OrderType::StopMarket) == stops)
                range_one(resting, candle);
    sweep();
}

}  // namespace nightjar::sim
