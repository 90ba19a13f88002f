#include "ops/herald.hpp"

#include "core/model/record_text.hpp"
#include "ops/amount_text.hpp"

namespace nightjar::ops {

using core::KillLevel;
using core::RecordType;
using notify::Severity;
using notify::Topic;

namespace {

template <class Record, class Use>
void with(std::span<const std::byte> body, Use use) {
    if (const auto record = core::decode<Record>(body)) use(*record);
}

std::string_view what_it_means(KillLevel level) {
    switch (level) {
        case KillLevel::None: return "it trades again";
        case KillLevel::ReduceOnly: return "nothing new is opened";
        case KillLevel::CancelAndReduceOnly:
            return "nothing new is opened, and all orders are cancelled";
        case KillLevel::Flatten: return "all orders are cancelled, and all positions closed";
        case KillLevel::Halt: return "nothing leaves but cancels; positions stay as they are";
    }
    return "?";
}

Severity severity_of(KillLevel level) {
    if (level == KillLevel::None) return Severity::Info;
    return level == KillLevel::ReduceOnly ? Severity::Warning : Severity::Alarm;
}

}  // namespace

void Herald::hear(RecordType type, core::Time at, std::span<const std::byte> body, bool silent) {
    const bool timed = at.ns != 0;
    at_ = timed ? at : began_;
    silent_ = silent;
    static_cast<void>(names_.learn({static_cast<std::uint16_t>(type), at, body, {}}));
    // The sample of midnight is the last word on the day before.
    const bool midnight = type == RecordType::EquitySampled && at.ns % core::days(1).ns == 0;
    if (timed && !midnight) end_day(at);
    if (timed) day_.seen(at);
    switch (type) {
        case RecordType::SessionOpened:
            with<core::SessionOpened>(body, [&](const auto& r) { day_.opened(r.cash); });
            say(Severity::Info, Topic::Session, "the session has begun");
            break;
        case RecordType::SessionClosed:
            say(Severity::Info, Topic::Session, "the session has ended in order");
            break;
        case RecordType::CommandTaken:
            with<core::CommandTaken>(body, [&](const auto& r) { hear_command(r); });
            break;
        case RecordType::KillLevelChanged:
            with<core::KillLevelChanged>(body, [&](const auto& r) { hear_level(r); });
            break;
        case RecordType::BreakerChanged:
            with<core::BreakerChanged>(body, [&](const auto& r) { hear_breaker(r); });
            break;
        case RecordType::StageChanged:
            with<core::StageChanged>(body, [&](const auto& r) { hear_stage(r); });
            break;
        case RecordType::AlarmRaised:
            with<core::AlarmRaised>(body, [&](const auto& r) { hear_alarm(r); });
            break;
        case RecordType::FeeDiffered:
            with<core::FeeDiffered>(body, [&](const auto& r) { hear_fee(r); });
            break;
        case RecordType::OrderRefused:
            with<core::OrderRefused>(body, [&](const auto& r) {
                hear_refusal(r.refusal, fmt::format("{} {} of {}", core::name(r.order.side),
                                                    names_.qty(r.order.qty, r.order.instrument),
                                                    names_.full_name(r.order.instrument)));
            });
            break;
        case RecordType::TargetRefused:
            with<core::TargetRefused>(body, [&](const auto& r) {
                hear_refusal(r.refusal,
                             fmt::format("a target of {} in {}", names_.strategy(r.target.strategy),
                                         names_.full_name(r.target.instrument)));
            });
            break;
        case RecordType::FillBooked:
            with<core::FillBooked>(body, [&](const auto& r) { hear_fill(r); });
            break;
        case RecordType::BalanceBooked:
            with<core::BalanceBooked>(body, [&](const auto& r) { hear_balance(r); });
            break;
        case RecordType::EquitySampled:
            with<core::EquitySampled>(body, [&](const auto& r) { hear_equity(r); });
            break;
        default: break;
    }
}

void Herald::pass(core::Time now) {
    // What happened before midnight, and the sample made of it, may still be on its way.
    constexpr auto on_its_way = core::minutes(1);
    at_ = now;
    silent_ = false;
    end_day(now - on_its_way);
    for (auto& line : bursts_.due(now)) say(Severity::Warning, Topic::Refusals, std::move(line));
}

void Herald::end_day(core::Time now) {
    if (auto text = day_.ended(now, names_.currency()))
        say(Severity::Info, Topic::Daily, std::move(*text));
}

void Herald::say(Severity severity, Topic topic, std::string text) const {
    if (!silent_) tell_({severity, topic, at_, std::move(text)});
}

void Herald::hear_command(const core::CommandTaken& taken) {
    using enum core::Command::Kind;
    if (taken.command.kind == Resumed)
        say(Severity::Warning, Topic::Session, "the session goes on after it was interrupted");
    if (taken.command.kind == Stop) say(Severity::Info, Topic::Session, "the session is stopping");
    if (taken.command.kind == SetLimit) hear_limit(taken.command);
    // A level that was set is told by its own record.
}

void Herald::hear_limit(const core::Command& command) {
    constexpr auto millionth = core::Money::one / 1'000'000;
    const auto& limit = command.limit;
    say(Severity::Info, Topic::Session,
        fmt::format("a limit was set by {}: {}, number {} of its settings, is {} now",
                    command.by.view(), name(limit.rule), limit.number + 1,
                    to_string(core::Money{limit.millionths * millionth})));
}

std::string Herald::cause(const core::Refusal& refusal) const {
    if (refusal.unit != core::Unit::Quote) return to_string(refusal);
    return fmt::format("{} of {} {}, over the limit of {}", name(refusal.rule),
                       grouped({refusal.value}), names_.currency(), grouped({refusal.limit}));
}

void Herald::hear_level(const core::KillLevelChanged& changed) {
    level_ = changed.level;
    day_.set_level(changed.level);
    std::string why;
    if (const auto by = changed.by.view(); !by.empty())
        why = fmt::format(", set by {}", by);
    else if (changed.cause.rule != core::Rule::None)
        why = fmt::format(": {}", cause(changed.cause));
    else if (changed.level == KillLevel::None)
        why = ", as the day has ended";
    else
        why = ": a record could not be kept, look at the disk";
    say(severity_of(changed.level), Topic::KillLevel,
        fmt::format("kill level {}{} - {}", name(changed.level), why,
                    what_it_means(changed.level)));
}

void Herald::hear_breaker(const core::BreakerChanged& changed) {
    using enum core::BreakerState;
    const auto whose = changed.scope.kind == core::Scope::Kind::Account
                           ? "all trading"
                           : names_.scope(changed.scope);
    if (changed.state == Closed)
        return say(Severity::Info, Topic::Breaker,
                   fmt::format("the breaker of {} has closed - it trades again", whose));
    if (changed.state == HalfOpen)
        return say(Severity::Info, Topic::Breaker,
                   fmt::format("the breaker of {} lets orders of the least size try", whose));
    say(Severity::Warning, Topic::Breaker,
        fmt::format("the breaker of {} has opened: {} - nothing new is opened there until {}",
                    whose, name(changed.cause), core::format_time(changed.until)));
}

void Herald::hear_stage(const core::StageChanged& changed) {
    using enum core::StageChanged::Cause;
    if (changed.cause == Start) return;
    const bool against = changed.cause == Drift || changed.cause == Loss ||
                         (changed.cause == Test && changed.evidence < 0);
    say(against ? Severity::Warning : Severity::Info, Topic::Ramp,
        fmt::format("strategy {} is now at {}", names_.strategy(changed.strategy),
                    state_of(changed)));
}

void Herald::hear_alarm(const core::AlarmRaised& raised) {
    if (raised.kind == core::AlarmRaised::Kind::FlattenLate)
        return say(Severity::Alarm, Topic::Alarm,
                   "positions are still open five minutes after they were to be closed: close them "
                   "at the venue");
    say(Severity::Alarm, Topic::Alarm,
        fmt::format("an alarm of kind {}: look at the dashboard", static_cast<int>(raised.kind)));
}

void Herald::hear_fee(const core::FeeDiffered& differed) {
    constexpr double ppb_per_bp = 1e5;
    say(Severity::Warning, Topic::Alarm,
        fmt::format("{} charges a {} {:.3f} bp for {}, its table of fees says {:.3f} bp: check "
                    "fee_tiers",
                    names_.venue(differed.venue), name(differed.liquidity),
                    static_cast<double>(differed.charged_ppb) / ppb_per_bp,
                    names_.full_name(differed.instrument),
                    static_cast<double>(differed.expected_ppb) / ppb_per_bp));
}

void Herald::hear_refusal(const core::Refusal& refusal, std::string what) {
    day_.refused();
    // While the level is raised its rule says no all the time, and the level was told of.
    const bool known = refusal.rule == core::Rule::KillLevel && level_ != KillLevel::None;
    if (silent_ || known) return;
    bursts_.refused(refusal.rule, at_, fmt::format("{} ({})", what, to_string(refusal)));
}

void Herald::hear_fill(const core::FillBooked& booked) {
    day_.filled();
    const auto& fill = booked.fill;
    const auto text = fmt::format(
        "{} {} at {} of {}, fee {} {}", fill.side == core::Side::Buy ? "bought" : "sold",
        names_.qty(fill.qty, booked.instrument), names_.price(fill.price, booked.instrument),
        names_.full_name(booked.instrument), grouped(fill.fee), names_.asset(fill.fee_asset));
    if (fill.order.value == 0)
        say(Severity::Alarm, Topic::Reconciliation,
            "a trade that no order of ours explains, a liquidation or somebody's hand: " + text);
    else
        say(Severity::Info, Topic::Fills, text);
}

void Herald::hear_equity(const core::EquitySampled& sampled) {
    if (sampled.account != core::EquitySampled::total) return;
    day_.sampled(sampled);
    end_day(at_);
}

void Herald::hear_balance(const core::BalanceBooked& booked) {
    using enum core::Balance::Reason;
    const auto& balance = booked.balance;
    const auto text = fmt::format("{} {} of {}", grouped(balance.change),
                                  names_.asset(balance.asset), names_.strategy(booked.strategy));
    if (balance.reason == LiquidationFee)
        say(Severity::Alarm, Topic::Reconciliation,
            "liquidated by the venue, for a fee of " + text);
    if (balance.reason == Adjustment)
        say(Severity::Warning, Topic::Reconciliation,
            "the venue's balance was taken over, which no fill explains: " + text);
}

}  // namespace nightjar::ops
