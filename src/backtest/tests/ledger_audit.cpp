#include "backtest/tests/ledger_audit.hpp"

#include "store/ledger.hpp"
#include "store/log_reader.hpp"

#include <cstdlib>

namespace nightjar::backtest::tests {

using core::KillLevel;
using core::Rule;
using core::Side;
using core::Wide;

void Verdict::add(const Verdict& other) {
    ledgers += other.ledgers;
    records += other.records;
    orders += other.orders;
    reducing += other.reducing;
    fills += other.fills;
    breaches += other.breaches;
    orders_beyond += other.orders_beyond;
    strategies_stopped += other.strategies_stopped;
    first_breaches.insert(first_breaches.end(), other.first_breaches.begin(),
                          other.first_breaches.end());
    for (const auto& [rule, count] : other.refusals) refusals[rule] += count;
    for (const auto& [rule, count] : other.unconfirmed) unconfirmed[rule] += count;
    levels.insert(levels.end(), other.levels.begin(), other.levels.end());
    longest_to_flat = std::max(longest_to_flat, other.longest_to_flat);
    most_ordered = std::max(most_ordered, other.most_ordered);
    most_held = std::max(most_held, other.most_held);
    most_with_orders = std::max(most_with_orders, other.most_with_orders);
    lowest_equity = std::min(lowest_equity, other.lowest_equity);
}

Verdict LedgerAudit::of(const std::filesystem::path& ledger) {
    auto reader = *store::LogReader::open(ledger);
    verdict_.ledgers = 1;
    while (const auto record = *reader.next()) {
        const auto type = static_cast<core::RecordType>(record->type);
        if (type == store::Ledger::seal_type) continue;
        ++verdict_.records;
        take(type, record->at, record->body);
    }
    settle();
    if (level_ >= KillLevel::Flatten && !flat()) breach("K3, and something is held at the end");
    return verdict_;
}

void LedgerAudit::take(core::RecordType type, core::Time at, std::span<const std::byte> body) {
    using enum core::RecordType;
    // A sample may be stamped with the moment before the price that came at it.
    if (type == EquitySampled) return on(*core::decode<core::EquitySampled>(body), at);
    advance(at);
    switch (type) {
        case InstrumentDefined:
            return books_.add(core::decode<core::InstrumentDefined>(body)->instrument);
        case StrategyDefined: return books_.add(*core::decode<core::StrategyDefined>(body));
        case ParentOpened: {
            const auto opened = *core::decode<core::ParentOpened>(body);
            for (const auto& share : opened.shares)
                shares_[opened.parent.id.value][share.strategy.value] = share.qty.raw;
            return;
        }
        case OrderApproved: return on(*core::decode<core::OrderApproved>(body));
        case OrderRefused: return on(*core::decode<core::OrderRefused>(body));
        case TargetRefused: return on(*core::decode<core::TargetRefused>(body));
        case OrderChanged: return on(*core::decode<core::OrderChanged>(body));
        case FillBooked: return on(*core::decode<core::FillBooked>(body));
        case BalanceBooked:
            books_.book(*core::decode<core::BalanceBooked>(body), now_);
            return watch();
        case KillLevelChanged: return on(*core::decode<core::KillLevelChanged>(body));
        case BreakerChanged: return on(*core::decode<core::BreakerChanged>(body));
        case AmendApproved:
        case CrossBooked: return breach("a record that this audit does not know");
        default: return;
    }
}

/// Prices that came up to that moment are known at it; what is due of one must have been said
/// before the next.
void LedgerAudit::advance(core::Time at) {
    const auto move_to = [this](core::Time time) {
        if (time > now_) settle();
        now_ = std::max(now_, time);
    };
    for (; next_price_ < prices_.size() && prices_[next_price_].at <= at; ++next_price_) {
        const auto& known = prices_[next_price_];
        move_to(known.at);
        books_.price(known.instrument, known.ticks, known.at);
        watch();
    }
    move_to(at);
}

/// The present moment is over.
void LedgerAudit::settle() {
    if (level_ < demanded())
        breach("losses ask for {}, the level is {}", core::name(demanded()), core::name(level_));
    if (!flattening_ || !flat()) return;
    verdict_.longest_to_flat = std::max(verdict_.longest_to_flat, now_ - *flattening_);
    flattening_.reset();
}

void LedgerAudit::watch() {
    const auto equity = books_.equity();
    verdict_.lowest_equity = std::min(verdict_.lowest_equity, percent(equity, start_));
    for (const auto& line : books_.lines()) {
        const auto most =
            std::max(std::abs(line.held + line.buys), std::abs(line.held - line.sells));
        verdict_.most_held = std::max(verdict_.most_held,
                                      percent(size(ShadowBooks::value(line, line.held)), equity));
        verdict_.most_with_orders =
            std::max(verdict_.most_with_orders, percent(ShadowBooks::value(line, most), equity));
    }
}

bool LedgerAudit::flat() const {
    return std::ranges::all_of(books_.lines(), [](const auto& line) { return line.held == 0; });
}

void LedgerAudit::on(const core::OrderApproved& approved) {
    const auto& order = approved.order;
    ++verdict_.orders;
    if (level_ >= KillLevel::Halt) breach("an order left at K4");
    if (reduces(order)) {
        ++verdict_.reducing;
    } else {
        if (level_ > KillLevel::None) breach("an order that adds left at {}", core::name(level_));
        check_exposures(order);
        check_losses(order);
    }
    last_worths_.push_back(worth(order));
    constexpr std::size_t remembered = 64;
    if (last_worths_.size() > remembered) last_worths_.pop_front();
    auto& line = books_.lines()[order.instrument.value];
    (order.side == Side::Buy ? line.buys : line.sells) += order.qty.raw;
    open_[order.id.value] = {order, order.qty.raw};
    watch();
}

void LedgerAudit::end(std::map<std::uint64_t, Open>::iterator order) {
    auto& line = books_.lines()[order->second.request.instrument.value];
    (order->second.request.side == Side::Buy ? line.buys : line.sells) -= order->second.left;
    open_.erase(order);
}

void LedgerAudit::on(const core::OrderChanged& changed) {
    const auto order = open_.find(changed.update.order.value);
    if (order != open_.end() && core::is_terminal(changed.update.state)) end(order);
}

void LedgerAudit::on(const core::FillBooked& booked) {
    ++verdict_.fills;
    const auto order = open_.find(booked.fill.order.value);
    if (order == open_.end() || order->second.left < booked.fill.qty.raw)
        return breach("a fill that no open order has room for");
    const auto& request = order->second.request;
    if (request.instrument != booked.instrument || request.side != booked.fill.side)
        breach("a fill of another kind than its order");
    auto& left = shares_[request.parent.value];
    for (const auto& share : booked.shares) left[share.strategy.value] -= share.qty.raw;
    auto& line = books_.lines()[booked.instrument.value];
    (request.side == Side::Buy ? line.buys : line.sells) -= booked.fill.qty.raw;
    if (order->second.left -= booked.fill.qty.raw; order->second.left == 0) end(order);
    if (!books_.book(booked, now_)) breach("the shares of a fill are not the fill");
    watch();
}

void LedgerAudit::on(const core::KillLevelChanged& changed) {
    const auto& cause = changed.cause;
    verdict_.levels.push_back({now_, changed.level, cause.rule});
    if (changed.level < level_) {
        const bool lapsed = level_ == KillLevel::ReduceOnly && level_lapses_ &&
                            changed.level == KillLevel::None && day_of(now_) > day_of(level_at_);
        if (!lapsed) breach("{} came down to {}", core::name(level_), core::name(changed.level));
    } else {
        auto loss = cause.rule == Rule::Drawdown ? drawdown() : day_loss();
        if (changed.level == KillLevel::ReduceOnly) loss.limit /= 2;
        if (demanded() != changed.level || !loss.over() || cause.value != loss.value)
            breach("{} by {} without a cause", core::name(changed.level), core::name(cause.rule));
    }
    level_ = changed.level;
    level_at_ = now_;
    level_lapses_ = cause.rule == Rule::DailyLoss;
    if (level_ == KillLevel::Flatten && !flat()) flattening_ = now_;
}

void LedgerAudit::on(const core::BreakerChanged& changed) {
    if (changed.scope.kind != core::Scope::Kind::Strategy) return;
    const core::StrategyId strategy{static_cast<std::uint16_t>(changed.scope.id)};
    if (changed.state == core::BreakerState::Open) {
        const auto loss = strategy_loss(strategy);
        if (!loss || !loss->over()) breach("a strategy was stopped without a cause");
        ++verdict_.strategies_stopped;
        stopped_[strategy.value] = now_;
    } else if (stopped(strategy)) {
        breach("a strategy was let go again on the day of its loss");
    }
}

/// Its equity is that of the moment before the price, or behind it.
void LedgerAudit::on(const core::EquitySampled& sampled, core::Time at) {
    const auto curve = [&] {
        const auto* owner = books_.owner(sampled.account);
        return owner == nullptr ? books_.total() : owner->curve;
    };
    advance(at - core::nanoseconds(1));
    if (curve().last() != sampled.equity.raw) advance(at);
    if (curve().last() != sampled.equity.raw || curve().peak() != sampled.peak.raw)
        breach("a sample of {}, the equity is {}", core::to_string(sampled.equity),
               core::to_string(core::Money{curve().last()}));
}

}  // namespace nightjar::backtest::tests
