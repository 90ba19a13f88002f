#include "sim/agents/insider.hpp"

namespace nightjar::sim {

using core::Side;

core::Duration Insider::act(Desk& desk, core::Time now) {
    constexpr double bp = 1e-4;
    auto& random = desk.random();
    const double news = desk.foreknown(now) / desk.fundamental(now) - 1;
    const auto mid = desk.mid();
    const auto pause = memoryless(traits_.pace, random);
    if (!mid) return pause;
    const auto side = news > 0 ? Side::Buy : Side::Sell;
    const double limit = *mid * (1 + news - static_cast<double>(sign(side)) * traits_.edge_bp * bp);
    const double size = traits_.size * (0.5 + random.uniform());
    const auto touch = desk.best(opposite(side));
    if (touch && (side == Side::Buy ? *touch <= limit : *touch >= limit))
        desk.limit(side, limit, size, core::TimeInForce::Ioc, now);
    return pause;
}

}  // namespace nightjar::sim
