/// Stops, take-profits and trailing stops: what stands and leaves for them.

#include "engine/engine.hpp"

#include <algorithm>

namespace nightjar::engine {

using core::InstrumentId;
using core::ProtectionState;
using core::Qty;
using core::Side;
using Desk = exec::ProtectionDesk;

/// After what the event has changed: what is held, what is open, and what it could be closed at.
void Engine::protect(const core::Event& event) {
    if (!protections_.any() || reconciling_ || !event.ends_message()) return;
    const bool anywhere = std::holds_alternative<core::TimerFired>(event.body) ||
                          std::holds_alternative<core::Command>(event.body) ||
                          !known(event.instrument);
    for (auto& seat : protections_.seats())
        if (anywhere || seat.instrument == config_.catalog.home(event.instrument)) protect(seat);
    next_timer_ = std::min(next_timer_, protections_.wake());
}

void Engine::protect(Seat& seat) {
    auto& protection = seat.protection;
    seat.wake = never;
    const bool was_armed = protection.state() == ProtectionState::Armed;
    const bool changed = protection.observe(look_at(seat));
    const bool closing = protection.state() == ProtectionState::Closing;
    if (was_armed && closing) begin_to_close(seat);
    if (protection.state() == ProtectionState::Off ||
        protection.state() == ProtectionState::Waiting)
        seat.resting.reset();
    if (changed) tell(seat);
    if (!closing) seat.gave_way = false;
    if (!may_send(seat.instrument)) return;
    if (closing) return close_protected(seat);
    keep_stop(seat);
}

/// What is less than the venue takes cannot be closed. From K3 on all is closed otherwise.
exec::Protection::Seen Engine::look_at(const Seat& seat) const {
    const auto& home = config_.catalog[seat.instrument];
    const auto& account = books_.strategy(seat.strategy).account;
    exec::Protection::Seen seen;
    const auto held = account.held(seat.instrument);
    if (magnitude(held) < std::max(home.min_qty, Qty{1})) return seen;
    seen.held = held;
    core::Money basis;
    auto most = seat.instrument;
    for (const auto id : config_.catalog.route(seat.instrument)) {
        const auto& position = account.position(id);
        basis += position.basis;
        if (magnitude(position.qty) > magnitude(account.position(most).qty)) most = id;
    }
    const double paid = approximate(magnitude(basis));
    const double units = approximate(magnitude(held), home);
    seen.entry = home.inverse() ? units / paid : paid / units;
    if (mute()) return seen;
    if (const auto price = closing_price(most, core::side_of(held)))
        seen.price = core::Price{static_cast<std::int64_t>(
            core::Wide{price->raw} * config_.catalog[most].tick.raw / home.tick.raw)};
    return seen;
}

/// The touch that what is held would be traded with; without a book the last price. What is stale,
/// or a book that was there and is not valid, says nothing.
std::optional<core::Price> Engine::closing_price(InstrumentId id, Side held) const {
    const auto& state = market_[id];
    if (!state.reference || now_ > state.reference->fresh_until) return std::nullopt;
    const auto& book = state.book;
    const auto touch = held == Side::Buy ? book.best_bid() : book.best_ask();
    if (book.valid() && touch) return touch->price;
    if (book.best_bid() || book.best_ask()) return std::nullopt;
    return state.reference->price;
}

/// A level was reached here. Where the venue's stop should have been set off as well, it has its
/// time.
void Engine::begin_to_close(Seat& seat) {
    const auto& protection = seat.protection;
    const auto* stop = protections_.stop_of(seat);
    const auto reached = protection.record().reached;
    const bool both =
        stop != nullptr && rests(*stop) && reached && protection.against(*reached, stop->level);
    seat.closes_at = both ? now_ + Desk::patience : now_;
    seat.retry_at = {};
    seat.pause = Desk::exit_pause;
    seat.resting.reset();
}

/// What else the strategy wishes there is off, and what it has out is taken back.
void Engine::give_way(const Seat& seat) {
    const auto home = seat.instrument;
    netting_.forget(seat.strategy, home);
    stated(seat.strategy, home) = {};
    consider(core::QuoteWish{seat.strategy, home, {}, {}});
    due_.clear();
    for (const auto& parent : executor_.working()) {
        if (!parent.style || parent.order.instrument != home) continue;
        const auto shares = netting_.shares(home, parent.order.id);
        if (std::ranges::find(shares, seat.strategy, &core::Allocation::strategy) == shares.end())
            continue;
        if (netting_.working(home) != parent.order.id)
            executor_.stop(parent.order.id, core::EndReason::Superseded);
        due_.push_back(parent.order.id);
    }
    for (const auto id : due_)
        if (executor_.working(id) != nullptr) work(id);
}

void Engine::close_protected(Seat& seat) {
    const auto later = std::max(seat.closes_at, seat.retry_at);
    if (!std::exchange(seat.gave_way, true)) give_way(seat);
    if (now_ < later) {
        seat.wake = later;
        return;
    }
    if (const auto* stop = protections_.stop_of(seat)) withdraw(*stop);
    const auto& account = books_.strategy(seat.strategy).account;
    const auto side = seat.protection.side();
    for (const auto id : config_.catalog.route(seat.instrument)) {
        const auto held = account.position(id).qty;
        if (held.raw == 0 || core::side_of(held) != side || !closing_price(id, side)) continue;
        const bool reduces = alone_on_side(seat.strategy, seat.instrument, side);
        auto lots = magnitude(held) - leaving(seat, id);
        // Two that may both fill: where the venue would not cut the second, it waits.
        const auto* stop = protections_.stop_of(seat);
        if (!reduces && stop != nullptr) lots -= stop->qty;
        if (lots < std::max(config_.catalog[id].min_qty, Qty{1})) continue;
        core::ChildIntent child;
        child.instrument = id;
        child.side = opposite(side);
        child.type = core::OrderType::Market;
        child.tif = core::TimeInForce::Ioc;
        child.reduce_only = reduces;
        child.qty = lots;
        if (!place_guard(seat, child)) retry_later(seat);
    }
}

/// Lots that other orders of the strategy, and crosses, already take out of the position: open and
/// UNKNOWN ones as if they filled.
Qty Engine::leaving(const Seat& seat, InstrumentId id) const {
    const auto home = seat.instrument;
    const auto closes = opposite(seat.protection.side());
    const auto out = [closes](Qty change) {
        return change.raw != 0 && core::side_of(change) == closes ? magnitude(change) : Qty{};
    };
    Qty sum;
    if (id == home) sum += out(netting_.crossing(seat.strategy, home));
    for (const auto& order : orders_.open()) {
        const auto& request = order.request;
        if (request.instrument != id || request.side != closes || protective(request)) continue;
        for (const auto& share : netting_.shares(home, request.parent))
            if (share.strategy == seat.strategy) sum += std::min(order.open(), out(share.qty));
    }
    return sum;
}

/// No other strategy holds anything on the other side: what closes reduces the account's position.
bool Engine::alone_on_side(core::StrategyId strategy, InstrumentId home, Side side) const {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const core::StrategyId other{static_cast<std::uint16_t>(i)};
        const auto held = books_.strategy(other).account.held(home);
        if (other != strategy && held.raw != 0 && core::side_of(held) != side) return false;
    }
    return true;
}

/// A parent and its only order. False where it has not left.
bool Engine::place_guard(Seat& seat, core::ChildIntent child) {
    const core::Allocation change{seat.strategy, core::signed_qty(child.side, child.qty)};
    const auto parent =
        netting_.plan_alone(change, seat.instrument, std::nullopt, books_, {next_parent_++}, now_);
    child.parent = parent->id;
    record(core::ParentOpened{*parent, netting_.shares(seat.instrument, parent->id), {}, {}, true});
    auto order = exec::order_of(child, config_.catalog[child.instrument],
                                core::order_id(epoch_, next_order_++), now_);
    const auto refused = [&] {
        protections_.placed(seat, order);
        auto why = place(order, *parent);
        if (why) protections_.take(order.id);
        return why;
    };
    const auto why = refused();
    if (!why) return true;
    if (const auto less = lesser(order, *why); !protective(order) && less.qty < order.qty) {
        order = less;
        order.id = core::order_id(epoch_, next_order_++);
        if (!refused()) return true;
    }
    netting_.close(seat.instrument, parent->id);
    return false;
}

/// A cancel that has brought no answer is sent again.
void Engine::withdraw(const Guard& guard) {
    if (!protections_.may_ask(guard.order, now_)) return;
    if (const auto* order = orders_.find(guard.order)) cancel(*order, risk::CancelReason::Risk);
}

bool Engine::rests(const Guard& guard) const {
    const auto* order = orders_.find(guard.order);
    return order != nullptr && order->state == core::OrderState::Open;
}

/// Where a stop of the seat should rest at the venue: absent: nowhere.
std::optional<core::Price> Engine::venue_level(const Seat& seat) const {
    const auto& protection = seat.protection;
    const auto id = seat.instrument;
    const auto& instrument = config_.catalog[id];
    const bool can = instrument.venue.value < config_.native_stops.size() &&
                     config_.native_stops[instrument.venue.value] &&
                     instrument.kind != core::InstrumentKind::Spot &&
                     config_.catalog.route(id).size() == 1;
    if (!can || !protection.terms().native || protection.state() != ProtectionState::Armed ||
        kill_.level() >= core::KillLevel::CancelAndReduceOnly)
        return std::nullopt;
    const auto holds = [&](core::StrategyId owner) {
        return books_.strategy(owner).account.position(id).qty.raw != 0;
    };
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const core::StrategyId other{static_cast<std::uint16_t>(i)};
        if (other != seat.strategy && holds(other)) return std::nullopt;
    }
    return holds(core::house) ? std::nullopt : protection.stop();
}

/// One stop at the venue, of all that is held, near the level.
void Engine::keep_stop(Seat& seat) {
    const auto wanted = venue_level(seat);
    const auto qty = magnitude(seat.protection.held());
    const auto* stop = protections_.stop_of(seat);
    if (stop != nullptr) {
        const auto due = wanted ? replaced_at(seat, *stop, *wanted) : now_;
        if (now_ >= due) {
            seat.moving = wanted && (seat.moving || rests(*stop));
            return withdraw(*stop);
        }
        const auto sure_by = stop->at + Desk::patience;
        seat.wake = std::min(due, rests(*stop) || now_ >= sure_by ? never : sure_by);
        if (!rests(*stop) && now_ < sure_by) return;
        seat.moving = false;
        return say_resting(seat, rests(*stop) ? std::optional{stop->level} : std::nullopt);
    }
    if (wanted && now_ >= seat.rests_at && leaving(seat, seat.instrument).raw == 0) {
        core::ChildIntent child;
        child.instrument = seat.instrument;
        child.side = opposite(seat.protection.side());
        child.type = core::OrderType::StopMarket;
        child.tif = core::TimeInForce::Gtc;
        child.reduce_only = true;
        child.stop = *wanted;
        child.qty = qty;
        if (place_guard(seat, child)) return;
        seat.rests_at = now_ + Desk::stop_pause;
    }
    if (wanted && now_ < seat.rests_at) seat.wake = std::min(seat.wake, seat.rests_at);
    seat.moving = false;
    say_resting(seat, std::nullopt);
}

/// When the venue's stop is to be replaced; `never`: it serves.
core::Time Engine::replaced_at(const Seat& seat, const Guard& stop, core::Price wanted) const {
    const auto* order = orders_.find(stop.order);
    const auto held = seat.protection.held();
    if (order == nullptr || order->request.side == core::side_of(held)) return now_;
    if (order->open() != magnitude(held)) return stop.at + Desk::least_rest;
    const core::Price off{std::abs((wanted - stop.level).raw)};
    return off < seat.protection.step() ? never : stop.at + Desk::least_between;
}

void Engine::say_resting(Seat& seat, std::optional<core::Price> level) {
    if (seat.protection.state() != ProtectionState::Armed || seat.resting == level) {
        if (!level) seat.resting.reset();
        return;
    }
    seat.resting = level;
    tell(seat);
}

void Engine::tell(const Seat& seat) {
    auto changed = seat.protection.record();
    changed.strategy = seat.strategy;
    changed.instrument = seat.instrument;
    changed.resting = seat.resting;
    record(changed);
}

/// Whether the wish counts: what was just closed is not opened again for it.
bool Engine::permitted(const core::Target& target) {
    auto* seat = protections_.find(target.strategy, target.instrument);
    if (seat == nullptr) return true;
    const auto before = seat->protection.state();
    const bool permits = seat->protection.permits(target.exposure);
    if (seat->protection.state() != before) tell(*seat);
    return permits;
}

/// A fill of an order of the desk. Of the venue's stop it says that the level was reached there.
void Engine::guard_filled(const portfolio::Order& order, const core::Fill& fill) {
    const auto* guard = protections_.find(order.request.id);
    if (guard == nullptr) return;
    auto& seat = protections_.seat_of(*guard);
    if (guard->rests && seat.protection.set_off(fill.price)) {
        begin_to_close(seat);
        seat.closes_at = now_ + Desk::patience;
    }
    const auto state = seat.protection.record();
    if (guard->rests && !seat.resting && state.state == ProtectionState::Closing &&
        state.leg != core::ProtectionLeg::TakeProfit) {
        seat.resting = guard->level;
        tell(seat);
    }
    if (order.open().raw == 0) end_guard(order);
}

void Engine::end_guard(const portfolio::Order& order) {
    const auto ended = protections_.take(order.request.id);
    if (!ended) return;
    auto& seat = protections_.seat_of(*ended);
    netting_.close(seat.instrument, ended->parent);
    if (ended->rests) {
        seat.closes_at = std::min(seat.closes_at, now_);
        // One that the venue did not take, or gave back.
        if (ended->asked_at.ns == 0 && order.open().raw > 0)
            seat.rests_at = now_ + Desk::stop_pause;
        return;
    }
    if (order.filled.raw > 0) seat.pause = Desk::exit_pause;
    if (order.open().raw > 0) retry_later(seat);
}

void Engine::retry_later(Seat& seat) {
    seat.retry_at = now_ + seat.pause;
    seat.pause = std::min(seat.pause * 2, Desk::longest_pause);
    seat.wake = std::min(seat.wake, seat.retry_at);
}

bool Engine::keeps(core::OrderId order) const {
    const auto* guard = protections_.find(order);
    return guard != nullptr && guard->rests;
}

/// While a stop stands at the venue, what a reversal closes leaves apart and only reduces: should
/// the stop fill on the way, no more is turned round than was decided.
Qty Engine::closed_apart(const core::ChildIntent& child) const {
    if (child.reduce_only || child.tif == core::TimeInForce::Gtc ||
        !protections_.stands_at(child.instrument))
        return {};
    const auto held = books_.position(child.instrument);
    const auto least = config_.catalog[child.instrument].min_qty;
    const bool turns = held.raw != 0 && core::side_of(held) != child.side &&
                       magnitude(held) >= least && child.qty - magnitude(held) >= least;
    return turns ? magnitude(held) : Qty{};
}

}  // namespace nightjar::engine
