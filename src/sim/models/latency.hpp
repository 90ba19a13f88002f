#pragma once
/// How long a message is on its way.

#include "core/base/random.hpp"
#include "core/base/time.hpp"

#include <cmath>

namespace nightjar::sim {

/// Constant, or log-normal about a median: `median` x exp(sigma x normal). sigma 0 is constant.
class LatencyModel {
public:
    LatencyModel() = default;
    LatencyModel(core::Duration median, double sigma) : median_{median}, sigma_{sigma} {}

    [[nodiscard]] core::Duration draw(core::Random& random) const {
        if (sigma_ == 0) return median_;
        const double factor = std::exp(sigma_ * random.normal());
        return {static_cast<std::int64_t>(static_cast<double>(median_.ns) * factor)};
    }
    [[nodiscard]] core::Duration median() const { return median_; }
    [[nodiscard]] double sigma() const { return sigma_; }

private:
    core::Duration median_;
    double sigma_{};
};

}  // namespace nightjar::sim
