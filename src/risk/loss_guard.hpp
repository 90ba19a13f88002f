#pragma once
/// Losses that raise the kill level by themselves.

#include "core/model/refusal.hpp"
#include "portfolio/books.hpp"

#include <optional>

namespace nightjar::risk {

/// R20: set when the loss since the day began is above limit_bps of the equity at its start.
std::optional<core::Refusal> day_loss_over(const portfolio::Performance& performance,
                                           std::int64_t limit_bps);
/// R21: set when the fall from the peak since it was armed is above limit_bps of that peak.
std::optional<core::Refusal> drawdown_over(const portfolio::Performance& performance,
                                           std::int64_t limit_bps);
/// R22: a strategy's loss since the day began, beside limit_bps of `whole`, the equity of all at
/// its start: a strategy's part of what a day may cost.
core::Refusal strategy_loss(const portfolio::VirtualAccount& strategy, core::Money whole,
                            std::int64_t limit_bps);

/// What was passed, and the level that it asks for.
struct LossAlarm {
    core::KillLevel level{};
    core::Refusal cause;
};

/// Half the daily limit asks for K1, the whole for K2; the drawdown limit for K3. A strategy's own
/// limit stops that strategy until the day ends.
struct LossGuard {
    std::int64_t daily_bps{300};
    std::int64_t drawdown_bps{1'500};
    std::int64_t strategy_bps{150};

    /// Called at every mark; three comparisons when nothing is wrong.
    [[nodiscard]] std::optional<LossAlarm> watch(const portfolio::Performance& performance) const;
    /// The limit behind a rule takes a new number of basis points; other rules leave it alone.
    void set(core::Rule rule, std::int64_t bps) {
        if (rule == core::Rule::DailyLoss) daily_bps = bps;
        if (rule == core::Rule::Drawdown) drawdown_bps = bps;
        if (rule == core::Rule::StrategyLoss) strategy_bps = bps;
    }
    /// The fall from the peak at which no position is opened any more.
    [[nodiscard]] double drawdown_part() const {
        constexpr double whole = 10'000;
        return static_cast<double>(drawdown_bps) / whole;
    }
    /// R22: the strategy's loss of the day beside what it may be.
    [[nodiscard]] core::Refusal strategy_loss(const portfolio::Books& books,
                                              core::StrategyId strategy) const {
        return risk::strategy_loss(books.strategy(strategy), books.total().day_start(),
                                   strategy_bps);
    }
    [[nodiscard]] bool over(const portfolio::Books& books, core::StrategyId strategy) const {
        const auto loss = strategy_loss(books, strategy);
        return loss.value > loss.limit;
    }
};

}  // namespace nightjar::risk
