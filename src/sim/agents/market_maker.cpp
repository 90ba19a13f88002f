#include "sim/agents/market_maker.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

using core::Side;

namespace {

constexpr double bp = 1e-4;
constexpr auto pace = core::milliseconds(500);
constexpr double half_spread = 1.5 * bp;
constexpr double level_gap = 1.0 * bp;
constexpr double tolerance = 0.45 * bp;  // of the best level; a deeper one may lag further
constexpr double error_step = 0.15 * bp;
constexpr double error_memory = 0.9;
constexpr double own_idea = 0.8;    // the rest is the book's
constexpr double skew = 0.05 * bp;  // per usual order held
constexpr double most_skew = 3 * bp;
constexpr double level_size = 1.5;  // usual orders, times 1 + depth

}  // namespace

double MarketMaker::fair(Desk& desk, core::Time now) {
    error_ = error_memory * error_ + error_step * desk.random().normal();
    double value = desk.fundamental(now) * (1 + error_);
    if (const auto mid = desk.mid()) value = own_idea * value + (1 - own_idea) * *mid;
    const double lean = std::clamp(skew * desk.inventory(), -most_skew, most_skew);
    return value * (1 - lean);
}

void MarketMaker::quote(Desk& desk, Side side, double fair, core::Time now) {
    const auto away = static_cast<double>(-sign(side));
    auto& orders = orders_[static_cast<std::size_t>(side)];
    for (std::size_t level = 0; level < levels; ++level) {
        const auto depth = static_cast<double>(level);
        const double price = fair * (1 + away * (half_spread + depth * level_gap));
        const double size = level_size * (1 + depth) * (0.5 + desk.random().uniform());
        const auto resting = desk.resting_at(side, orders[level]);
        const double allowed = std::max(fair * tolerance * (1 + depth), desk.tick());
        if (!resting)
            orders[level] = desk.limit(side, price, size, core::TimeInForce::Gtc, now);
        else if (std::abs(*resting - price) > allowed)
            desk.move(side, orders[level], price, size, now);
    }
}

core::Duration MarketMaker::act(Desk& desk, core::Time now) {
    const double price = fair(desk, now);
    // The side that the price moves toward goes first, or its own quotes would meet.
    const auto first = price > last_fair_ ? Side::Sell : Side::Buy;
    last_fair_ = price;
    quote(desk, first, price, now);
    quote(desk, opposite(first), price, now);
    return irregular(pace, desk.random());
}

}  // namespace nightjar::sim
