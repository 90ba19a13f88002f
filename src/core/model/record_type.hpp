#pragma once
/// The kinds of records in the ledger, as they are numbered in its files: a number is never used
/// again for another kind.

#include <cstdint>
#include <string_view>

namespace nightjar::core {

enum class RecordType : std::uint16_t {
    SessionOpened = 1,
    SeriesNamed = 2,
    InstrumentDefined = 3,
    StrategyDefined = 4,
    EpochStarted = 5,
    TargetSet = 10,
    TargetRefused = 11,
    ParentOpened = 12,
    OrderApproved = 13,
    OrderRefused = 14,
    AmendApproved = 15,
    CancelSent = 16,
    OrderChanged = 20,
    FillBooked = 21,
    CrossBooked = 22,
    BalanceBooked = 23,
    EquitySampled = 30,
    KillLevelChanged = 31,
    InstrumentStatusChanged = 32,
    CommandTaken = 33,
    AlarmRaised = 34,
    BreakerChanged = 35,
    StageChanged = 36,
    StageSampled = 37,
    VenueEquitySampled = 38,
    InstrumentClosed = 39,
    SessionClosed = 40,
    ParentEnded = 41,
    ParentMeasured = 42,
    FeeDiffered = 43,
    ProtectionChanged = 44,
    ManualOrder = 45,
    ManualCancel = 46,
    OpinionTaken = 47,
};
std::string_view name(RecordType type);

}  // namespace nightjar::core
