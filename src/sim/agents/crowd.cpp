#include "sim/agents/crowd.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

namespace {

constexpr double bp = 1e-4;
constexpr double largest = 60;    // times the mean
constexpr double evening = 0.01;  // how much each usual order held leans it

}  // namespace

core::Duration Crowd::act(Desk& desk, core::Time now) {
    auto& random = desk.random();
    if (random.uniform() * traits_.run < 1) {
        const double buys = std::clamp(0.5 - evening * desk.inventory(), 0.2, 0.8);
        side_ = random.uniform() < buys ? core::Side::Buy : core::Side::Sell;
    }
    const double sigma = traits_.size_spread;
    const double size =
        traits_.size * std::min(largest, std::exp(sigma * random.normal() - sigma * sigma / 2));
    if (random.uniform() < traits_.market_share) {
        desk.market(side_, size, now);
    } else if (const auto touch = desk.best(side_)) {
        desk.cancel(resting_, now);
        const double away =
            traits_.patience_bp * bp * random.exponential() * static_cast<double>(-sign(side_));
        resting_ = desk.limit(side_, *touch * (1 + away), size, core::TimeInForce::Gtc, now);
    }
    return memoryless(traits_.pace, random);
}

}  // namespace nightjar::sim
