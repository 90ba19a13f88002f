#include "risk/sizers/builtins.hpp"

#include <cmath>

namespace nightjar::risk {

std::optional<core::Qty> lots_of(double notional, const SizingInput& input) {
    const double price = approximate(input.price, *input.instrument);
    if (!std::isfinite(notional) || !(price > 0)) return std::nullopt;
    if (!(notional > 0)) return core::Qty{};
    const auto lots =
        core::lots_floor(input.instrument->units_for(notional, price), *input.instrument);
    if (!lots) return std::nullopt;
    return *lots;
}

void register_sizers(core::Registry<Sizer>& registry) {
    register_plain_sizers(registry);
    register_kelly_sizers(registry);
    register_tail_sizers(registry);
    register_correlation_sizers(registry);
    register_liquidity_sizers(registry);
}

}  // namespace nightjar::risk
