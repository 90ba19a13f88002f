#include "signal/builtins.hpp"

namespace nightjar::signal {

void register_builtins(core::Registries& registries) {
    auto& registry = registries.of<Signal>();
    register_averages(registry);
    register_oscillators(registry);
    register_book(registry);
    register_channels(registry);
    register_volatility(registry);
    register_volume(registry);
    register_patterns(registry);
}

}  // namespace nightjar::signal
