#include "sim/agents/noise_trader.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

using core::Side;

namespace {

constexpr auto pace = core::milliseconds(900);
constexpr double market_share = 0.5;
constexpr double size_spread = 0.9;  // sigma of the log-normal
constexpr double largest = 12;       // usual orders
constexpr double patience = 2e-4;    // a limit's mean distance from the touch
constexpr double evening = 0.01;     // how much each usual order held leans it

}  // namespace

core::Duration NoiseTrader::act(Desk& desk, core::Time now) {
    auto& random = desk.random();
    const double buys = std::clamp(0.5 - evening * desk.inventory(), 0.1, 0.9);
    const auto side = random.uniform() < buys ? Side::Buy : Side::Sell;
    const double size = std::min(largest, std::exp(size_spread * random.normal()));
    if (random.uniform() < market_share) {
        desk.market(side, size, now);
    } else if (const auto touch = desk.best(side)) {
        desk.cancel(resting_, now);
        const double away = patience * random.exponential() * static_cast<double>(-sign(side));
        resting_ = desk.limit(side, *touch * (1 + away), size, core::TimeInForce::Gtc, now);
    }
    return memoryless(pace, random);
}

}  // namespace nightjar::sim
