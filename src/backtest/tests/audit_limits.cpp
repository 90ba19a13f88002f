/// The part of the audit that computes: what each rule measures, and whether a refusal was right.

#include "backtest/tests/ledger_audit.hpp"

#include <cmath>
#include <cstdlib>

namespace nightjar::backtest::tests {

using core::KillLevel;
using core::Rule;
using core::Side;
using core::Wide;

namespace {

constexpr Wide all_bps = 10'000;

}  // namespace

/// With all open orders of its side filled first, it leads toward flat and not beyond.
bool LedgerAudit::reduces(const core::OrderRequest& order) const {
    const auto& line = books_.line(order.instrument);
    if (order.side == Side::Buy) return line.held + line.buys + order.qty.raw <= 0;
    return line.held - line.sells - order.qty.raw >= 0;
}

void LedgerAudit::beyond(const core::OrderRequest& order, Rule rule, const Measure& measure) {
    ++verdict_.orders_beyond;
    breach("order {} left with {} at {} of {}", order.id.value, core::name(rule),
           core::to_string(core::Money{measure.value}),
           core::to_string(core::Money{measure.limit / 100}));
}

void LedgerAudit::check_exposures(const core::OrderRequest& order) {
    for (const auto rule : {Rule::PositionLimit, Rule::AssetLimit, Rule::VenueLimit,
                            Rule::GrossLimit, Rule::Leverage}) {
        const auto measure = *exposure(rule, order);
        if (measure.over()) beyond(order, rule, measure);
        if (rule == Rule::PositionLimit)
            verdict_.most_ordered =
                std::max(verdict_.most_ordered, percent(measure.value, books_.equity()));
    }
    if (const auto measure = swing(order); measure.over())
        beyond(order, Rule::Correlation, measure);
    const Measure finger{worth(order), limits_.max_notional * 100};
    if (finger.over()) beyond(order, Rule::FatFinger, finger);
}

void LedgerAudit::check_losses(const core::OrderRequest& order) {
    if (day_loss().over()) beyond(order, Rule::DailyLoss, day_loss());
    if (drawdown().over()) beyond(order, Rule::Drawdown, drawdown());
    for (const auto& [id, left] : shares_[order.parent.value]) {
        const core::StrategyId strategy{id};
        const auto loss = strategy_loss(strategy);
        if (!loss) continue;
        const auto held = books_.owner(strategy)->held[order.instrument.value];
        const bool toward_flat =
            held != 0 && (held > 0) != (left > 0) && std::abs(left) <= std::abs(held);
        if (toward_flat) continue;
        if (loss->over()) beyond(order, Rule::StrategyLoss, *loss);
        if (stopped(strategy)) breach("order {} of a strategy that is stopped", order.id.value);
    }
}

std::optional<LedgerAudit::Measure> LedgerAudit::exposure(Rule rule,
                                                          const core::OrderRequest& order) const {
    const auto worst = [&](const ShadowBooks::Line& line) {
        const bool same = line.instrument.id == order.instrument;
        const auto buys = line.buys + (same && order.side == Side::Buy ? order.qty.raw : 0);
        const auto sells = line.sells + (same && order.side == Side::Sell ? order.qty.raw : 0);
        return ShadowBooks::value(
            line, std::max(std::abs(line.held + buys), std::abs(line.held - sells)));
    };
    Wide venue = 0;
    Wide gross = 0;
    for (const auto& line : books_.lines()) {
        gross += worst(line);
        if (line.instrument.venue == order.venue) venue += worst(line);
    }
    const auto equity = books_.equity();
    switch (rule) {
        case Rule::PositionLimit:
            return Measure{worst(books_.line(order.instrument)), equity * limits_.position_pct};
        case Rule::AssetLimit: return Measure{net_of_asset(order), equity * limits_.asset_pct};
        case Rule::VenueLimit: return Measure{venue, equity * limits_.venue_pct};
        case Rule::GrossLimit: return Measure{gross, equity * limits_.gross_pct};
        case Rule::Leverage:
            return Measure{venue, books_.venue_equity(order.venue) * limits_.leverage_pct};
        default: return std::nullopt;
    }
}

LedgerAudit::Measure LedgerAudit::swing(const core::OrderRequest& order) const {
    double sigma = 0;
    for (const auto& line : books_.lines()) sigma = std::max(sigma, line.swing.sigma(0.05));
    const auto part = [](core::Wide whole, double by) {
        return static_cast<core::Wide>(static_cast<double>(whole) * by);
    };
    return {part(net_of_asset(order), sigma),
            part(books_.equity(), limits_.book_pct / std::sqrt(365.0))};
}

/// Longs and shorts set off, and all orders of this order's side.
Wide LedgerAudit::net_of_asset(const core::OrderRequest& order) const {
    Wide net = 0;
    for (const auto& line : books_.lines()) {
        if (line.instrument.base != books_.line(order.instrument).instrument.base) continue;
        auto lots = line.held + (order.side == Side::Buy ? line.buys : -line.sells);
        if (line.instrument.id == order.instrument) lots += core::sign(order.side) * order.qty.raw;
        net += ShadowBooks::value(line, lots);
    }
    return size(net);
}

LedgerAudit::Measure LedgerAudit::day_loss() const {
    const auto& total = books_.total();
    return {total.day_loss(), total.day_start() * limits_.daily_bps * 100 / all_bps};
}

LedgerAudit::Measure LedgerAudit::drawdown() const {
    const auto& total = books_.total();
    return {total.fall(), total.peak() * limits_.drawdown_bps * 100 / all_bps};
}

std::optional<LedgerAudit::Measure> LedgerAudit::strategy_loss(core::StrategyId strategy) const {
    const auto* owner = books_.owner(strategy);
    if (owner == nullptr) return std::nullopt;
    return Measure{owner->curve.day_loss(),
                   books_.total().day_start() * limits_.strategy_bps * 100 / all_bps};
}

/// At its limit, or at the last price and half a percent.
Wide LedgerAudit::worth(const core::OrderRequest& order) const {
    auto line = books_.line(order.instrument);
    constexpr std::int64_t collar = 200;  // one part of so many
    if (order.type == core::OrderType::Limit)
        line.price = order.price.raw;
    else
        line.price += core::sign(order.side) * (line.price / collar);
    return ShadowBooks::value(line, order.qty.raw);
}

KillLevel LedgerAudit::demanded() const {
    if (drawdown().over()) return KillLevel::Flatten;
    auto loss = day_loss();
    if (loss.over()) return KillLevel::CancelAndReduceOnly;
    loss.limit /= 2;
    return loss.over() ? KillLevel::ReduceOnly : KillLevel::None;
}

/// Once stopped it stays so until the day ends, whatever it makes meanwhile.
bool LedgerAudit::stopped(core::StrategyId strategy) const {
    const auto at = stopped_.find(strategy.value);
    return at != stopped_.end() && day_of(at->second) == day_of(now_);
}

void LedgerAudit::confirm_strategy_loss(core::StrategyId strategy, const core::Refusal& refusal) {
    const auto loss = strategy_loss(strategy);
    if (!loss) return breach("R22 refused for somebody unknown");
    confirm(refusal, *loss, stopped(strategy));
}

void LedgerAudit::confirm(const core::Refusal& refusal, const Measure& measure, bool latched) {
    ++verdict_.refusals[refusal.rule];
    if (!(latched || measure.over()) || refusal.value != measure.value ||
        refusal.limit != measure.limit / 100)
        breach("refused by {} for {}, it is {} of {}", core::name(refusal.rule),
               core::to_string(core::Money{refusal.value}),
               core::to_string(core::Money{measure.value}),
               core::to_string(core::Money{measure.limit / 100}));
}

void LedgerAudit::on(const core::OrderRefused& refused) {
    const auto& [order, refusal] = refused;
    if (reduces(order)) breach("{} kept an order from reducing", core::name(refusal.rule));
    if (const auto measure = exposure(refusal.rule, order)) return confirm(refusal, *measure);
    switch (refusal.rule) {
        case Rule::Correlation: return confirm_swing(order, refusal);
        case Rule::DailyLoss: return confirm(refusal, day_loss());
        case Rule::Drawdown: return confirm(refusal, drawdown());
        case Rule::FatFinger: return confirm_fat_finger(order, refusal);
        case Rule::MinNotional: return confirm_min_notional(order, refusal);
        case Rule::SelfTrade: return confirm_self_trade(order, refusal);
        case Rule::StrategyLoss:
            return confirm_strategy_loss({static_cast<std::uint16_t>(refusal.scope.id)}, refusal);
        case Rule::KillLevel:
            ++verdict_.refusals[refusal.rule];
            if (refusal.unit != core::Unit::Count || level_ == KillLevel::None ||
                refusal.value != static_cast<int>(level_))
                breach("refused by R27 at level {}", core::name(level_));
            return;
        default: ++verdict_.unconfirmed[refusal.rule];
    }
}

/// In floating point: equal to a millionth.
void LedgerAudit::confirm_swing(const core::OrderRequest& order, const core::Refusal& refusal) {
    ++verdict_.refusals[refusal.rule];
    const auto measure = swing(order);
    const auto alike = [](core::Wide one, core::Wide other) {
        return size(one - other) <= size(one) / 1'000'000;
    };
    if (!measure.over() || !alike(refusal.value, measure.value) ||
        !alike(refusal.limit, measure.limit / 100))
        breach("refused by R23 for {}, it is {} of {}", core::to_string(core::Money{refusal.value}),
               core::to_string(core::Money{measure.value}),
               core::to_string(core::Money{measure.limit / 100}));
}

/// Of two limits: a sum, and twenty times the middle one of the last orders.
void LedgerAudit::confirm_fat_finger(const core::OrderRequest& order,
                                     const core::Refusal& refusal) {
    ++verdict_.refusals[refusal.rule];
    auto limit = limits_.max_notional;
    if (refusal.limit != limit && last_worths_.size() >= 20) {
        std::vector<Wide> sorted{last_worths_.begin(), last_worths_.end()};
        std::ranges::sort(sorted);
        limit = sorted[sorted.size() / 2] * 20;
    }
    if (refusal.limit != limit || refusal.value != worth(order) || worth(order) <= limit)
        breach("refused by R08 for {}, it is {} of {}", core::to_string(core::Money{refusal.value}),
               core::to_string(core::Money{worth(order)}), core::to_string(core::Money{limit}));
}

void LedgerAudit::confirm_min_notional(const core::OrderRequest& order,
                                       const core::Refusal& refusal) {
    ++verdict_.refusals[refusal.rule];
    auto line = books_.line(order.instrument);
    if (order.type == core::OrderType::Limit) line.price = order.price.raw;
    const auto value = ShadowBooks::value(line, order.qty.raw);
    const auto least = line.instrument.min_notional.raw;
    if (refusal.value != value || refusal.limit != least || value >= least)
        breach("refused by R03 for {}, it is {} of {}", core::to_string(core::Money{refusal.value}),
               core::to_string(core::Money{value}), core::to_string(core::Money{least}));
}

void LedgerAudit::confirm_self_trade(const core::OrderRequest& order,
                                     const core::Refusal& refusal) {
    ++verdict_.refusals[refusal.rule];
    const auto takes_any = [](const core::OrderRequest& one) {
        return one.type != core::OrderType::Limit;
    };
    const bool matches = std::ranges::any_of(open_, [&](const auto& entry) {
        const auto& other = entry.second.request;
        if (other.instrument != order.instrument || other.side == order.side) return false;
        const auto beyond = core::sign(order.side) * (order.price.raw - other.price.raw);
        return beyond >= 0 || takes_any(order) || takes_any(other);
    });
    if (!matches) breach("refused by R25, and no open order could fill it");
}

void LedgerAudit::on(const core::TargetRefused& refused) {
    if (refused.refusal.rule != Rule::StrategyLoss) {
        ++verdict_.unconfirmed[refused.refusal.rule];
        return;
    }
    confirm_strategy_loss(refused.target.strategy, refused.refusal);
}

}  // namespace nightjar::backtest::tests
