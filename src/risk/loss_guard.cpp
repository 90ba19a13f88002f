#include "risk/loss_guard.hpp"

namespace nightjar::risk {

using core::KillLevel;
using core::Refusal;

namespace {

constexpr std::int64_t all_bps = 10'000;

std::optional<Refusal> over(core::Rule rule, core::Money lost, core::Money of,
                            std::int64_t limit_bps) {
    const auto allowed = of.raw * limit_bps;
    const auto measured = lost.raw * all_bps;
    if (measured <= allowed) return std::nullopt;
    return Refusal{
        rule, core::Unit::Quote, allowed / all_bps, lost.raw, {core::Scope::Kind::Account, 0}};
}

}  // namespace

std::optional<Refusal> day_loss_over(const portfolio::Performance& p, std::int64_t limit_bps) {
    return over(core::Rule::DailyLoss, p.day_loss(), p.day_start(), limit_bps);
}

std::optional<Refusal> drawdown_over(const portfolio::Performance& p, std::int64_t limit_bps) {
    return over(core::Rule::Drawdown, p.armed_drawdown(), p.armed_peak(), limit_bps);
}

Refusal strategy_loss(const portfolio::VirtualAccount& strategy, core::Money whole,
                      std::int64_t limit_bps) {
    return {core::Rule::StrategyLoss,
            core::Unit::Quote,
            whole.raw * limit_bps / all_bps,
            strategy.performance.day_loss().raw,
            {core::Scope::Kind::Strategy, strategy.owner.value}};
}

std::optional<LossAlarm> LossGuard::watch(const portfolio::Performance& p) const {
    if (const auto cause = drawdown_over(p, drawdown_bps))
        return LossAlarm{KillLevel::Flatten, *cause};
    if (const auto half = day_loss_over(p, daily_bps / 2)) {
        if (const auto whole = day_loss_over(p, daily_bps))
            return LossAlarm{KillLevel::CancelAndReduceOnly, *whole};
        return LossAlarm{KillLevel::ReduceOnly, *half};
    }
    return std::nullopt;
}

}  // namespace nightjar::risk
