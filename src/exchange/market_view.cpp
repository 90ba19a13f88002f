#include "exchange/market_view.hpp"

#include <algorithm>
#include <utility>

namespace nightjar::exchange {

using core::Money;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

namespace {

/// Best price and what there is of it.
template <class Levels>
std::pair<Price, Qty> touch(const Levels& levels) {
    if (levels.empty()) return {};
    return *levels.begin();
}

template <class Levels>
void put(Levels& levels, Price price, Qty qty) {
    if (qty.raw == 0)
        levels.erase(price);
    else
        levels.insert_or_assign(price, qty);
}

template <class Levels>
MarketView::Reach walk(const Levels& levels, const core::Instrument& instrument, Qty qty) {
    MarketView::Reach reach;
    for (const auto& [price, there] : levels) {
        const auto more = std::min(there, qty - reach.qty);
        if (more.raw <= 0) break;
        reach.qty += more;
        reach.quote += instrument.notional(price, more);
    }
    return reach;
}

template <class Levels>
Qty buying(const Levels& levels, const core::Instrument& instrument, Money quote) {
    Qty qty;
    for (const auto& [price, there] : levels) {
        const auto value = instrument.notional(price, there);
        if (value <= quote) {
            quote -= value;
            qty += there;
            continue;
        }
        const auto one = instrument.notional(price, Qty{1});
        if (one.raw > 0) qty += Qty{static_cast<std::int64_t>(quote.raw / one.raw)};
        break;
    }
    return qty;
}

}  // namespace

MarketView::MarketView(const core::Instrument& instrument, std::size_t depth_periods)
    : instrument_{&instrument}, pending_(depth_periods) {
    for (auto& diff : pending_) diff.previous = diff.last = update_id_;
}

void MarketView::on_trade(const core::Trade& trade, Time at) {
    const auto quote = instrument_->notional(trade.price, trade.qty);
    if (prints_.size() == most_prints) prints_.pop_front();
    prints_.push_back({trade.id, trade.price, trade.qty, quote, trade.taker, at});
    bars_.on_trade({trade.id, trade.price, trade.qty, quote, trade.taker}, at);
}

void MarketView::close() {
    if (closed_) return;
    Sides behind{bids_, asks_};
    clear();
    closed_ = std::move(behind);
}

void MarketView::reopen() {
    if (!closed_) return;
    const auto behind = *std::exchange(closed_, std::nullopt);
    for (const auto& [price, qty] : behind.bids) set(Side::Buy, price, qty);
    for (const auto& [price, qty] : behind.asks) set(Side::Sell, price, qty);
}

bool MarketView::on_delta(const core::BookDelta& delta, Time at) {
    if (closed_) {
        if (delta.action == core::BookDelta::Action::Clear)
            *closed_ = {};
        else if (delta.side == Side::Buy)
            put(closed_->bids, delta.price, delta.qty);
        else
            put(closed_->asks, delta.price, delta.qty);
        return false;
    }
    changed_ = at;
    if (delta.action == core::BookDelta::Action::Clear)
        clear();
    else
        set(delta.side, delta.price, delta.qty);
    if (!delta.last) return false;
    const Touch now{touch(bids_), touch(asks_)};
    return std::exchange(touch_, now) != now;
}

void MarketView::set(Side side, Price price, Qty qty) {
    update_id_ += 2;
    if (side == Side::Buy)
        put(bids_, price, qty);
    else
        put(asks_, price, qty);
    for (auto& diff : pending_) {
        diff.last = update_id_;
        if (side == Side::Buy)
            diff.bids.insert_or_assign(price, qty);
        else
            diff.asks.insert_or_assign(price, qty);
    }
}

void MarketView::clear() {
    while (!bids_.empty()) set(Side::Buy, bids_.begin()->first, {});
    while (!asks_.empty()) set(Side::Sell, asks_.begin()->first, {});
}

DepthDiff MarketView::take_diff(std::size_t period) {
    auto& pending = pending_[period];
    if (pending.empty()) return {};
    DepthDiff next;
    next.previous = next.last = pending.last;
    auto diff = std::exchange(pending, std::move(next));
    diff.first = diff.previous + 1;
    return diff;
}

std::optional<Price> MarketView::best(Side side) const {
    if (side == Side::Buy)
        return bids_.empty() ? std::nullopt : std::optional{bids_.begin()->first};
    return asks_.empty() ? std::nullopt : std::optional{asks_.begin()->first};
}

std::optional<Price> MarketView::last() const {
    return prints_.empty() ? std::nullopt : std::optional{prints_.back().price};
}

std::optional<Price> MarketView::mark() const {
    const auto bid = best(Side::Buy);
    const auto ask = best(Side::Sell);
    if (!bid || !ask) return last();
    return Price{(bid->raw + ask->raw) / 2};
}

MarketView::Reach MarketView::reach(Side taker, Qty qty) const {
    return taker == Side::Buy ? walk(asks_, *instrument_, qty) : walk(bids_, *instrument_, qty);
}

Qty MarketView::worth(Side taker, Money quote) const {
    return taker == Side::Buy ? buying(asks_, *instrument_, quote)
                              : buying(bids_, *instrument_, quote);
}

}  // namespace nightjar::exchange
