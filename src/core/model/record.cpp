#include "core/model/record.hpp"

namespace nightjar::core {

std::string_view name(BreakerChanged::Cause cause) {
    switch (cause) {
        case BreakerChanged::Cause::None: return "";
        case BreakerChanged::Cause::Failures: return "orders fail";
        case BreakerChanged::Cause::Move: return "the price leaps";
        case BreakerChanged::Cause::Loss: return "the day's loss";
    }
    return "?";
}

std::string_view name(StageChanged::Cause cause) {
    switch (cause) {
        case StageChanged::Cause::Start: return "the session's start";
        case StageChanged::Cause::Test: return "the test";
        case StageChanged::Cause::Drift: return "the return has fallen";
        case StageChanged::Cause::Loss: return "a loss limit";
        case StageChanged::Cause::Person: return "a person";
    }
    return "?";
}

std::string_view name(RecordType type) {
    switch (type) {
        case RecordType::SessionOpened: return "session_opened";
        case RecordType::SeriesNamed: return "series_named";
        case RecordType::InstrumentDefined: return "instrument_defined";
        case RecordType::StrategyDefined: return "strategy_defined";
        case RecordType::EpochStarted: return "epoch_started";
        case RecordType::TargetSet: return "target_set";
        case RecordType::TargetRefused: return "target_refused";
        case RecordType::ParentOpened: return "parent_opened";
        case RecordType::OrderApproved: return "order_approved";
        case RecordType::OrderRefused: return "order_refused";
        case RecordType::AmendApproved: return "amend_approved";
        case RecordType::CancelSent: return "cancel_sent";
        case RecordType::OrderChanged: return "order_changed";
        case RecordType::FillBooked: return "fill_booked";
        case RecordType::CrossBooked: return "cross_booked";
        case RecordType::BalanceBooked: return "balance_booked";
        case RecordType::EquitySampled: return "equity_sampled";
        case RecordType::VenueEquitySampled: return "venue_equity_sampled";
        case RecordType::KillLevelChanged: return "kill_level_changed";
        case RecordType::AlarmRaised: return "alarm_raised";
        case RecordType::BreakerChanged: return "breaker_changed";
        case RecordType::StageChanged: return "stage_changed";
        case RecordType::StageSampled: return "stage_sampled";
        case RecordType::InstrumentStatusChanged: return "instrument_status_changed";
        case RecordType::CommandTaken: return "command_taken";
        case RecordType::InstrumentClosed: return "instrument_closed";
        case RecordType::SessionClosed: return "session_closed";
        case RecordType::ParentEnded: return "parent_ended";
        case RecordType::ParentMeasured: return "parent_measured";
        case RecordType::FeeDiffered: return "fee_differed";
        case RecordType::ProtectionChanged: return "protection_changed";
        case RecordType::ManualOrder: return "manual_order";
        case RecordType::ManualCancel: return "manual_cancel";
        case RecordType::OpinionTaken: return "opinion_taken";
    }
    return "?";
}

}  // namespace nightjar::core
