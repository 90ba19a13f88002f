#pragma once
/// How long a message is on its way.

#include "core/base/random.hpp"
#include "core/base/time.hpp"

#include <cmath>
#include <vector>

namespace nightjar::sim {

/// Constant, or log-normal about a median: `median` x exp(sigma x normal), sigma 0 being constant;
/// or one of the measured times, each as likely as any other: that a slow message is often followed
/// by another is lost.
class LatencyModel {
public:
    LatencyModel() = default;
    LatencyModel(core::Duration median, double sigma) : median_{median}, sigma_{sigma} {}
    /// `times` are not empty.
    explicit LatencyModel(std::vector<core::Duration> times) : measured_{std::move(times)} {}

    [[nodiscard]] core::Duration draw(core::Random& random) const {
        if (!measured_.empty()) return measured_[random.below(measured_.size())];
        if (sigma_ == 0) return median_;
        const double factor = std::exp(sigma_ * random.normal());
        return {static_cast<std::int64_t>(static_cast<double>(median_.ns) * factor)};
    }

private:
    core::Duration median_;
    double sigma_{};
    std::vector<core::Duration> measured_;
};

}  // namespace nightjar::sim
