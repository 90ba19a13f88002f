#include "exec/tca.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::Liquidity;
using core::ParentMeasured;
using core::Qty;

namespace {

constexpr double bps = 1e4;
constexpr std::size_t leak_horizon = 2;  // 5 s

double lots(Qty qty) { return static_cast<double>(qty.raw); }
double ticks(core::Price price) { return static_cast<double>(price.raw); }
double sign_of(core::Side side) { return static_cast<double>(sign(side)); }

bool has_book(const market::InstrumentState& state) {
    return state.book.valid() && state.book.double_mid().has_value();
}

/// Ticks; 0: no price yet.
double mid_of(const market::InstrumentState& state) {
    if (has_book(state)) return static_cast<double>(*state.book.double_mid()) / 2;
    return state.reference ? ticks(state.reference->price) : 0;
}

}  // namespace

Tca::Tca(const core::Catalog& catalog)
    : catalog_{&catalog}, ids_(most_parents), entries_(most_parents), marks_(most_marks) {
    ended_.reserve(most_parents);
}

std::optional<std::size_t> Tca::place(core::ParentId id, core::ParentId holds) const {
    for (std::size_t i = 0; i < tries; ++i)
        if (const auto at = (id.value + i) % most_parents; ids_[at] == holds) return at;
    return std::nullopt;
}

void Tca::opened(const core::ParentOrder& parent, const market::Market& market, const Flow& flow) {
    const auto decided = mid_of(market[parent.instrument]);
    const auto at = decided > 0 ? place(parent.id, {}) : std::nullopt;
    if (!at) {
        ++missed_;
        return;
    }
    ids_[*at] = parent.id;
    auto& entry = entries_[*at];
    entry = {};
    entry.others_from = flow.others();
    entry.others_worth_from = flow.others_worth();
    auto& measured = entry.measured;
    measured.parent = parent.id;
    measured.instrument = parent.instrument;
    measured.side = parent.side;
    measured.qty = parent.qty;
    measured.from = parent.at;
    measured.decided = decided;
}

void Tca::sent(const core::OrderRequest& order, const market::Market& market) {
    auto* entry = find(order.parent);
    if (entry == nullptr) return;
    const auto& state = market[order.instrument];
    const double mid = mid_of(state);
    double touch = mid;
    if (has_book(state)) touch = ticks(state.book.side(core::opposite(order.side)).best()->price);
    if (entry->measured.messages++ == 0) entry->measured.arrival = mid;
    entry->left.at(entry->next_left++ % entry->left.size()) = {order.id, mid, touch};
}

void Tca::cancelling(core::ParentId parent) {
    if (auto* entry = find(parent)) ++entry->measured.messages;
}

/// Paid is above 0, in ticks times lots: the part of the fill's worth that it was.
void Tca::pay(Entry& entry, const core::Fill& fill) const {
    const auto& instrument = (*catalog_)[entry.measured.instrument];
    if (fill.fee.raw == 0) return;
    double worth = 0;
    if (fill.fee_asset == instrument.settle())
        worth = approximate(instrument.notional(fill.price, fill.qty));
    else if (fill.fee_asset == instrument.base)
        worth = approximate(instrument.units(fill.qty));
    if (worth == 0) {
        entry.measured.fees_unknown = true;
        return;
    }
    const double due = approximate(fill.fee) / worth * ticks(fill.price) * lots(fill.qty);
    (due > 0 ? entry.fees_due : entry.rebates_due) += due;
}

void Tca::filled(const core::OrderRequest& order, const core::Fill& fill,
                 const market::Market& market, core::Time now) {
    auto* entry = find(order.parent);
    if (entry == nullptr) return;
    auto& measured = entry->measured;
    const auto& state = market[order.instrument];
    const bool book = has_book(state);
    const bool maker = fill.liquidity == Liquidity::Maker;
    const auto left = std::ranges::find(entry->left, order.id, &Left::order);
    const double now_mid = mid_of(state);
    const bool know_left = left != entry->left.end();
    const double mid = maker || !know_left ? now_mid : left->mid;
    const double s = sign_of(measured.side) * lots(fill.qty);
    const double price = ticks(fill.price);
    measured.filled += fill.qty;
    if (maker) measured.maker += fill.qty;
    entry->worth += price * lots(fill.qty);
    pay(*entry, fill);
    if (!book) {
        entry->timing_due += s * (price - measured.arrival);
        return;
    }
    const double touch = maker || !know_left ? price : left->touch;
    entry->timing_due += s * (mid - measured.arrival);
    entry->spread_due += s * (touch - mid);
    entry->impact_due += s * (price - touch);
    auto& mark = marks_[marked_++ % most_marks];
    mark = {static_cast<std::size_t>(entry - entries_.data()),
            order.parent,
            now,
            price,
            now_mid,
            fill.qty,
            std::max(measured.qty - measured.filled, Qty{}),
            fill.liquidity};
    for (auto& next : next_)  // what is overwritten is not waited for
        next = std::max(next, marked_ < most_marks ? 0 : marked_ - most_marks);
}

void Tca::advance(core::Time now, const market::Market& market) {
    for (std::size_t i = 0; i < next_.size(); ++i)
        for (; next_[i] < marked_; ++next_[i]) {
            const auto& mark = marks_[next_[i] % most_marks];
            if (now < mark.at + ParentMeasured::horizons.at(i)) break;
            const auto& entry = entries_[mark.entry];
            if (ids_[mark.entry] != mark.parent) continue;
            const auto& state = market[entry.measured.instrument];
            if (has_book(state)) settle(mark, i, mid_of(state));
        }
}

/// Until the parent is closed, sums of lots times basis points.
void Tca::settle(const Mark& mark, std::size_t horizon, double mid) {
    auto& entry = entries_[mark.entry];
    const double s = sign_of(entry.measured.side);
    auto& markout = entry.measured.markouts.at(horizon);
    const double gained = s * (mid - mark.price) / mark.price * bps * lots(mark.qty);
    const bool maker = mark.liquidity == Liquidity::Maker;
    (maker ? markout.maker : markout.taker) += gained;
    (maker ? markout.maker_qty : markout.taker_qty) += mark.qty;
    // A part of the quantity filled; each lot that was left then has become dearer by the move.
    if (horizon == leak_horizon && mark.remaining.raw > 0)
        entry.leak_due += s * (mid - mark.mid) * lots(mark.qty) * lots(mark.remaining);
}

void Tca::scheduled(core::ParentId parent, double part, core::Duration window, core::Time now) {
    auto* entry = find(parent);
    if (entry == nullptr || window.ns <= 0) return;
    auto& measured = entry->measured;
    measured.window = window;
    if (entry->has_schedule) {
        const double seconds = static_cast<double>((now - entry->asked_at).ns) /
                               static_cast<double>(core::seconds(1).ns);
        const double behind = std::abs(lots(measured.filled) / lots(measured.qty) - entry->part);
        entry->behind_sum += behind * seconds;
        entry->behind_seconds += seconds;
        measured.behind_worst = std::max(measured.behind_worst, behind);
    }
    entry->has_schedule = true;
    entry->asked_at = now;
    entry->part = part;
    const auto step = window.ns / static_cast<std::int64_t>(ParentMeasured::points - 1);
    const auto reached = step <= 0 ? 0 : (now - measured.from).ns / step;
    for (std::size_t i = 0; i < ParentMeasured::points && static_cast<std::int64_t>(i) <= reached;
         ++i)
        if (measured.schedule.at(i) == ParentMeasured::no_point)
            measured.schedule.at(i) =
                static_cast<std::uint16_t>(std::lround(part * ParentMeasured::whole));
}

void Tca::ended(const core::ParentEnded& parent, const market::Market& market, const Flow& flow,
                core::Time now) {
    auto* entry = find(parent.parent);
    if (entry == nullptr || entry->over) return;
    auto& measured = entry->measured;
    entry->over = true;
    measured.to = now;
    measured.end = mid_of(market[measured.instrument]);
    const auto others = flow.others() - entry->others_from;
    measured.others = Qty{static_cast<std::int64_t>(std::max(others, core::Wide{}))};
    if (measured.others.raw > 0)
        measured.market_vwap =
            (flow.others_worth() - entry->others_worth_from) / lots(measured.others);
    const bool waits = measured.filled.raw > 0 && has_book(market[measured.instrument]);
    entry->ready = waits ? now + ParentMeasured::horizons.back() : now;
    ended_.push_back(static_cast<std::size_t>(entry - entries_.data()));
}

core::ParentMeasured Tca::close(Entry& entry) {
    auto& m = entry.measured;
    const double s = sign_of(m.side);
    const double filled = lots(m.filled);
    if (m.messages == 0) m.arrival = m.decided;  // nothing left
    const double unit = bps / (m.decided * lots(m.qty));
    m.costs.delay = unit * s * (m.arrival - m.decided) * filled;
    m.costs.timing = unit * entry.timing_due;
    m.costs.spread = unit * entry.spread_due;
    m.costs.impact = unit * entry.impact_due;
    m.costs.fees = unit * entry.fees_due;
    m.costs.rebates = unit * entry.rebates_due;
    m.costs.opportunity = unit * s * (m.end - m.decided) * (lots(m.qty) - filled);
    if (filled > 0) m.average = entry.worth / filled;
    for (auto& markout : m.markouts) {
        if (markout.maker_qty.raw > 0) markout.maker /= lots(markout.maker_qty);
        if (markout.taker_qty.raw > 0) markout.taker /= lots(markout.taker_qty);
    }
    if (filled > 0) m.leaked = unit * entry.leak_due / filled;
    if (entry.behind_seconds > 0) m.behind_mean = entry.behind_sum / entry.behind_seconds;
    count(m);
    return m;
}

void Tca::count(const core::ParentMeasured& m) {
    const auto& instrument = (*catalog_)[m.instrument];
    const core::Price decided{std::max<std::int64_t>(1, std::llround(m.decided))};
    const double worth = approximate(instrument.notional(decided, m.qty));
    ++totals_.parents;
    totals_.worth += worth;
    totals_.costs.add(m.costs, worth / bps);
}

}  // namespace nightjar::exec
