/// From targets to orders that leave.

#include "engine/engine.hpp"

#include <algorithm>

namespace nightjar::engine {

namespace {

/// A target that came to nothing is not tried again at every bar that restates it, but after a
/// pause that doubles each time.
// What closes a position is tried again soon, and always as soon.
constexpr core::Duration exit_pause = core::seconds(5);
constexpr core::Duration first_pause = core::minutes(5);
constexpr core::Duration longest_pause = core::days(1);

}  // namespace

risk::View Engine::view() const {
    return {&config_.catalog, &market_, &orders_, &books_,    &kill_,   now_,
            reconciling_,     nullptr,  {},       &breakers_, &netting_};
}

void Engine::act() {
    if (now_ >= config_.trade_from && !mute()) {
        for (const auto& target : said_.targets) consider(target);
        for (const auto& quote : said_.quotes) consider(quote);
    }
    said_.targets.clear();
    said_.quotes.clear();
}

void Engine::consider(const core::Target& target) {
    if (!permitted(target)) return;
    auto& said = stated(target.strategy, target.instrument);
    if (said.said && said.exposure == target.exposure &&
        (netting_.wished(target.strategy, target.instrument) || now_ < said.retry_after))
        return;
    const auto held = books_.strategy(target.strategy).account.held(target.instrument);
    if (!said.said && target.exposure == 0 && held.raw == 0) return;
    const bool again = said.said && said.exposure == target.exposure;
    const bool closes = target.exposure == 0 || (target.exposure < 0) != (held.raw < 0);
    said.pause = closes && held.raw != 0 ? exit_pause
                 : again                 ? std::min(said.pause * 2, longest_pause)
                                         : first_pause;
    said.retry_after = now_ + said.pause;
    said.exposure = target.exposure;
    said.said = true;
    ++counters_.targets;
    const auto sizing = targets_gate_.explain(target, market_, books_, throttles(target.strategy));
    const auto& qty = sizing.result;
    if (!qty) {
        ++counters_.refusals;
        record(core::TargetRefused{target, qty.error()});
        return;
    }
    record(core::TargetSet{target, *qty, sizing.record()});
    if (target.limit) return work_limited(target, *qty - held);
    if (netting_.wish(target.strategy, target.instrument, *qty)) pursue(target.instrument);
}

/// A target with a price limit is a parent of its own. One that works already is to end first.
void Engine::work_limited(const core::Target& target, core::Qty change) {
    for (const auto& parent : executor_.working()) {
        if (parent.order.instrument != target.instrument || !parent.order.limit) continue;
        const auto shares = netting_.shares(target.instrument, parent.order.id);
        if (shares.empty() || shares.front().strategy != target.strategy) continue;
        if (shares.front().qty == change) return;
        executor_.stop(parent.order.id, core::EndReason::Superseded);
        stated(target.strategy, target.instrument).said = false;
        return;
    }
    if (change.raw == 0 || mute()) return;
    open_parent(netting_.plan_alone({target.strategy, change}, target.instrument, target.limit,
                                    books_, {next_parent_++}, now_));
}

risk::Throttles Engine::throttles(core::StrategyId strategy) const {
    risk::Throttles throttles;
    if (ramp_)
        throttles.stage = static_cast<double>(ramp_->share_ppm(strategy)) / risk::Ramp::million;
    if (!config_.losses) return throttles;
    throttles.bar = bar(strategy);
    throttles.drawdown_max = config_.losses->drawdown_part();
    const auto& total = books_.total();
    if (total.armed_peak().raw > 0)
        throttles.drawdown = approximate(total.armed_drawdown()) / approximate(total.armed_peak());
    return throttles;
}

void Engine::pursue(core::InstrumentId instrument) {
    if (mute()) return;
    auto parent = netting_.plan(instrument, books_, {next_parent_}, now_);
    if (!parent) return;
    ++next_parent_;
    open_parent(std::move(*parent));
}

/// A child that the router splits leaves for all its venues at once.
void Engine::send(const core::ChildIntent& child) {
    auto rest = child;
    if (auto first = child; closed_apart(child).raw > 0) {
        first.qty = closed_apart(child);
        first.reduce_only = true;
        (void)send_part(first);
        rest.qty -= first.qty;
        if (executor_.working(child.parent) == nullptr) return;
    }
    while (const auto part = send_part(rest)) {
        rest.qty -= *part;
        const auto* parent = executor_.working(child.parent);
        if (rest.qty.raw == 0 || parent == nullptr || parent->out == exec::Parent::most_children)
            return;
    }
}

/// The lots for the first venue, where more is to follow; what rests is at one venue. Where no
/// venue may have any of it now it is as if risk had refused it: it is tried again.
std::optional<core::Qty> Engine::send_part(const core::ChildIntent& child) {
    const auto* parent = executor_.working(child.parent);
    NJ_CHECK(parent != nullptr, "a child without a parent");
    const auto chosen =
        router_.choose(child, {&market_, &books_, &orders_, now_, parent->order.limit});
    if (!chosen) {
        if (const auto ended = executor_.on_refused(child.parent, now_, false)) end_parent(*ended);
        return std::nullopt;
    }
    auto order = exec::order_of(*chosen, config_.catalog[chosen->instrument],
                                core::order_id(epoch_, next_order_++), now_);
    auto refused = place(order, parent->order);
    if (refused) {
        if (const auto less = lesser(order, *refused); less.qty < order.qty) {
            order = less;
            order.id = core::order_id(epoch_, next_order_++);
            refused = place(order, parent->order);
        }
    }
    if (!refused) {
        executor_.sent(order);
        const bool more = child.tif != core::TimeInForce::Gtc && chosen->qty < child.qty;
        return more ? std::optional{chosen->qty} : std::nullopt;
    }
    router_.refused(order.venue, now_);
    const bool final = refused->rule == core::Rule::KillLevel;
    if (const auto ended = executor_.on_refused(order.parent, now_, final)) end_parent(*ended);
    return std::nullopt;
}

/// What may leave of an order that was refused; the order itself where nothing less would do. A
/// refusal to turn a position round must not keep it from being closed, and a half-open breaker
/// takes the least that there is.
core::OrderRequest Engine::lesser(const core::OrderRequest& order, const core::Refusal& why) {
    auto less = order;
    if (const auto part = risk::reducing_part(order, view()); part.raw > 0) {
        less.qty = part;
        less.reduce_only = true;
    } else if (why.rule == core::Rule::KillLevel && why.unit == core::Unit::Lots) {
        less.qty = core::Qty{static_cast<std::int64_t>(why.limit)};
    }
    if (less.shown >= less.qty) less.shown = {};
    return less;
}

/// The one way out for an order: the gate, the table, the ledger, the venue.
std::optional<core::Refusal> Engine::place(const core::OrderRequest& order,
                                           const core::ParentOrder& parent, bool quoting) {
    auto looked_at = view();
    looked_at.quoting = quoting;
    looked_at.protecting = protections_.find(order.id) != nullptr;
    looked_at.parent = &parent;
    looked_at.shares = shares_of(order);
    auto approved = gate_.review(order, looked_at);
    if (!approved) {
        ++counters_.refusals;
        record(core::OrderRefused{order, approved.error()});
        return approved.error();
    }
    if (!risk::reduces(order, looked_at)) breakers_.sent(order, looked_at.shares, now_);
    const auto worst = risk::worst_price(order, looked_at);
    const auto reserved = orders_.reserve(order, worst.value_or(core::Price{}));
    NJ_CHECK(reserved.has_value(), "{}", reserved.error().text());
    ++counters_.orders;
    // On record before it leaves: after a crash the ledger knows every order that a venue may have.
    record(core::OrderApproved{order});
    tca_.sent(order, market_);
    if (const auto leaves = router_.departs(order, now_); leaves > now_ && !departures_.full())
        departures_.hold(std::move(*approved), now_, leaves);
    else
        ports_.venues[order.venue.value]->submit(std::move(*approved));
    return std::nullopt;
}

/// What has waited for the slower parts of its sweep leaves, unless things have changed meanwhile.
void Engine::depart() {
    while (auto due = departures_.take_due(now_)) {
        auto& order = due->order;
        if (due->withdrawn || order.expired(now_) || mute() ||
            kill_.level() != core::KillLevel::None)
            never_left(*order);
        else
            ports_.venues[order->venue.value]->submit(std::move(order));
    }
}

void Engine::never_left(const core::OrderRequest& order) {
    core::Event event;
    event.stamp = {now_, now_, 0};
    event.instrument = order.instrument;
    event.venue = order.venue;
    on_update(event, {order.id, core::OrderState::Cancelled, core::OrderReason::Requested,
                      order.price, order.qty});
}

void Engine::end_parent(const exec::Parent& parent, bool keep) {
    for (auto& answer : answers_)
        if (answer.parent == parent.order.id) answer.ended = parent.ended();
    netting_.close(parent.order.instrument, parent.order.id, keep);
    tca_.ended(parent.ended(), market_, executor_.flow(parent.order.instrument), now_);
    // What a failed parent did not get is off; what was wished meanwhile is not.
    pursue(parent.order.instrument);
}

void Engine::cancel(const portfolio::Order& order, risk::CancelReason why) {
    if (order.state == core::OrderState::CancelPending) return;
    if (departures_.withdraw(order.request.id, now_))
        return executor_.cancelling(order.request.parent, order.request.id, now_);
    const core::CancelRequest cancel{order.request.id, order.request.instrument,
                                     order.request.venue, now_};
    const core::OrderUpdate pending{cancel.id, core::OrderState::CancelPending,
                                    core::OrderReason::None, order.request.price,
                                    order.request.qty};
    record(core::CancelSent{cancel});
    gate_.cancelling(order.request, why, view());
    executor_.cancelling(order.request.parent, cancel.id, now_);
    tca_.cancelling(order.request.parent);
    (void)orders_.apply(pending);
    ports_.venues[cancel.venue.value]->cancel(cancel);
}

void Engine::cancel_all(risk::CancelReason why) {
    for (const auto& order : orders_.open())
        if (why != risk::CancelReason::SessionEnded || !keeps(order.request.id)) cancel(order, why);
}

void Engine::watch_losses() {
    if (kill_.lapse(now_)) {
        say_level({});
        books_.mark_all(now_);  // the new day has begun, though no price may have changed yet
    }
    if (const auto alarm = config_.losses->watch(books_.total())) raise(alarm->level, alarm->cause);
    for (std::size_t i = 0; i < slots_.size(); ++i) watch_losses({static_cast<std::uint16_t>(i)});
}

/// A strategy that has lost too much takes its quotes back, and only reduces until the day ends,
/// also when the price comes back.
void Engine::watch_losses(core::StrategyId strategy) {
    auto& until = slots_[strategy.value].barred_until;
    core::BreakerChanged changed{{core::Scope::Kind::Strategy, strategy.value}, {}, {}, {}};
    if (until.ns != 0 && now_ >= until) {
        until = {};
        record(changed);
        books_.mark_all(now_);  // whose day has begun, though no price may have changed yet
    }
    if (until.ns != 0 || !config_.losses->over(books_, strategy)) return;
    until = core::end_of_day(now_);
    changed.state = core::BreakerState::Open;
    changed.cause = core::BreakerChanged::Cause::Loss;
    changed.until = until;
    record(changed);
    for (const auto instrument : config_.strategies[strategy.value].instruments)
        consider(core::QuoteWish{strategy, instrument, {}, {}});
    lose_stage(strategy);
}

void Engine::raise(core::KillLevel level, const core::Refusal& cause, core::Person by) {
    if (!kill_.raise(level, cause.rule, now_)) return;
    say_level({level, cause, by});
    sample_all(now_);  // the curve that did it is kept with it
    next_slice_ = now_;
    flatten_late_ = false;
    if (level >= core::KillLevel::CancelAndReduceOnly) cancel_all(risk::CancelReason::Risk);
    if (level >= core::KillLevel::Flatten) forget_wishes();
    // Which of them it was is not asked: together they lost more than they may.
    const bool lost = cause.rule == core::Rule::DailyLoss || cause.rule == core::Rule::Drawdown;
    if (!lost || level < core::KillLevel::CancelAndReduceOnly) return;
    for (std::size_t i = 0; i < slots_.size(); ++i) lose_stage({static_cast<std::uint16_t>(i)});
}

/// The losses so far have been seen: they raise nothing again. The sample before the record says
/// where they are counted from.
void Engine::arm(core::Person by) {
    const auto barred = [](const Slot& slot) { return slot.barred_until.ns != 0; };
    if (kill_.level() == core::KillLevel::None && std::ranges::none_of(slots_, barred)) return;
    sample_all(now_);
    kill_.set(core::KillLevel::None, core::Rule::None, now_);
    say_level({core::KillLevel::None, {}, by});
    rearm();
}

void Engine::rearm() {
    books_.rearm();
    for (auto& slot : slots_) slot.barred_until = {};
}

void Engine::say_level(const core::KillLevelChanged& changed) {
    last_level_ = changed;
    record(changed);
}

}  // namespace nightjar::engine
