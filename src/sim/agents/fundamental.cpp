#include "sim/agents/fundamental.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::sim {

namespace {

constexpr double ns_per_day = 86'400e9;
constexpr double ns_per_year = 365.25 * ns_per_day;

}  // namespace

Fundamental::Fundamental(const Walk& walk, core::Time start, core::Random random)
    : walk_{walk},
      random_{random},
      next_{start + grid},
      log_price_{std::log(walk.price)},
      prices_(static_cast<std::size_t>(walk.ahead) + 1, walk.price) {}

void Fundamental::step(core::Duration by) {
    const auto ns = static_cast<double>(by.ns);
    double deviation = walk_.yearly_volatility * std::sqrt(ns / ns_per_year);
    if (walk_.wandering > 0) {
        const double kept = std::exp(-ns / static_cast<double>(walk_.memory.ns));
        log_volatility_ = kept * log_volatility_ +
                          walk_.wandering * std::sqrt(1 - kept * kept) * random_.normal();
        // The mean of the variance stays what it is without wandering.
        deviation *= std::exp(log_volatility_ - walk_.wandering * walk_.wandering);
    }
    log_price_ += deviation * random_.normal() - deviation * deviation / 2;
    if (random_.uniform() < walk_.jumps_per_day * ns / ns_per_day)
        log_price_ += walk_.jump_size * random_.normal();
    newest_ = (newest_ + 1) % prices_.size();
    prices_[newest_] = std::exp(log_price_);
}

double Fundamental::at(core::Time t) {
    for (; next_ <= t; next_ = next_ + grid) step(grid);
    return prices_[(newest_ + 1) % prices_.size()];
}

double Fundamental::soon(core::Time t) {
    (void)at(t);
    return prices_[newest_];
}

void Fundamental::skip_to(core::Time t) {
    if (t < next_) return;
    step(t - next_ + grid);
    std::ranges::fill(prices_, prices_[newest_]);
    next_ = t + grid;
}

}  // namespace nightjar::sim
