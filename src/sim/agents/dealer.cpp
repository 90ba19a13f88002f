#include "sim/agents/dealer.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

using core::Side;

namespace {

constexpr double bp = 1e-4;
constexpr double least_shown = 0.1;

}  // namespace

void Dealer::believe(Desk& desk, core::Time now) {
    const double value = desk.fundamental(now);
    if (belief_ == 0)
        belief_ = value;
    else
        belief_ *= value / last_value_;
    last_value_ = value;
    if (const auto mid = desk.mid()) belief_ += traits_.follows * (*mid - belief_);
    if (const auto mid = desk.mid_elsewhere()) belief_ += traits_.looks_round * (*mid - belief_);
}

/// What it has bought or sold since it last looked was taken from one of its sides.
void Dealer::recover(core::Time now, double held) {
    const double full = traits_.size * static_cast<double>(levels * (levels + 1)) / 2;
    const double bought = held - last_held_;
    auto& hit = shown_[static_cast<std::size_t>(bought > 0 ? Side::Buy : Side::Sell)];
    hit = std::max(least_shown, hit - std::abs(bought) / full);
    last_held_ = held;
    const auto passed = static_cast<double>((now - acted_at_).ns);
    const double missing = std::exp(-passed / static_cast<double>(traits_.refill.ns));
    for (auto& shown : shown_) shown = 1 - (1 - shown) * missing;
    acted_at_ = now;
}

void Dealer::quote(Desk& desk, Side side, double fair) {
    const auto away = static_cast<double>(-sign(side));
    auto& orders = orders_[static_cast<std::size_t>(side)];
    for (std::size_t level = 0; level < levels; ++level) {
        const auto depth = static_cast<double>(level);
        const double offset = traits_.half_spread_bp + depth * traits_.gap_bp;
        const double price = fair * (1 + away * offset * bp);
        const double size = traits_.size * (1 + depth) * (0.5 + desk.random().uniform()) *
                            shown_[static_cast<std::size_t>(side)];
        const auto resting = desk.resting_at(side, orders[level]);
        const double allowed =
            std::max(fair * traits_.tolerance_bp * bp * (1 + depth), desk.tick());
        if (!resting)
            orders[level] = desk.limit(side, price, size, core::TimeInForce::Gtc, acted_at_);
        else if (std::abs(*resting - price) > allowed)
            desk.move(side, orders[level], price, size, acted_at_);
    }
}

core::Duration Dealer::act(Desk& desk, core::Time now) {
    believe(desk, now);
    const double held = desk.inventory();
    recover(now, held);
    const double most = traits_.most_lean_bp;
    const double full = held / traits_.limit;
    const double wanted = traits_.lean_bp * held * (1 + full * full);
    const double lean = std::clamp(wanted, -most, most) + traits_.error_bp * desk.random().normal();
    const double fair = belief_ * (1 - lean * bp);
    // The side that the price moves toward goes first, or its own quotes would meet.
    const auto first = fair > last_fair_ ? Side::Sell : Side::Buy;
    last_fair_ = fair;
    quote(desk, first, fair);
    quote(desk, opposite(first), fair);
    return irregular(traits_.pace, desk.random());
}

}  // namespace nightjar::sim
