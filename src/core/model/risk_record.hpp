#pragma once
/// What the ledger holds of risk: kill levels, alarms and breakers.

#include "core/model/event.hpp"
#include "core/model/record_type.hpp"
#include "core/model/refusal.hpp"

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

}  // namespace nightjar::core
