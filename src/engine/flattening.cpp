/// K3: all positions are closed, slice by slice.

#include "engine/engine.hpp"
#include "risk/flatten.hpp"

namespace nightjar::engine {

/// Once it is armed again, what strategies say counts as new.
void Engine::forget_wishes() {
    for (const auto& instrument : config_.catalog.instruments())
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            const core::StrategyId strategy{static_cast<std::uint16_t>(i)};
            netting_.forget(strategy, instrument.id);
            quotes_.wish({strategy, instrument.id, {}, {}}, now_);
            stated(strategy, instrument.id) = {};
        }
}

/// While something is held, once a second; what the venue would not take is not tried.
void Engine::flatten() {
    bool flat = true;
    for (const auto& instrument : config_.catalog.instruments()) {
        const auto held = books_.position(instrument.id);
        if (held.raw == 0) continue;
        flat = false;
        const auto& market = market_[instrument.id];
        const bool priced = market.reference && now_ <= market.reference->fresh_until;
        if (market.tradable && priced && orders_.exposure(instrument.id).orders == 0)
            flatten(instrument, held);
    }
    if (flat) return;
    next_slice_ = now_ + risk::flatten_every;
    next_timer_ = std::min(next_timer_, next_slice_);
    if (flatten_late_ || now_ < kill_.since() + risk::flatten_patience) return;
    flatten_late_ = true;
    record(core::AlarmRaised{core::AlarmRaised::Kind::FlattenLate});
}

/// A slice closes what its owner holds, the one who holds most of what is held in all; where that
/// is less than the venue takes, the house sells for all of them.
void Engine::flatten(const core::Instrument& instrument, core::Qty held) {
    const auto slice = risk::flatten_slice(instrument, held, market_[instrument.id]);
    if (!slice) return;
    core::Allocation most{core::house, {}};
    const auto look_at = [&](core::StrategyId owner) {
        const auto qty = books_.strategy(owner).account.position(instrument.id).qty;
        if ((qty.raw > 0) == (held.raw > 0) && magnitude(qty) > magnitude(most.qty))
            most = {owner, qty};
    };
    for (std::size_t i = 0; i < slots_.size(); ++i) look_at({static_cast<std::uint16_t>(i)});
    look_at(core::house);
    const auto least = risk::least_lots(instrument, magnitude(held), slice->limit);
    auto lots = magnitude(slice->change);
    if (lots < least) return;  // dust
    if (magnitude(most.qty) < least)
        most.strategy = core::house;
    else
        lots = std::min(lots, magnitude(most.qty));
    const core::Qty change{held.raw > 0 ? -lots.raw : lots.raw};
    auto parent = netting_.plan_alone({most.strategy, change}, instrument.id, slice->limit, books_,
                                      {next_parent_}, now_);
    ++next_parent_;
    record(core::ParentOpened{*parent, netting_.shares(instrument.id, parent->id), {}});
    send(executor_.start(std::move(parent)));
}

}  // namespace nightjar::engine
