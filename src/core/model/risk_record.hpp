#pragma once
/// What the ledger holds of risk: kill levels, alarms, breakers and stages.

#include "core/model/event.hpp"
#include "core/model/record_type.hpp"
#include "core/model/refusal.hpp"

#include <optional>

namespace nightjar::core {

struct KillLevelChanged {
    static constexpr auto type = RecordType::KillLevelChanged;
    KillLevel level{};
    Refusal cause;  ///< the limit that was passed; rule None when a person or a failure did it
    Person by;      ///< empty when it was no person

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.level, s.cause);
        a.late(s.by);
    }
};

/// Something that a person should look at now.
struct AlarmRaised {
    static constexpr auto type = RecordType::AlarmRaised;
    enum class Kind : std::uint8_t { FlattenLate };  ///< positions are still open
    Kind kind{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.kind);
    }
};

/// A circuit breaker opened, lets probes pass, or closed again.
struct BreakerChanged {
    static constexpr auto type = RecordType::BreakerChanged;
    enum class Cause : std::uint8_t {
        None,
        Failures,  ///< of answers to orders
        Move,      ///< a price that went too far
        Loss,      ///< of a strategy, within a day
    };
    Scope scope;  ///< a venue, an instrument, a strategy, or the account
    BreakerState state{};
    Cause cause{};  ///< of Open
    Time until;     ///< of Open

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.scope, s.state, s.cause, s.until);
    }
};

std::string_view name(BreakerChanged::Cause cause);

/// What was decided on a strategy's stage, also where it stays as it was: a test that fails on
/// paper. What the test had come to is forgotten then.
struct StageChanged {
    static constexpr auto type = RecordType::StageChanged;
    enum class Cause : std::uint8_t { Start, Test, Drift, Loss, Person };
    StrategyId strategy;
    Stage stage{};
    Cause cause{};
    std::int64_t samples{};   ///< that the test had taken
    std::int64_t evidence{};  ///< in 1e-6 nats; below 0: against the expected return
    Person by;                ///< empty when it was no person

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.stage, s.cause, s.samples, s.evidence, s.by);
    }
};

std::string_view name(StageChanged::Cause cause);

/// A strategy's return over one interval, and what its test has come to with it.
struct StageSampled {
    static constexpr auto type = RecordType::StageSampled;
    StrategyId strategy;
    Time until;                              ///< where the interval ended
    std::optional<Money> equity;             ///< there; absent: something held had no price
    std::optional<std::int64_t> return_ppb;  ///< of its capital; absent: not taken
    std::int64_t samples{};
    std::int64_t evidence{};  ///< in 1e-6 nats

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.until, s.equity, s.return_ppb, s.samples, s.evidence);
    }
};

}  // namespace nightjar::core
