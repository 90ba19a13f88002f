#pragma once
/// The parts of infer::register_signals, one per file.

#include "infer/model_house.hpp"
#include "signal/signal.hpp"

namespace nightjar::infer {

void register_language_signal(core::Registry<signal::Signal>& registry, ModelHouse& house);
void register_decision_signal(core::Registry<signal::Signal>& registry, ModelHouse& house,
                              const std::filesystem::path& prompts);

}  // namespace nightjar::infer
