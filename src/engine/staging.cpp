/// How much capital each strategy is trusted with: tests, losses and persons decide on it.

#include "engine/engine.hpp"

#include <utility>

namespace nightjar::engine {

void Engine::sample_stages() {
    const auto until = ramp_->ended(now_);
    if (!until) return;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const core::StrategyId id{static_cast<std::uint16_t>(i)};
        const auto& account = books_.strategy(id).account;
        const auto before = ramp_->share_ppm(id);
        const auto sampled = ramp_->sample(
            id, account.valued() && !reconciling_ ? std::optional{account.equity()} : std::nullopt,
            *until);
        record(sampled.record);
        if (sampled.changed) say_stage(*sampled.changed, before);
    }
}

void Engine::lose_stage(core::StrategyId strategy) {
    if (!ramp_) return;
    const auto before = ramp_->share_ppm(strategy);
    if (const auto changed = ramp_->lose(strategy, now_)) say_stage(*changed, before);
}

/// One that no strategy takes changes nothing; who asked for it sees that the stage is as it was.
void Engine::set_stage(const core::StageWish& wish, core::Person by) {
    if (!ramp_ || wish.strategy.value >= slots_.size()) return;
    const auto before = ramp_->share_ppm(wish.strategy);
    if (const auto changed = ramp_->set(wish, by)) say_stage(*changed, before);
}

void Engine::say_stage(const core::StageChanged& changed, std::int64_t share_before) {
    record(changed);
    const auto share = ramp_->share_ppm(changed.strategy);
    if (share == share_before) return;
    auto& slot = slots_[changed.strategy.value];
    slot.resized = resized_ = true;
    slot.cut = share < share_before;
}

/// Once the event is whole: orders want a price of now.
void Engine::restate_all() {
    resized_ = false;
    for (std::size_t i = 0; i < slots_.size(); ++i)
        if (std::exchange(slots_[i].resized, false))
            restate({static_cast<std::uint16_t>(i)}, slots_[i].cut);
}

/// What the strategy says next counts as new, and is sized anew. Where it may have less, its quotes
/// are taken back and what it holds is cut at once.
void Engine::restate(core::StrategyId strategy, bool cut) {
    for (const auto instrument : config_.strategies[strategy.value].instruments) {
        const auto before = std::exchange(stated(strategy, instrument), {});
        if (!cut || mute()) continue;
        consider(core::QuoteWish{strategy, instrument, {}, {}});
        const auto held = books_.strategy(strategy).account.held(instrument);
        if (!before.said || before.exposure == 0 || held.raw == 0) continue;
        core::Target again;
        again.strategy = strategy;
        again.instrument = instrument;
        again.exposure = before.exposure;
        consider(again);
    }
}

}  // namespace nightjar::engine
