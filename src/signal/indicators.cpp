#include "signal/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::signal {

void Rsi::push(double value) {
    if (count_++ > 0) {
        const double change = value - last_;
        const auto changes = static_cast<double>(std::min(count_ - 1, length_));
        gain_ += (std::max(change, 0.0) - gain_) / changes;
        loss_ += (std::max(-change, 0.0) - loss_) / changes;
    }
    last_ = value;
}

double Rsi::value() const { return gain_ + loss_ > 0 ? 100.0 * gain_ / (gain_ + loss_) : 50.0; }

double RollingMoments::mean() const {
    return static_cast<double>(values_.sum()) / static_cast<double>(values_.length());
}

double RollingMoments::deviation() const {
    const auto n = core::Wide{values_.length()};
    const auto spread = n * squares_ - values_.sum() * values_.sum();
    return std::sqrt(static_cast<double>(spread)) / static_cast<double>(n);
}

}  // namespace nightjar::signal
