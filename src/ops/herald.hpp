#pragma once
/// The records of a ledger as messages that a person understands on a phone, at night.

#include "core/model/execution.hpp"
#include "notify/message.hpp"
#include "ops/day_summary.hpp"
#include "ops/refusal_bursts.hpp"
#include "store/ledger_names.hpp"

#include <functional>
#include <span>

namespace nightjar::ops {

/// One thread, which is also `tell`'s. A record that does not decode is news for `verify`, not for
/// a person's phone.
class Herald {
public:
    using Tell = std::function<void(const notify::Message&)>;

    /// `now` stands for the time of records from before the first event, which have none.
    Herald(Tell tell, core::Time now) : tell_{std::move(tell)}, began_{now} {}

    /// Records come in the ledger's order. `silent`: of an earlier life, to be known and not told.
    void hear(core::RecordType type, core::Time at, std::span<const std::byte> body, bool silent);
    /// Bursts and days end by the clock, too: `now` is wall time.
    void pass(core::Time now);
    /// As the records have it.
    [[nodiscard]] core::KillLevel kill_level() const { return level_; }

private:
    void hear_fill(const core::FillBooked& booked);
    void hear_balance(const core::BalanceBooked& booked);
    void hear_equity(const core::EquitySampled& sampled);
    void hear_level(const core::KillLevelChanged& changed);
    void hear_breaker(const core::BreakerChanged& changed);
    void hear_stage(const core::StageChanged& changed);
    void hear_alarm(const core::AlarmRaised& raised);
    void hear_fee(const core::FeeDiffered& differed);
    void hear_command(const core::CommandTaken& taken);
    void hear_limit(const core::Command& command);
    void hear_refusal(const core::Refusal& refusal, std::string what);
    [[nodiscard]] std::string cause(const core::Refusal& refusal) const;
    void end_day(core::Time now);
    void say(notify::Severity severity, notify::Topic topic, std::string text) const;

    Tell tell_;
    store::LedgerNames names_;
    RefusalBursts bursts_;
    DaySummary day_;
    core::KillLevel level_{};
    core::Time began_;
    core::Time at_;  // of the record
    bool silent_{};
};

}  // namespace nightjar::ops
