#include "sim/matching.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::Liquidity;
using core::OrderReason;
using core::OrderState;
using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;

Matching::Matching(const core::Catalog& catalog, core::VenueId venue, core::AssetId currency,
                   MatchingConfig config)
    : catalog_{&catalog},
      venue_{venue},
      currency_{currency},
      config_{config},
      resting_(catalog.instruments().size()) {
    constexpr std::size_t usual = 64;
    reports_.reserve(usual);
    for (auto& orders : resting_) orders.reserve(usual);
}

core::AccountId Matching::open_account(core::Money cash) {
    accounts_.emplace_back(*catalog_, currency_);
    accounts_.back().adjust(currency_, cash);
    return {static_cast<std::uint32_t>(accounts_.size() - 1)};
}

void Matching::restore(core::AccountId account, const portfolio::Account& books) {
    accounts_[account.value] = books;
}

void Matching::tell(const Resting& resting, core::Time at, OrderState state, OrderReason reason) {
    reports_.push_back({resting.account, at, resting.order.instrument,
                        core::OrderUpdate{resting.order.id, state, reason, resting.order.price,
                                          resting.order.qty}});
}

void Matching::submit(core::AccountId account, const core::OrderRequest& order, core::Time at) {
    auto& orders = resting_[order.instrument.value];
    orders.push_back({account, order, order.qty, at});
    tell(orders.back(), at, OrderState::Open, OrderReason::None);
}

void Matching::cancel(core::AccountId account, core::OrderId order, core::Time at,
                      OrderReason reason) {
    for (auto& orders : resting_) {
        const auto found = std::ranges::find_if(orders, [&](const Resting& resting) {
            return resting.account == account && resting.order.id == order;
        });
        if (found == orders.end()) continue;
        end(*found, OrderState::Cancelled, reason, at);
        orders.erase(found);
        return;
    }
}

void Matching::end(Resting& resting, OrderState state, OrderReason reason, core::Time at) {
    tell(resting, at, state, reason);
    resting.left = {};
}

Price Matching::slipped(Price price, Side side) const {
    constexpr std::int64_t parts = 1'000'000'000;
    const auto moved = core::Wide{price.raw} * config_.slippage_ppb;
    // Rounded up: the last part of a tick is lost, never won.
    const auto ticks = static_cast<std::int64_t>((moved + parts - 1) / parts);
    return {std::max<std::int64_t>(1, price.raw + sign(side) * ticks)};
}

Qty Matching::affordable(const Resting& resting, Price price) const {
    const auto& order = resting.order;
    const auto& account = accounts_[resting.account.value];
    const auto& instrument = (*catalog_)[order.instrument];
    const Qty held = account.position(order.instrument).qty;
    const bool closes = order.side == Side::Buy ? held.raw < 0 : held.raw > 0;
    const Qty closing = closes ? std::min(magnitude(held), resting.left) : Qty{};
    if (order.reduce_only) return closing;
    if (instrument.kind == core::InstrumentKind::Spot && order.side == Side::Sell)
        return config_.short_spot ? resting.left : closing;
    const auto need = [&](Qty qty) {
        const auto fee = config_.fees.of(instrument, order.side, price, qty, Liquidity::Taker);
        const auto notional = instrument.notional(price, qty);
        if (instrument.kind == core::InstrumentKind::Spot) return notional + fee.amount;
        constexpr std::int64_t all_bps = 10'000;
        return scaled(notional, instrument.initial_margin_bps, all_bps) + fee.amount;
    };
    const auto free =
        instrument.kind == core::InstrumentKind::Spot ? account.cash(currency_) : account.equity();
    const Qty opening = resting.left - closing;
    return opening.raw > 0 && need(opening) > free ? closing : resting.left;
}

void Matching::execute(Resting& resting, Price price, Liquidity liquidity, core::Time at) {
    const Qty qty = affordable(resting, price);
    if (qty.raw == 0) {
        const auto reason =
            resting.order.reduce_only ? OrderReason::ReduceOnly : OrderReason::InsufficientFunds;
        return end(resting, OrderState::Rejected, reason, at);
    }
    const auto& order = resting.order;
    const auto& instrument = (*catalog_)[order.instrument];
    const auto fee = config_.fees.of(instrument, order.side, price, qty, liquidity);
    const Qty change = signed_qty(order.side, qty);
    auto& account = accounts_[resting.account.value];
    account.trade(order.instrument, change, -instrument.notional(price, change));
    account.adjust(fee.asset, -fee.amount);
    resting.left -= qty;
    reports_.push_back(
        {resting.account, at, order.instrument,
         core::Fill{
             order.id, {next_trade_++}, order.side, price, qty, fee.amount, fee.asset, liquidity}});
    if (resting.left.raw > 0)
        end(resting, OrderState::Cancelled, OrderReason::InsufficientFunds, at);
}

void Matching::open_one(Resting& resting, Price open, core::Time at) {
    const auto& order = resting.order;
    const bool buy = order.side == Side::Buy;
    const bool fresh = std::exchange(resting.fresh, false);
    if (order.type == OrderType::Market)
        return execute(resting, slipped(open, order.side), Liquidity::Taker, at);
    if (order.type == OrderType::StopMarket) {
        if (buy ? open >= order.stop : open <= order.stop)
            execute(resting, slipped(open, order.side), Liquidity::Taker, at);
        return;
    }
    const bool marketable = buy ? open <= order.price : open >= order.price;
    if (marketable && !fresh) return execute(resting, order.price, Liquidity::Maker, at);
    if (marketable && order.post_only)
        return end(resting, OrderState::Rejected, OrderReason::PostOnlyWouldTake, at);
    if (marketable) {
        // Slippage may not carry a limit order beyond its limit.
        const auto price = slipped(open, order.side);
        const auto best = buy ? std::min(price, order.price) : std::max(price, order.price);
        return execute(resting, best, Liquidity::Taker, at);
    }
    if (order.tif != core::TimeInForce::Gtc)
        end(resting, OrderState::Expired, OrderReason::Unfillable, at);
}

void Matching::on_open(core::InstrumentId instrument, Price open, core::Time at) {
    auto& orders = resting_[instrument.value];
    for (auto& resting : orders) open_one(resting, open, std::max(at, resting.arrived));
    std::erase_if(orders, [](const Resting& resting) { return resting.left.raw == 0; });
}

void Matching::range_one(Resting& resting, const core::Candle& candle) {
    const auto& order = resting.order;
    const bool buy = order.side == Side::Buy;
    const auto close_time = candle.open_time + candle.timeframe;
    if (resting.fresh) return;  // it came after this bar had opened: the next one is its first
    if (order.type == OrderType::StopMarket) {
        if (buy ? candle.high >= order.stop : candle.low <= order.stop)
            execute(resting, slipped(order.stop, order.side), Liquidity::Taker, close_time);
        return;
    }
    if (buy ? candle.low < order.price : candle.high > order.price)
        execute(resting, order.price, Liquidity::Maker, close_time);
}

void Matching::on_bar(core::InstrumentId instrument, const core::Candle& candle) {
    auto& orders = resting_[instrument.value];
    if (!orders.empty()) {
        for (const bool stops : {true, false})
            for (auto& resting : orders)
                if (resting.left.raw > 0 && (resting.order.type == OrderType::StopMarket) == stops)
                    range_one(resting, candle);
        std::erase_if(orders, [](const Resting& resting) { return resting.left.raw == 0; });
    }
    for (auto& account : accounts_) account.mark(instrument, candle.close);
}

}  // namespace nightjar::sim
