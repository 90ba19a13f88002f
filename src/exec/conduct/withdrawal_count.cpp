#include "exec/conduct/withdrawals.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::OrderRequest;
using core::Side;
using risk::CancelReason;

namespace {

constexpr core::Duration trial = core::seconds(1);

}  // namespace

double Trials::least_excess() const {
    constexpr double z95 = 1.959964;
    const auto rate = [](std::int64_t hits, std::int64_t tries) {
        return static_cast<double>(hits + 1) / static_cast<double>(tries + 2);
    };
    const auto spread = [](double p, std::int64_t tries) {
        return p * (1 - p) / static_cast<double>(tries + 2);
    };
    const double near = rate(cancelled_toward, toward);
    const double far = rate(cancelled_away, away);
    return near - far - z95 * std::sqrt(spread(near, toward) + spread(far, away));
}

WithdrawalCount::Resting* WithdrawalCount::find(core::OrderId id) {
    for (std::size_t i = 0; i < count_; ++i)
        if (resting_.at(i).order == id) return &resting_.at(i);
    return nullptr;
}

Trials& WithdrawalCount::trials(core::StrategyId owner, core::InstrumentId instrument,
                                core::Time now) {
    const auto number = core::count_of(now, core::days(1));
    auto& day = days_.of(owner, instrument, Side::Buy);
    if (day.number != number) day = {number, {}};
    return day.trials;
}

const Trials& WithdrawalCount::of(core::StrategyId owner, core::InstrumentId instrument,
                                  core::Time now) {
    return trials(owner, instrument, now);
}

void WithdrawalCount::placed(const OrderRequest& order, const risk::View& view) {
    if (count_ == most || !passive(order, view)) return;
    resting_.at(count_++) = {order.id, owner_of(view), order.instrument, order.side, {}, {}, {}};
}

void WithdrawalCount::drop(Resting& resting) { resting = resting_.at(--count_); }

/// The trial that is open, if there is one, has ended that way.
void WithdrawalCount::settle(Resting& resting, bool cancelled, core::Time now) {
    if (resting.move == Move::None) return;
    auto& count = trials(resting.owner, resting.instrument, now);
    const bool within = cancelled && now - resting.moved_at <= trial;
    ++(resting.move == Move::Toward ? count.toward : count.away);
    if (within) ++(resting.move == Move::Toward ? count.cancelled_toward : count.cancelled_away);
    resting.move = Move::None;
}

/// Either touch may come nearer: that of the other side, or our own with what stood before us.
void WithdrawalCount::observe(const core::Event& event, const risk::View& view) {
    if (!event.ends_message()) return;
    const auto& book = (*view.market)[event.instrument].book;
    const auto bid = book.best_bid();
    const auto ask = book.best_ask();
    if (!book.valid() || !bid || !ask) return;
    auto& last = touches_.of(event.instrument, view);
    const auto moved = (bid->price - last.bid).raw + (ask->price - last.ask).raw;
    const bool known = last.bid.raw != 0;
    last = {bid->price, ask->price};
    if (moved == 0 || !known) return;
    for (std::size_t i = 0; i < count_; ++i) {
        auto& resting = resting_.at(i);
        if (resting.instrument != event.instrument || resting.taken_back) continue;
        if (view.now - resting.moved_at > trial) settle(resting, false, view.now);
        if (resting.move != Move::None) continue;
        resting.move = core::sign(resting.side) * moved < 0 ? Move::Toward : Move::Away;
        resting.moved_at = view.now;
    }
}

void WithdrawalCount::cancelling(const OrderRequest& order, CancelReason why,
                                 const risk::View& view) {
    auto* resting = find(order.id);
    if (resting == nullptr || resting->taken_back) return;
    resting->taken_back = true;
    if (why == CancelReason::Moved)
        ++trials(resting->owner, resting->instrument, view.now).replaced;
    const bool ours = why == CancelReason::Moved || why == CancelReason::Limit;
    // A trial that is over has an end of its own; one that somebody else ends is none.
    if (ours || view.now - resting->moved_at > trial) settle(*resting, ours, view.now);
    resting->move = Move::None;
}

void WithdrawalCount::filled(const OrderRequest& order, const risk::View& view) {
    auto* resting = find(order.id);
    if (resting == nullptr) return;
    ++trials(resting->owner, resting->instrument, view.now).fills;
    const auto* known = view.orders->find(order.id);
    if (known != nullptr && known->open().raw > 0) return;
    settle(*resting, false, view.now);
    drop(*resting);
}

void WithdrawalCount::ended(const OrderRequest& order, const risk::View& view) {
    auto* resting = find(order.id);
    if (resting == nullptr) return;
    settle(*resting, false, view.now);
    drop(*resting);
}

}  // namespace nightjar::exec
