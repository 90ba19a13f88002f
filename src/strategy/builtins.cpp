#include "strategy/builtins.hpp"

namespace nightjar::strategy {

core::Status one_instrument(const Setup& setup) {
    if (setup.instruments.size() != 1)
        return core::fail(core::Errc::OutOfRange, "it trades one instrument, {} were given",
                          setup.instruments.size());
    return {};
}

void register_builtins(core::Registries& registries) {
    auto& registry = registries.of<Strategy>();
    register_sma_cross(registry);
    register_ensemble(registry);
    register_quoter(registry);
    register_hand(registry);
    register_hold(registry);
    register_spread(registry);
}

}  // namespace nightjar::strategy
