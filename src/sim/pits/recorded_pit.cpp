#include "sim/pits/recorded_pit.hpp"

#include "sim/models/slippage.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <utility>

namespace nightjar::sim {

using core::BookDelta;
using core::Liquidity;
using core::OrderType;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

std::optional<Price> RecordedPit::best(Side side) const {
    const auto touch = book_.side(side).best();
    if (!book_.valid() || !touch) return std::nullopt;
    return touch->price;
}

bool RecordedPit::fillable(const Resting& taker) const {
    const auto& order = taker.order;
    if (order.type != OrderType::Limit || !takes(taker)) return takes(taker);
    Qty found;
    for (const auto& level : book_.side(opposite(order.side))) {
        if (!reaches(order.side, order.price, level.price) || found >= taker.left) break;
        found += level.qty;
    }
    return found >= taker.left;
}

void RecordedPit::take(Resting& taker, Time at) {
    const auto side = opposite(taker.order.side);
    market::Book::Level last{};
    while (taker.left.raw > 0 && takes(taker)) {
        last = *book_.side(side).best();
        const auto booked = clearing().execute(taker, last.price, std::min(taker.left, last.qty),
                                               Liquidity::Taker, at);
        book_.apply(BookDelta{BookDelta::Action::Set, side, last.price, last.qty - booked, true});
    }
    if (taker.left.raw > 0 && last.qty.raw > 0 && taker.order.type != OrderType::Limit)
        take_beyond(taker, last, at);
    taker.front =
        queue_.join(static_cast<double>(book_.side(taker.order.side).at(taker.order.price).raw));
    taker.printed = 0;
}

void RecordedPit::take_beyond(Resting& taker, const market::Book::Level& last, Time at) {
    // Bounded, so that a rest of any size stays within the numbers: a thousand are ruin enough.
    constexpr std::int64_t most = 1'000;
    const auto depths = std::min(most, (taker.left.raw - 1) / last.qty.raw + 1);
    const auto price = slipped(last.price, taker.order.side, slippage_ppb_ * depths);
    clearing().execute(taker, price, taker.left, Liquidity::Taker, at);
}

void RecordedPit::on_book(const BookDelta& delta, Time at) {
    const bool waiting = has_queues() && !empty();
    if (waiting) change_level(delta);
    book_.apply(delta);
    if (!delta.last || !waiting) return;
    if (std::exchange(rebuilt_, false)) shorten_queues();
    fill_crossed(Side::Buy, at);
    fill_crossed(Side::Sell, at);
}

void RecordedPit::on_quote(const core::Quote& quote, Time at) {
    book_.apply(quote);
    if (!has_queues() || empty()) return;
    shorten_queues();
    fill_crossed(Side::Buy, at);
    fill_crossed(Side::Sell, at);
}

/// A level that shrinks by more than has been traded there shrinks by cancels.
void RecordedPit::change_level(const BookDelta& delta) {
    rebuilt_ = rebuilt_ || delta.action == BookDelta::Action::Clear;
    if (rebuilt_) return;  // the whole book is written anew: what is left counts at its end
    const auto waiting = side_of(delta.side).waiting_at(delta.price);
    if (waiting.empty()) return;
    const auto before = static_cast<double>(book_.side(delta.side).at(delta.price).raw);
    for (auto& resting : waiting) {
        const double untraded = std::max(0.0, before - std::exchange(resting.printed, 0.0));
        resting.front =
            queue_.cancelled(resting.front, untraded, static_cast<double>(delta.qty.raw));
    }
}

/// Nobody can be in front who is not there.
void RecordedPit::shorten_queues() {
    for (const auto side : {Side::Buy, Side::Sell})
        for (auto& resting : side_of(side).waiting()) {
            const auto level = static_cast<double>(book_.side(side).at(resting.order.price).raw);
            resting.front = std::min(resting.front, level);
            resting.printed = 0;
        }
}

/// Whoever offers at the price of a resting order, or better, would have met it.
void RecordedPit::fill_crossed(Side side, Time at) {
    auto& ladder = side_of(side);
    if (ladder.empty() || !takes(ladder.best())) return;
    Qty offered;
    for (const auto& level : book_.side(opposite(side))) {
        if (!reaches(side, ladder.best().order.price, level.price)) break;
        offered += level.qty;
    }
    while (offered.raw > 0 && !ladder.empty() && takes(ladder.best())) {
        auto& best = ladder.best();
        offered -= clearing().execute(best, best.order.price, std::min(best.left, offered),
                                      Liquidity::Maker, at);
        if (best.left.raw > 0) break;
        ladder.pop();
    }
}

void RecordedPit::fill_through(Side side, Qty& volume, Price price, Time at) {
    auto& ladder = side_of(side);
    while (volume.raw > 0 && !ladder.empty()) {
        auto& best = ladder.best();
        const auto own = best.order.price;
        if (side == Side::Buy ? price >= own : price <= own) return;
        volume -= clearing().execute(best, own, std::min(best.left, volume), Liquidity::Maker, at);
        if (best.left.raw == 0) ladder.pop();
    }
}

/// A trade at the price: it goes to those in front first, and what is left of it to our orders.
void RecordedPit::fill_front(Side side, Qty volume, Price price, Time at) {
    const auto waiting = side_of(side).waiting_at(price);
    Qty given;
    for (auto& resting : waiting | std::views::reverse) {
        const auto traded = static_cast<double>(volume.raw);
        const auto reach = static_cast<std::int64_t>(std::floor(traded - resting.front));
        resting.front = std::max(0.0, resting.front - traded);
        resting.printed += traded;
        const Qty left{std::min(resting.left.raw, reach - given.raw)};
        if (left.raw > 0) given += clearing().execute(resting, price, left, Liquidity::Maker, at);
    }
    if (!waiting.empty()) side_of(side).sweep();
}

void RecordedPit::on_trade(const core::Trade& trade, Time at) {
    auto volume = trade.qty;
    fill_through(Side::Buy, volume, trade.price, at);
    fill_through(Side::Sell, volume, trade.price, at);
    const auto maker = opposite(trade.taker);
    if (has_queues() && !side_of(maker).empty()) fill_front(maker, volume, trade.price, at);
    // Without a book a stop could not be filled: it keeps waiting.
    if (!book_.valid()) return;
    while (trigger_stop(trade.price, at)) {
    }
}

}  // namespace nightjar::sim
