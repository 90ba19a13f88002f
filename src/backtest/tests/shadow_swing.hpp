#pragma once
/// For tests: the deviation of a price's daily returns, computed from all its closes.

#include "core/base/time.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace nightjar::backtest::tests {

/// Exponentially weighted with 0.94, and at least half of the median of its last 90 values.
class ShadowSwing {
public:
    /// The price at the end of a bar.
    void price(core::Time at, std::int64_t ticks) {
        const auto day = (at.ns - 1) / core::days(1).ns;
        if (day != day_ && last_ > 0) close();
        day_ = day;
        last_ = static_cast<double>(ticks);
    }
    /// Of a day; what is assumed while fewer than ten are known.
    [[nodiscard]] double sigma(double assumed) const {
        constexpr std::size_t least = 10;
        return deviations_.size() < least ? assumed : std::max(deviations_.back(), median() / 2);
    }

private:
    void close() {
        if (close_ > 0) {
            const double square = std::pow(last_ / close_ - 1, 2);
            variance_ = deviations_.empty() ? square : 0.94 * variance_ + 0.06 * square;
            deviations_.push_back(std::sqrt(variance_));
        }
        close_ = last_;
    }
    [[nodiscard]] double median() const {
        constexpr std::size_t days = 90;
        const auto count = std::min(deviations_.size(), days);
        std::vector<double> latest(deviations_.end() - static_cast<std::ptrdiff_t>(count),
                                   deviations_.end());
        std::ranges::sort(latest);
        return latest[count / 2];
    }

    std::int64_t day_{-1};
    double last_{};
    double close_{};
    double variance_{};
    std::vector<double> deviations_;
};

}  // namespace nightjar::backtest::tests
