#pragma once
/// Losses that raise the kill level by themselves.

#include "core/model/refusal.hpp"
#include "portfolio/performance.hpp"

#include <optional>

namespace nightjar::risk {

/// R20: set when the loss since the day began is above limit_bps of the equity at its start.
std::optional<core::Refusal> day_loss_over(const portfolio::Performance& performance,
                                           std::int64_t limit_bps);
/// R21: set when the fall from the peak since it was armed is above limit_bps of that peak.
std::optional<core::Refusal> drawdown_over(const portfolio::Performance& performance,
                                           std::int64_t limit_bps);

/// What was passed, and the level that it asks for.
struct LossAlarm {
    core::KillLevel level{};
    core::Refusal cause;
};

/// Half the daily limit asks for K1, the whole for K2; the drawdown limit for K3.
struct LossGuard {
    std::int64_t daily_bps{300};
    std::int64_t drawdown_bps{1'500};

    /// Called at every mark; three comparisons when nothing is wrong.
    [[nodiscard]] std::optional<LossAlarm> watch(const portfolio::Performance& performance) const;
};

}  // namespace nightjar::risk
