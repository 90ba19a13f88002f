#pragma once
/// The parts of strategy::register_builtins, one per file.

#include "strategy/strategy.hpp"

namespace nightjar::strategy {

using MadeStrategy = core::Result<std::unique_ptr<Strategy>>;

/// For strategies that trade a single instrument.
core::Status one_instrument(const Setup& setup);

void register_sma_cross(core::Registry<Strategy>& registry);
void register_ensemble(core::Registry<Strategy>& registry);
void register_quoter(core::Registry<Strategy>& registry);
void register_hand(core::Registry<Strategy>& registry);
void register_hold(core::Registry<Strategy>& registry);
void register_spread(core::Registry<Strategy>& registry);

}  // namespace nightjar::strategy
