#include "sim/agents/investors.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

using core::Side;

namespace {

constexpr double bp = 1e-4;
constexpr double least = 0.05;        // usual orders: less is not worth an order
constexpr double tolerance_bp = 0.7;  // by which an order may be off

}  // namespace

/// What has traded of an order is missing from its cell.
void Investors::settle(Desk& desk, Side side, Cell& cell, double full) {
    if (cell.order == core::OrderId{}) return;
    const double traded = std::max(0.0, cell.sent - desk.left(side, cell.order));
    cell.there = std::max(0.0, cell.there - traded / full);
    cell.sent -= traded;
    if (cell.sent <= 0) cell = {cell.there, {}, 0};
}

void Investors::tend(Desk& desk, Side side, double value, double mid, core::Time now) {
    const auto away = static_cast<double>(-sign(side));
    auto& book = book_[static_cast<std::size_t>(side)];
    auto& reach = reach_[static_cast<std::size_t>(side)];
    const double far = away * (mid / value - 1) / bp + traits_.shown_bp;
    const auto wanted = static_cast<std::size_t>(std::clamp(far, 0.0, static_cast<double>(cells)));
    for (std::size_t i = 0; i < std::max(reach, wanted); ++i) {
        auto& cell = book[i];
        const double distance = static_cast<double>(i) + 0.5;
        const double full = traits_.depth * std::pow(distance / traits_.bent_bp, traits_.power);
        settle(desk, side, cell, full);
        const double price = value * (1 + away * distance * bp);
        const double size = cell.there * full;
        const bool out = cell.order != core::OrderId{};
        if (i >= wanted || size < least) {
            if (out) desk.cancel(cell.order, now);
            cell = {cell.there, {}, 0};
        } else if (!out) {
            cell.order = desk.limit(side, price, size, core::TimeInForce::Gtc, now);
            cell.sent = size;
        } else if (const auto at = desk.resting_at(side, cell.order);
                   at && std::abs(*at / price - 1) > tolerance_bp * bp) {
            if (desk.move(side, cell.order, price, size, now)) cell.sent = size;
        }
    }
    reach = wanted;
    for (auto& cell : book) cell.there += (1 - cell.there) * recovered_;
}

core::Duration Investors::act(Desk& desk, core::Time now) {
    const auto pause = irregular(traits_.pace, desk.random());
    const auto mid = desk.mid();
    if (!mid) return pause;
    const auto passed = static_cast<double>((now - acted_at_).ns);
    recovered_ = acted_at_ == core::Time{}
                     ? 1
                     : 1 - std::exp(-passed / static_cast<double>(traits_.memory.ns));
    acted_at_ = now;
    const double value = desk.fundamental(now);
    for (const auto side : {Side::Buy, Side::Sell}) tend(desk, side, value, *mid, now);
    return pause;
}

}  // namespace nightjar::sim
