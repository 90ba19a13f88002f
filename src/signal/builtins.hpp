#pragma once
/// The parts of signal::register_builtins, one per file of rules/.

#include "signal/signal.hpp"

namespace nightjar::signal {

using MadeSignal = core::Result<std::unique_ptr<Signal>>;

void register_averages(core::Registry<Signal>& registry);
void register_oscillators(core::Registry<Signal>& registry);
void register_book(core::Registry<Signal>& registry);
void register_channels(core::Registry<Signal>& registry);
void register_volatility(core::Registry<Signal>& registry);
void register_volume(core::Registry<Signal>& registry);
void register_patterns(core::Registry<Signal>& registry);

}  // namespace nightjar::signal
