#pragma once
/// What the ledger holds of the protection of positions.

#include "core/model/record_type.hpp"
#include "core/model/types.hpp"

#include <optional>

namespace nightjar::core {

/// What closes a position that is protected.
enum class ProtectionLeg : std::uint8_t { None, Stop, TakeProfit, Trailing };
std::string_view name(ProtectionLeg leg);

enum class ProtectionState : std::uint8_t {
    Off,      ///< nothing is held, and the strategy may open what it likes
    Armed,    ///< something is held, and has its levels
    Closing,  ///< a level was reached: all of it is closed
    Waiting,  ///< closed; until the strategy wishes to be flat, or the other side, it stays so
};
std::string_view name(ProtectionState state);

/// How one strategy's position in one instrument is protected from now on. A level that moves is
/// told in steps.
struct ProtectionChanged {
    static constexpr auto type = RecordType::ProtectionChanged;
    StrategyId strategy;
    InstrumentId instrument;  ///< the home of its route
    ProtectionState state{};
    ProtectionLeg leg{};  ///< of Armed: what the stop is; of Closing and Waiting: what was reached
    Side side{};          ///< of the position: Buy is long
    Qty held;             ///< signed
    std::optional<Price> stop;  ///< the tighter of stop and trailing stop
    std::optional<Price> take_profit;
    std::optional<Price> best;  ///< since it was opened
    /// Where a stop rests at the venue, or what it was reached by; absent: it is watched here.
    std::optional<Price> resting;
    std::optional<Price> reached;  ///< the price that did it

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.instrument, s.state, s.leg, s.side, s.held, s.stop, s.take_profit, s.best,
          s.resting, s.reached);
        if (s.state > ProtectionState::Waiting || s.leg > ProtectionLeg::Trailing ||
            s.side > Side::Sell)
            a.refuse();
    }
};

}  // namespace nightjar::core
