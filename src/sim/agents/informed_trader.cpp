#include "sim/agents/informed_trader.hpp"

namespace nightjar::sim {

using core::Side;

namespace {

constexpr auto rest = core::seconds(4);
constexpr auto hurry = core::milliseconds(150);
constexpr double edge = 0.5e-4;  // of the value
constexpr int longest = 5;
constexpr double size = 2;  // usual orders

}  // namespace

core::Duration InformedTrader::act(Desk& desk, core::Time now) {
    auto& random = desk.random();
    const double value = desk.fundamental(now);
    const auto bid = desk.best(Side::Buy);
    const auto ask = desk.best(Side::Sell);
    const double highest = value * (1 - edge);
    const double lowest = value * (1 + edge);
    if (left_ == 0) left_ = 1 + static_cast<int>(random.below(longest));
    if (ask && *ask < highest)
        desk.limit(Side::Buy, highest, size, core::TimeInForce::Ioc, now);
    else if (bid && *bid > lowest)
        desk.limit(Side::Sell, lowest, size, core::TimeInForce::Ioc, now);
    else
        left_ = 1;  // nothing to be had
    return --left_ > 0 ? irregular(hurry, random) : memoryless(rest, random);
}

}  // namespace nightjar::sim
