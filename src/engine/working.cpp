/// Parents that algorithms work over time.

#include "engine/engine.hpp"

#include <algorithm>

namespace nightjar::engine {

using core::EndReason;

/// With `terms`: by an algorithm of its own.
void Engine::open_parent(core::Approved<core::ParentOrder>&& parent, const core::AlgoTerms& terms) {
    const auto shares = netting_.shares(parent->instrument, parent->id);
    auto style = executor_.style(shares);
    std::unique_ptr<exec::Algorithm> own;
    if (!terms.view().empty()) {
        own = algorithm_of(shares.front().strategy, terms).value();
        style = own == nullptr ? std::nullopt : std::optional{shares.front().strategy};
    }
    const auto kept = own == nullptr ? core::AlgoTerms{} : terms;
    record(core::ParentOpened{*parent, shares, {}, style, false, kept});
    tca_.opened(*parent, market_, executor_.flow(parent->instrument));
    if (!style) return send(executor_.start(std::move(parent)));
    const auto id = parent->id;
    executor_.take(parent, *style);
    if (own != nullptr) executor_.give(id, terms, std::move(own));
    work(id);
}

/// Those of the instrument that something happened in, and those whose time has come. A half book
/// is not what the venue has.
void Engine::work_parents(const core::Event& event) {
    if (!event.ends_message()) return;
    due_.clear();
    for (const auto& parent : executor_.working())
        if (parent.style && (parent.order.instrument == config_.catalog.home(event.instrument) ||
                             parent.work.wake <= now_ || kill_.level() != core::KillLevel::None))
            due_.push_back(parent.order.id);
    for (const auto id : due_)
        if (executor_.working(id) != nullptr) work(id);
    next_timer_ = std::min(next_timer_, executor_.wake());
}

void Engine::work(core::ParentId id) {
    constexpr int most_steps = 32;
    if (const auto why = reason_to_stop(*executor_.working(id))) executor_.stop(id, *why);
    if (const auto* child = stale_child(*executor_.working(id)))
        if (const auto* order = orders_.find(child->id)) cancel(*order, risk::CancelReason::Stale);
    for (int steps = 0; steps < most_steps && step(id); ++steps) continue;
}

/// A child that rests where the book is too old to stand on.
const exec::Child* Engine::stale_child(const exec::Parent& parent) const {
    const auto* tip = parent.resting();
    const bool stale = tip != nullptr && !tip->cancelling && router_.stale(tip->instrument, now_);
    return stale ? tip : nullptr;
}

/// Whether there may be another.
bool Engine::step(core::ParentId id) {
    using Kind = exec::Executor::Step::Kind;
    const auto& order = executor_.working(id)->order;
    const auto next = executor_.next(id, market_, now_, may_send(order.instrument));
    if (const auto& parent = *executor_.working(id); parent.work.scheduled)
        tca_.scheduled(id, *parent.work.scheduled, executor_.window(parent), now_);
    if (next.kind == Kind::Rest) return false;
    if (next.kind == Kind::Send) {
        send(next.child);
        return true;
    }
    if (next.kind == Kind::Cancel) {
        if (const auto* child = orders_.find(next.order)) cancel(*child, next.why);
        return true;
    }
    const auto ended = *executor_.working(id);
    executor_.forget(id);
    record(ended.ended());
    end_parent(ended, ended.ends == EndReason::Carried || ended.ends == EndReason::Superseded);
    return false;
}

bool Engine::may_send(core::InstrumentId instrument) const {
    return !mute() && !reconciling_ && now_ >= config_.trade_from && ports_.journal->healthy() &&
           std::ranges::any_of(config_.catalog.route(instrument),
                               [this](auto id) { return market_[id].tradable; });
}

/// From K3 on positions are closed otherwise; at K1 and K2 only what reduces goes on.
std::optional<EndReason> Engine::reason_to_stop(const exec::Parent& parent) const {
    const auto level = kill_.level();
    if (level >= core::KillLevel::Flatten) return EndReason::Risk;
    const auto held = books_.held(parent.order.instrument).raw;
    const bool adds = held == 0 || (held > 0) == (parent.order.side == core::Side::Buy);
    if (level != core::KillLevel::None && adds) return EndReason::Risk;
    if (!netting_.alone(parent.order.id) && !netting_.still_wanted(parent.order.instrument, books_))
        return EndReason::Superseded;
    return std::nullopt;
}

/// After a restart: what the strategies had said holds for the instruments of open parents, so that
/// saying it again does not begin anew.
void Engine::take_up_parents() {
    executor_.restart();
    for (const auto& parent : executor_.working()) {
        const auto instrument = parent.order.instrument;
        if (!netting_.alone(parent.order.id)) netting_.rewish(instrument, books_);
        for (const auto& share : netting_.shares(instrument, parent.order.id))
            stated(share.strategy, instrument).said = true;
    }
}

}  // namespace nightjar::engine
