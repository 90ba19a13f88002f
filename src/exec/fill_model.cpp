#include "exec/fill_model.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::Side;
using core::Time;

namespace {

constexpr double bps = 1e4;
constexpr double memory = 128;  // of joins
constexpr double own_memory = 64;
/// A trade is heard within this of the change of the book that it made.
constexpr core::Duration apart = core::milliseconds(200);

double lots_of(core::Qty qty) { return static_cast<double>(qty.raw); }
double ticks_of(core::Price price) { return static_cast<double>(price.raw); }

}  // namespace

/// What has not come by now belongs to something else.
void FillModel::Join::forget(Time now) {
    if (now > changed_at + apart) drained = unseen = 0;
    changed_at = now;
}

/// Lots were traded at its price. The book may have shown it before: then it was taken for a
/// cancel, of which a part only was in front.
void FillModel::Join::hear(core::Qty qty, Time now) {
    forget(now);
    const double lots = lots_of(qty);
    const double known = std::min(lots, drained);
    drained -= known;
    unseen += lots - known;
    cancelled -= known * drained_part;
    front = std::max(front + known * drained_part - lots, 0.0);
    traded += lots;
}

/// So many lots are there now.
void FillModel::Join::see(double lots, Time now) {
    double gone = level - lots;
    level = lots;
    if (gone <= 0) return;
    forget(now);
    const double known = std::min(unseen, gone);
    unseen -= known;
    gone -= known;
    const double before = lots + gone;
    const double part = before > 0 ? std::min(front / before, 1.0) : 1;
    drained += gone;
    drained_part = part;
    // More than stands there cannot be in front.
    const double left = std::max(std::min(front - part * gone, lots), 0.0);
    cancelled += front - left;
    front = left;
}

std::size_t FillModel::state_of(Side side, const market::Book& book) {
    constexpr double third = 1.0 / 3;
    const double own = static_cast<double>(sign(side)) * book.imbalance(1);
    return own < -third ? 0 : own < third ? 1 : 2;
}

void FillModel::apply(const core::Event& event, const market::Book& book) {
    const auto now = event.stamp.recv;
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) return hear(*trade, now);
    if (!event.ends_message()) return;
    if (book.valid() && book.double_mid()) return see(book, now);
    for (auto& join : joins_) join.active = false;
    for (auto& owned : owned_) owned.open = false;
}

void FillModel::hear(const core::Trade& trade, Time now) {
    for (auto& join : joins_) {
        if (!join.active || join.over || trade.taker == join.side) continue;
        const auto past = sign(join.side) * (join.price - trade.price).raw;
        if (past > 0) join.traded = beyond;
        if (past == 0) join.hear(trade.qty, now);
        if (!join.filled && join.reached()) join.filled = now;
    }
}

void FillModel::see(const market::Book& book, Time now) {
    constexpr double half = 0.5;
    const double mid = half * static_cast<double>(*book.double_mid());
    for (auto& join : joins_)
        if (join.active) see(join, book, mid, now);
    settle_own(mid, now);
    if (now >= next_join_) begin(book, mid, now);
}

void FillModel::see(Join& join, const market::Book& book, double mid, Time now) {
    const auto against = static_cast<double>(sign(join.side));
    const auto last = join.at + horizon;
    if (!join.over && now <= last) {
        join.see(lots_of(book.side(join.side).at(join.price)), now);
        const auto other = book.side(opposite(join.side)).best();
        if (sign(join.side) * (join.price - other->price).raw >= 0) join.traded = beyond;
        if (!join.filled && join.reached()) join.filled = now;
    }
    if (!join.over && now >= last) end(join, mid);
    if (join.filled && !join.marked && now >= *join.filled + markout) {
        join.marked = true;
        adverse_.add(against * (join.mid - mid) / join.mid * bps, memory);
    }
    if (join.over && (!join.filled || join.marked)) join.active = false;
}

void FillModel::end(Join& join, double mid) {
    join.over = true;
    const double part = join.ahead > 0 ? std::clamp(join.cancelled / join.ahead, 0.0, 1.0) : 0;
    auto& state = states_.at(join.state);
    state.ring.at(state.count++ % most_outcomes) = {join.traded, part};
    ++seen_;
    const auto against = static_cast<double>(sign(join.side));
    if (!join.filled) chase_.add(against * (mid - join.mid) / join.mid * bps, memory);
}

void FillModel::own(const core::Fill& fill, Time now) {
    owned_.at(next_owned_++ % most_own) = {fill.side, ticks_of(fill.price), now, true};
}

void FillModel::settle_own(double mid, Time now) {
    for (auto& owned : owned_) {
        if (!owned.open || now < owned.at + markout) continue;
        owned.open = false;
        const auto with = static_cast<double>(sign(owned.side));
        own_kept_.add(with * (mid - owned.price) / mid * bps, own_memory);
    }
}

void FillModel::begin(const market::Book& book, double mid, Time now) {
    next_join_ = now + join_every;
    for (const auto side : {Side::Buy, Side::Sell}) {
        const auto free = std::ranges::find(joins_, false, &Join::active);
        if (free == joins_.end()) return;
        const auto touch = *book.side(side).best();
        Join made;
        made.active = true;
        made.side = side;
        made.price = touch.price;
        made.at = now;
        made.state = state_of(side, book);
        made.half_bps = std::abs(ticks_of(touch.price) - mid) / mid * bps;
        made.mid = mid;
        made.ahead = made.front = made.level = lots_of(touch.qty);
        *free = made;
        half_.add(made.half_bps, memory);
    }
}

/// What our own fills have kept is held against the usual half spread; the tape stands for so many
/// fills.
double FillModel::adverse() const {
    const double own = half_.value - own_kept_.value;
    return (own * own_kept_.weight + adverse_.value * own_shrinkage) /
           (own_kept_.weight + own_shrinkage);
}

std::optional<Prospect> FillModel::prospect(Side side, core::Qty lots,
                                            const market::Book& book) const {
    constexpr double of_all_states = 16;  // outcomes, that they count for
    const auto touch = book.side(side).best();
    if (!book.valid() || !touch || seen_ < least_outcomes || adverse_.weight < least_fills)
        return std::nullopt;
    const auto part_of = [&](std::span<const Outcome> outcomes) {
        const auto hits = std::ranges::count_if(outcomes, [&](const Outcome& outcome) {
            return outcome.fills(lots_of(touch->qty), lots_of(lots));
        });
        return static_cast<double>(hits);
    };
    double hits = 0;
    double count = 0;
    for (const auto& state : states_) {
        hits += part_of(state.all());
        count += static_cast<double>(state.all().size());
    }
    const auto here = states_.at(state_of(side, book)).all();
    Prospect prospect;
    prospect.fills = (part_of(here) + of_all_states * hits / count) /
                     (static_cast<double>(here.size()) + of_all_states);
    prospect.adverse_bps = adverse();
    prospect.chase_bps = chase_.value;
    return prospect;
}

std::size_t FillModel::outflows(Side side, double ahead, const market::Book& book,
                                std::span<double> into) const {
    const auto& state = states_.at(state_of(side, book));
    const auto count = std::min({state.count, most_outcomes, into.size()});
    for (std::size_t i = 0; i < count; ++i) {
        const auto& outcome = state.ring.at((state.count - count + i) % most_outcomes);
        into[i] = std::min(outcome.traded + outcome.cancelled_part * ahead, 1e18);
    }
    return count;
}

}  // namespace nightjar::exec
