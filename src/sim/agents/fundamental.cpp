#include "sim/agents/fundamental.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

namespace {

constexpr core::Duration grid = core::milliseconds(100);
constexpr double ns_per_day = 86'400e9;
constexpr double ns_per_year = 365.25 * ns_per_day;

}  // namespace

Fundamental::Fundamental(const Walk& walk, core::Time start, core::Random random)
    : walk_{walk},
      random_{random},
      next_{start + grid},
      log_price_{std::log(walk.price)},
      price_{walk.price} {}

void Fundamental::step(core::Duration by) {
    const auto ns = static_cast<double>(by.ns);
    const double deviation = walk_.yearly_volatility * std::sqrt(ns / ns_per_year);
    log_price_ += deviation * random_.normal() - deviation * deviation / 2;
    if (random_.uniform() < walk_.jumps_per_day * ns / ns_per_day)
        log_price_ += walk_.jump_size * random_.normal();
    price_ = std::exp(log_price_);
}

double Fundamental::at(core::Time t) {
    for (; next_ <= t; next_ = next_ + grid) step(grid);
    return price_;
}

void Fundamental::skip_to(core::Time t) {
    if (t < next_) return;
    step(t - next_ + grid);
    next_ = t + grid;
}

}  // namespace nightjar::sim
