#include "sim/agents/momentum_trader.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

using core::Side;

namespace {

constexpr auto pace = core::seconds(1);
constexpr double fast_weight = 0.3;   // about 3 s
constexpr double slow_weight = 0.05;  // about 20 s
constexpr double entry = 2.5e-4;      // of the price
constexpr double exit = 0.5e-4;
constexpr double most = 6;  // usual orders

}  // namespace

core::Duration MomentumTrader::act(Desk& desk, core::Time now) {
    const auto pause = irregular(pace, desk.random());
    const auto mid = desk.mid();
    if (!mid) return pause;
    fast_ = fast_ == 0 ? *mid : fast_ + fast_weight * (*mid - fast_);
    slow_ = slow_ == 0 ? *mid : slow_ + slow_weight * (*mid - slow_);
    const double trend = fast_ / slow_ - 1;
    const double held = desk.inventory();
    const auto direction = trend > 0 ? Side::Buy : Side::Sell;
    if (std::abs(trend) > entry && held * static_cast<double>(sign(direction)) < most)
        desk.market(direction, 1 + desk.random().uniform(), now);
    else if (std::abs(trend) < exit && std::abs(held) >= 1)
        desk.market(held > 0 ? Side::Sell : Side::Buy, std::min(2.0, std::abs(held)), now);
    return pause;
}

}  // namespace nightjar::sim
