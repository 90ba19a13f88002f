#include "sim/pits/recorded_pit.hpp"

#include "sim/models/slippage.hpp"

#include <algorithm>

namespace nightjar::sim {

using core::BookDelta;
using core::Liquidity;
using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

std::optional<Price> RecordedPit::best(Side side) const {
    if (!book_.valid() || book_.side(side).empty()) return std::nullopt;
    return book_.side(side).back().price;
}

bool RecordedPit::fillable(const Resting& taker) const {
    const auto& order = taker.order;
    if (order.type != OrderType::Limit || !takes(taker)) return takes(taker);
    Qty found;
    for (const auto& level : book_.side(opposite(order.side)))
        if (reaches(order.side, order.price, level.price)) found += level.qty;
    return found >= taker.left;
}

void RecordedPit::take(Resting& taker, Time at) {
    const auto side = opposite(taker.order.side);
    market::Book::Level last{};
    while (taker.left.raw > 0 && takes(taker)) {
        last = book_.side(side).back();
        const auto booked = clearing().execute(taker, last.price, std::min(taker.left, last.qty),
                                               Liquidity::Taker, at);
        book_.apply(BookDelta{BookDelta::Action::Set, side, last.price, last.qty - booked, true});
    }
    if (taker.left.raw > 0 && last.qty.raw > 0 && taker.order.type != OrderType::Limit)
        take_beyond(taker, last, at);
}

void RecordedPit::take_beyond(Resting& taker, const market::Book::Level& last, Time at) {
    // Bounded, so that a rest of any size stays within the numbers: a thousand are ruin enough.
    constexpr std::int64_t most = 1'000;
    const auto depths = std::min(most, (taker.left.raw - 1) / last.qty.raw + 1);
    const auto price = slipped(last.price, taker.order.side, slippage_ppb_ * depths);
    clearing().execute(taker, price, taker.left, Liquidity::Taker, at);
}

void RecordedPit::fill_through(Ladder& ladder, const core::Trade& trade, Time at) {
    Qty volume = trade.qty;
    while (volume.raw > 0 && !ladder.empty()) {
        auto& best = ladder.best();
        const auto price = best.order.price;
        if (best.order.side == Side::Buy ? trade.price >= price : trade.price <= price) return;
        volume -=
            clearing().execute(best, price, std::min(best.left, volume), Liquidity::Maker, at);
        if (best.left.raw == 0) ladder.pop();
    }
}

void RecordedPit::on_trade(const core::Trade& trade, Time at) {
    fill_through(side_of(Side::Buy), trade, at);
    fill_through(side_of(Side::Sell), trade, at);
    // Without a book a stop could not be filled: it keeps waiting.
    if (!book_.valid()) return;
    while (trigger_stop(trade.price, at)) {
    }
}

}  // namespace nightjar::sim
