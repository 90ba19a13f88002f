#include "sim/pits/book_pit.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::BookDelta;
using core::Liquidity;
using core::OrderReason;
using core::OrderState;
using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

bool BookPit::fillable(const Resting& taker) const {
    // An account is asked for all its orders up to here at once: each alone might be affordable.
    std::vector<std::pair<core::AccountId, Qty>> made;
    Qty found;
    const auto makers = ladder(opposite(taker.order.side)).orders();
    for (auto maker = makers.rbegin(); maker != makers.rend() && found < taker.left; ++maker) {
        const Price price = maker->order.price;
        if (taker.order.type == OrderType::Limit &&
            !reaches(taker.order.side, taker.order.price, price))
            break;
        if (maker->account == taker.account) continue;
        auto so_far =
            std::ranges::find(made, maker->account, &std::pair<core::AccountId, Qty>::first);
        if (so_far == made.end()) so_far = made.insert(made.end(), {maker->account, {}});
        const auto can = clearing().affordable(*maker, so_far->second + maker->left, price);
        const auto more = std::clamp(can - so_far->second, Qty{}, maker->left);
        so_far->second += more;
        found += more;
    }
    return found >= taker.left;
}

void BookPit::take(Resting& taker, Time at) {
    auto& makers = side_of(opposite(taker.order.side));
    while (taker.left.raw > 0 && takes(taker)) {
        auto& maker = makers.best();
        changed(maker.order.side, maker.order.price);
        if (maker.account == taker.account)
            clearing().end(maker, OrderState::Cancelled, OrderReason::SelfTrade, at);
        else
            trade(taker, maker, at);
        if (maker.left.raw == 0)
            makers.pop();
        else if (maker.order.shown.raw > 0 && maker.tip.raw == 0)
            makers.refill();
    }
}

void BookPit::trade(Resting& taker, Resting& maker, Time at) {
    const Price price = maker.order.price;
    const Qty wanted = std::min(taker.left, maker.visible());
    // Both are asked before either is booked: a trade has two sides or does not happen.
    const Qty taken = clearing().affordable(taker, wanted, price);
    const Qty made = taken.raw > 0 ? clearing().affordable(maker, taken, price) : Qty{};
    if (made.raw > 0) {
        const auto id = clearing().next_trade(instrument_);
        clearing().fill(maker, price, made, Liquidity::Maker, id, at);
        if (maker.tip.raw > 0) maker.tip -= made;
        clearing().fill(taker, price, made, Liquidity::Taker, id, at);
        tape_->put(instrument_, at, core::Trade{price, made, taker.order.side, id});
        last_ = price;
    }
    if (made < taken) return clearing().end_unaffordable(maker, at);
    if (taken < wanted) clearing().end_unaffordable(taker, at);
}

void BookPit::changed(Side side, Price price) {
    const Level level{side, price};
    if (std::ranges::find(touched_, level) == touched_.end()) touched_.push_back(level);
}

void BookPit::complete(Time at) {
    // A stop's own trades may set off the next.
    while (last_ && trigger_stop(*last_, at)) {
    }
    for (const auto& level : touched_)
        tape_->put(instrument_, at,
                   BookDelta{BookDelta::Action::Set, level.side, level.price,
                             ladder(level.side).at(level.price), level == touched_.back()});
    touched_.clear();
}

void BookPit::snapshot(Time at) {
    std::vector<BookDelta> deltas{{BookDelta::Action::Clear, {}, {}, {}, false}};
    for (const auto side : {Side::Buy, Side::Sell})
        for (const auto& resting : ladder(side).orders()) {
            const auto& order = resting.order;
            auto& last = deltas.back();
            if (last.qty.raw > 0 && last.side == side && last.price == order.price)
                last.qty += resting.visible();
            else
                deltas.push_back(
                    {BookDelta::Action::Set, side, order.price, resting.visible(), false});
        }
    deltas.back().last = true;
    for (const auto& delta : deltas) tape_->put(instrument_, at, delta);
}

}  // namespace nightjar::sim
