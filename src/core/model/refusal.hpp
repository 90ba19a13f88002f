#pragma once
/// A "no" of risk: which rule, whose limit, and the value that broke it.

#include "core/model/types.hpp"

#include <array>
#include <optional>

namespace nightjar::core {

/// The checks of the order and target gates; the number is the rule's name, "R07".
enum class Rule : std::uint8_t {
    None,
    Tradable,           // R01
    Steps,              // R02
    MinNotional,        // R03
    Flags,              // R04
    Finite,             // R05
    ClockSane,          // R06
    Collar,             // R07
    FatFinger,          // R08
    NoReference,        // R09
    Duplicate,          // R10
    Rate,               // R11
    RepeatedExecution,  // R12
    OrderToTrade,       // R13
    OpenOrders,         // R14
    PositionLimit,      // R15
    AssetLimit,         // R16
    VenueLimit,         // R17
    GrossLimit,         // R18
    Leverage,           // R19
    DailyLoss,          // R20
    Drawdown,           // R21
    StrategyLoss,       // R22
    Correlation,        // R23
    Conservation,       // R24
    SelfTrade,          // R25
    Conduct,            // R26
    KillLevel,          // R27
    Reconciling,        // R28
    Sizing,             // no number: the sizer had nothing to go by
    // Behind it, since ledgers hold the numbers.
    WouldFlip,  // R29
    Funding,    // R30
    Identity,   // R31
};
/// "R07 collar".
std::string_view name(Rule rule);

/// What the numbers of a refusal count.
enum class Unit : std::uint8_t { None, Count, Ticks, Lots, Quote, BasisPoints, Nanoseconds };

/// Whose limit it was.
struct Scope {
    enum class Kind : std::uint8_t { Order, Instrument, Asset, Venue, Strategy, Account };
    Kind kind{};
    std::uint32_t id{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.kind, s.id);
    }
};
std::string_view name(Scope::Kind kind);

struct Refusal {
    Rule rule{};
    Unit unit{};
    Wide limit{};
    Wide value{};
    Scope scope;
    std::optional<Qty> would_pass{};  ///< of the refused order, where the check can say it

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.rule, s.unit, s.limit, s.value, s.scope);
    }
};

/// "R08 fat finger: 61000 against a limit of 50000 (instrument 0)"; with "; 40 lots would pass".
std::string to_string(const Refusal& refusal);

/// Latched; automatic only upward.
enum class KillLevel : std::uint8_t {
    None,
    ReduceOnly,           // K1
    CancelAndReduceOnly,  // K2
    Flatten,              // K3
    Halt,                 // K4
};
std::string_view name(KillLevel level);

/// Of a circuit breaker.
enum class BreakerState : std::uint8_t {
    Closed,    ///< all may pass
    Open,      ///< only what reduces
    HalfOpen,  ///< a few probes of the least size
};
std::string_view name(BreakerState state);

/// How much of its capital a strategy is trusted with.
enum class Stage : std::uint8_t {
    Paper,   ///< none
    Canary,  ///< a small share
    Full,
};
inline constexpr std::array stages{Stage::Paper, Stage::Canary, Stage::Full};
std::string_view name(Stage stage);

}  // namespace nightjar::core
