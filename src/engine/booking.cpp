/// What venues report, and what is kept of it.

#include "engine/engine.hpp"

namespace nightjar::engine {

using core::Event;

void Engine::open() {
    const auto& catalog = config_.catalog;
    record(core::SessionOpened{config_.build, config_.text, books_.total().peak(), catalog.venues(),
                               catalog.assets(), config_.assumptions});
    for (const auto& instrument : catalog.instruments())
        record(core::InstrumentDefined{instrument});
    for (const auto& series : config_.series) record(series);
    for (std::size_t i = 0; i < config_.strategies.size(); ++i) {
        const auto& strategy = config_.strategies[i];
        std::vector<std::string> sizers;
        for (const auto& sizer : strategy.sizers) sizers.push_back(sizer.kind);
        const auto& algo = strategy.execution.algo;
        record(core::StrategyDefined{{static_cast<std::uint16_t>(i)},
                                     strategy.name,
                                     strategy.kind,
                                     strategy.cash,
                                     slots_[i].strategy->signals(),
                                     std::move(sizers),
                                     algo == ExecutionChoice{}.algo ? std::string{} : algo});
    }
    for (std::size_t i = 0; ramp_ && i < ramp_->strategies(); ++i)
        record(ramp_->start({static_cast<std::uint16_t>(i)}));
    record(core::EpochStarted{epoch_, config_.node});
}

void Engine::on_update(const Event& event, const core::OrderUpdate& update) {
    const auto* before = orders_.find(update.order);
    const bool was_open = before != nullptr && !core::is_terminal(before->state);
    const auto order = orders_.apply(update);
    record(core::OrderChanged{event.stamp, update});
    if (!order) {
        ++counters_.unexplained;
        return;
    }
    if (!was_open) return;
    gate_.heard(order->request, update, view());
    breakers_.heard(order->request, update, shares_of(order->request), now_);
    if (update.state == core::OrderState::Open)
        router_.accepted(order->request.venue,
                         now_ - order->request.at - departures_.held(order->request.id));
    if (update.state == core::OrderState::Rejected) router_.refused(order->request.venue, now_);
    if (!core::is_terminal(order->state)) return;
    if (const auto parent = executor_.on_child_done(order->request, order->state, now_))
        end_parent(*parent);
    else if (const auto seat = quotes_.on_done(order->request.parent))
        end_quote(*seat, *order);
    else
        end_guard(*order);
}

void Engine::on_fill(const Event& event, const core::Fill& fill) {
    const auto order = orders_.apply(event.instrument, fill);
    if (!order && order.error().code == portfolio::Errc::DuplicateFill) return;
    // A fill that fits no order of ours is still the venue's truth: it is booked, on the house.
    if (!order) ++counters_.unexplained;
    const auto parent = order ? order->request.parent : core::ParentId{};
    if (!market_.valuation(event.instrument)) books_.mark(event.instrument, fill.price, now_);
    const auto home = config_.catalog.home(event.instrument);
    const auto lots = netting_.allot(home, parent, signed_qty(fill.side, fill.qty));
    const auto shares = books_.book(event.venue, event.instrument, fill, lots);
    ++counters_.fills;
    record(core::FillBooked{event.stamp, event.instrument, event.venue, fill, shares, {}});
    books_.mark_all(now_);
    if (!order) return;
    gate_.filled(order->request, fill, view());
    if (const auto differed = router_.filled(event.instrument, fill, now_)) record(*differed);
    tca_.filled(order->request, fill, market_, now_);
    breakers_.filled(order->request, shares_of(order->request), now_);
    if (const auto ended = executor_.on_fill(order->request, fill, now_))
        end_parent(*ended);
    else if (const auto seat = quotes_.on_fill(parent, fill.qty); seat && order->open().raw == 0)
        end_quote(*seat, *order);
    else
        guard_filled(*order, fill);
}

void Engine::on_balance(const Event& event, const core::Balance& balance) {
    for (const auto& share : books_.book(event.venue, event.instrument, balance)) {
        const core::Balance part{balance.asset, share.cash, balance.reason};
        record(
            core::BalanceBooked{event.stamp, event.instrument, event.venue, part, share.strategy});
    }
    books_.mark_all(now_);
}

/// Crosses are priced as if their orders had gone out: at the next bar's open, or at the mid of a
/// later book.
void Engine::settle_crosses(const Event& event) {
    const auto* candle = std::get_if<core::Candle>(&event.body);
    const auto price =
        candle != nullptr ? std::optional{candle->open} : market_.valuation(event.instrument);
    if (!price) return;
    for (const auto& cross : netting_.take_crosses(event.instrument, now_)) {
        const auto cash =
            books_.cross(event.instrument, cross.buyer, cross.seller, cross.qty, *price);
        record(core::CrossBooked{event.instrument, cross.buyer, cross.seller, *price, cross.qty,
                                 cash});
    }
    books_.mark_all(now_);
    if (!netting_.crosses_pending(event.instrument)) pursue(event.instrument);
}

void Engine::sample(core::StrategyId account, const portfolio::Performance& performance,
                    core::Time at) {
    record(core::EquitySampled{account, performance.equity(), performance.peak(),
                               performance.max_drawdown_ppb(), performance.armed_peak()},
           at);
}

/// Samples are stamped with the boundary that passed, and hold what was known then.
void Engine::sample_equity(core::Time now) {
    const auto step = config_.equity_every;
    const auto boundary = core::Time{core::count_of(now, step) * step.ns};
    next_sample_ = boundary + step;
    if (now >= config_.trade_from) sample_all(boundary);
}

void Engine::sample_all(core::Time at) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const core::StrategyId id{static_cast<std::uint16_t>(i)};
        sample(id, books_.strategy(id).performance, at);
    }
    sample(core::EquitySampled::total, books_.total(), at);
    const auto venues = config_.catalog.venues().size();
    for (std::uint16_t i = 0; i < venues && venues > 1; ++i) {
        const auto& curve = books_.venue_curve({i});
        record(
            core::VenueEquitySampled{{i}, curve.equity(), curve.peak(), curve.max_drawdown_ppb()},
            at);
    }
}

void Engine::close() {
    cancel_all(risk::CancelReason::SessionEnded);
    sample_all(now_);
    for (const auto& instrument : config_.catalog.instruments())
        if (const auto first = first_prices_[instrument.id.value])
            record(
                core::InstrumentClosed{instrument.id, *first, *market_.valuation(instrument.id)});
    tca_.take(now_, true, [this](const auto& measured) { record(measured); });
    record(core::SessionClosed{counters_.events, counters_.bars});
}

}  // namespace nightjar::engine
