#include "engine/engine.hpp"

#include "core/model/opinion_record.hpp"

#include <algorithm>

namespace nightjar::engine {

using core::Event;

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

template <class Say>
void Engine::tell(core::StrategyId id, Say say) {
    auto& slot = slots_[id.value];
    strategy::Context own{id, now_, market_, books_, said_, slot.alarm};
    say(*slot.strategy, own);
    next_timer_ = std::min(next_timer_, slot.alarm);
}

void Engine::on(const Event& event) {
    now_ = event.stamp.recv;
    ++counters_.events;
    tca_.advance(now_, market_);
    if (now_ >= next_sample_) sample_equity(now_);
    if (!departures_.empty()) depart();
    if (ramp_ && now_ >= config_.trade_from) sample_stages();
    std::visit(Overloaded{
                   [&](const core::OrderUpdate& update) { on_update(event, update); },
                   [&](const core::Fill& fill) { on_fill(event, fill); },
                   [&](const core::Balance& balance) { on_balance(event, balance); },
                   [&](const core::Command& command) { on_command(command); },
                   [&](const core::ManualOrder& order) { on_manual(order); },
                   [&](const core::ManualCancel& wish) { on_manual(wish); },
                   [&](const core::TimerFired&) { on_timer(event); },
                   [&](const core::OpinionReady& ready) { on_opinion(event, ready); },
                   [&](const auto&) { on_market(event); },
               },
               event.body);
    if (reconciling_ && recovered()) reconciling_ = false;
    if (config_.losses) watch_losses();
    if (resized_ && event.ends_message()) restate_all();
    breakers_.tell_changes(now_, [this](const auto& changed) { record(changed); });
    if (kill_.level() == core::KillLevel::Flatten && now_ >= next_slice_ && !stopping_ &&
        !reconciling_ && event.ends_message())
        flatten();
    protect(event);
    if (!said_.targets.empty() || !said_.quotes.empty()) act();
    if (executor_.busy()) work_parents(event);
    if (!departures_.empty()) next_timer_ = std::min(next_timer_, departures_.next());
    tca_.take(now_, false, [this](const auto& measured) { record(measured); });
    if (!ports_.journal->healthy()) raise(core::KillLevel::CancelAndReduceOnly, {});
}

void Engine::on_market(const Event& event) {
    if (!builders_[event.instrument.value].empty()) build_candles(event);
    const bool was_tradable = market_[event.instrument].tradable;
    if (market_.apply(event)) {
        const auto price = *market_.valuation(event.instrument);
        books_.mark(event.instrument, price, now_);
        breakers_.moved(event.instrument, price,
                        market_[event.instrument].volatility.minute_sigma(), now_);
        auto& first = first_prices_[event.instrument.value];
        if (!first && now_ >= config_.trade_from) first = price;
    }
    if (const auto* candle = std::get_if<core::Candle>(&event.body))
        targets_gate_.learn(event.instrument, *candle);
    if (const bool tradable = market_[event.instrument].tradable; tradable != was_tradable)
        record(core::InstrumentStatusChanged{event.instrument, tradable});
    gate_.observe(event, view());
    executor_.observe(event, market_);
    router_.observe(event, market_);
    if (netting_.crosses_pending(event.instrument)) settle_crosses(event);
    tell_strategies(event);
}

/// A bar of our own making closes before the event that shows that its time is over.
void Engine::build_candles(const Event& event) {
    const auto* trade = std::get_if<core::Trade>(&event.body);
    for (auto& builder : builders_[event.instrument.value]) {
        if (const auto closed = builder.advance(now_)) close_candle(event, *closed);
        if (trade == nullptr) continue;
        if (const auto closed = builder.close_before(event.stamp.exch))
            close_candle(event, *closed);
    }
    if (trade == nullptr) return;
    for (auto& builder : builders_[event.instrument.value]) {
        builder.add(*trade, event.stamp.exch);
        next_timer_ = std::min(next_timer_, *builder.closes_by());
    }
}

void Engine::close_candle(const Event& event, const core::Candle& closed) {
    Event bar = event;
    bar.body = closed;
    market_.apply(bar);
    targets_gate_.learn(bar.instrument, closed);
    on_candle(bar, closed);
}

void Engine::on_timer(const Event& event) {
    for (const auto& instrument : config_.catalog.instruments()) {
        Event there = event;
        there.instrument = instrument.id;
        there.venue = instrument.venue;
        build_candles(there);
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        auto& slot = slots_[i];
        if (slot.alarm > now_) continue;
        slot.alarm = never;
        tell({static_cast<std::uint16_t>(i)},
             [](auto& strategy, auto& own) { strategy.on_timer(own); });
    }
    set_timer();
}

/// A seat is of one signal: whose it is, the strategies know.
void Engine::on_opinion(const Event& event, const core::OpinionReady& ready) {
    record(core::OpinionTaken{event.stamp, ready});
    for (std::size_t i = 0; i < slots_.size(); ++i)
        tell({static_cast<std::uint16_t>(i)},
             [&](auto& strategy, auto& own) { strategy.on_opinion(ready, own); });
}

void Engine::set_timer() {
    const bool slices = kill_.level() == core::KillLevel::Flatten && next_slice_ > now_;
    next_timer_ = slices ? next_slice_ : never;
    for (const auto& slot : slots_) next_timer_ = std::min(next_timer_, slot.alarm);
    for (const auto& builders : builders_)
        for (const auto& builder : builders)
            if (const auto closes = builder.closes_by())
                next_timer_ = std::min(next_timer_, *closes);
}

void Engine::on_candle(const Event& event, const core::Candle& candle) {
    ++counters_.bars;
    for (const auto id : subscribers_[event.instrument.value])
        if (slots_[id.value].timeframe == candle.timeframe)
            tell(id, [&](auto& strategy, auto& own) {
                strategy.on_candle(event.instrument, candle, own);
            });
}

void Engine::tell_strategies(const Event& event) {
    const auto& listeners = subscribers_[event.instrument.value];
    if (const auto* candle = std::get_if<core::Candle>(&event.body)) {
        on_candle(event, *candle);
    } else if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        for (const auto id : listeners)
            tell(id, [&](auto& strategy, auto& own) {
                strategy.on_trade(event.instrument, *trade, own);
            });
    } else {
        if (!event.ends_message()) return;  // a half book is not what the venue has
        const auto& book = market_[event.instrument].book;
        for (const auto id : listeners)
            tell(id,
                 [&](auto& strategy, auto& own) { strategy.on_book(event.instrument, book, own); });
    }
}

void Engine::on_command(const core::Command& command) {
    if (command.kind == core::Command::Kind::Resumed) {
        next_order_ = 1;
        record(core::EpochStarted{++epoch_, config_.node});
        reconciling_ = true;
        take_up_parents();
    }
    record(core::CommandTaken{command});
    if (command.kind == core::Command::Kind::Resumed && stranger_)
        raise(core::KillLevel::ReduceOnly,
              {core::Rule::Identity, core::Unit::None, 0, 1, {core::Scope::Kind::Account, 0}});
    if (command.kind == core::Command::Kind::Stop) {
        stopping_ = true;
        cancel_all(risk::CancelReason::SessionEnded);
    }
    if (command.kind == core::Command::Kind::SetLevel) set_level(command.level, command.by);
    if (command.kind == core::Command::Kind::SetLimit) set_limit(command.limit);
    if (command.kind == core::Command::Kind::SetStage) set_stage(command.stage, command.by);
}

void Engine::set_level(core::KillLevel level, core::Person by) {
    if (level == core::KillLevel::None) return arm(by);
    if (level == kill_.level()) {  // a person's holds, whatever had raised it
        kill_.set(level, core::Rule::None, kill_.since());
        say_level({level, {}, by});
    }
    raise(level, {}, by);
    if (level >= core::KillLevel::CancelAndReduceOnly) cancel_all(risk::CancelReason::Risk);
}

/// One that no check takes changes nothing; who asked for it sees that the limit is as it was.
void Engine::set_limit(const core::LimitChange& change) {
    if (!gate_.set(change)) return;
    constexpr std::int64_t million = 1'000'000;
    if (config_.losses) config_.losses->set(change.rule, change.millionths / million);
    limits_set_.push_back(change);
}

/// After a restart: no order of an earlier life is open, but for a stop that protects, and all that
/// is held has a price.
bool Engine::recovered() const {
    return books_.valued() &&
           std::ranges::all_of(orders_.open(), [this](const portfolio::Order& order) {
               return order.request.id >= core::order_id(epoch_, 0) || keeps(order.request.id);
           });
}

}  // namespace nightjar::engine
