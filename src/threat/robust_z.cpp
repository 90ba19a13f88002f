#include "threat/robust_z.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::threat {

namespace {

constexpr double normal_mad = 1.4826;  // of a normal distribution: deviation / MAD
constexpr double step = 0.02;          // of the deviation

template <std::size_t N>
double median_of(std::array<double, N> values) {
    const auto middle = values.begin() + N / 2;
    std::ranges::nth_element(values, middle);
    return *middle;
}

double toward(double from, double to) { return to > from ? 1.0 : to < from ? -1.0 : 0.0; }

}  // namespace

void RobustZ::begin() {
    median_ = median_of(early_);
    auto away = early_;
    for (auto& value : away) value = std::abs(value - median_);
    mad_ = median_of(away);
}

void RobustZ::learn(double value) {
    if (!warm()) {
        early_.at(count_++) = value;
        if (warm()) begin();
        return;
    }
    const double by = step * std::max(mad_, least_ / normal_mad);
    median_ += by * toward(median_, value);
    mad_ = std::max(0.0, mad_ + by * toward(mad_, std::abs(value - median_)));
}

double RobustZ::z(double value) const {
    if (!warm()) return 0;
    return (value - median_) / std::max(normal_mad * mad_, least_);
}

}  // namespace nightjar::threat
