#include "core/model/refusal.hpp"

#include <fmt/format.h>

#include <array>

namespace nightjar::core {

namespace {

std::string amount(Wide value, Unit unit) {
    switch (unit) {
        case Unit::Quote: return to_string(Money{value});
        case Unit::BasisPoints: return to_string(value) + " bp";
        case Unit::Nanoseconds: return format_decimal(value, 9) + " s";
        case Unit::Ticks: return to_string(value) + " ticks";
        case Unit::Lots: return to_string(value) + " lots";
        case Unit::None:
        case Unit::Count: break;
    }
    return to_string(value);
}

}  // namespace

std::string_view name(Rule rule) {
    static constexpr std::array<std::string_view, 33> names{
        "none",
        "R01 not tradable",
        "R02 steps",
        "R03 minimum notional",
        "R04 flags",
        "R05 not finite",
        "R06 clock",
        "R07 collar",
        "R08 fat finger",
        "R09 no reference price",
        "R10 duplicate",
        "R11 rate",
        "R12 repeated execution",
        "R13 order to trade",
        "R14 open orders",
        "R15 position",
        "R16 asset",
        "R17 venue",
        "R18 gross",
        "R19 leverage",
        "R20 daily loss",
        "R21 drawdown",
        "R22 strategy loss",
        "R23 correlation",
        "R24 parent conservation",
        "R25 self trade",
        "R26 conduct",
        "R27 kill level or breaker",
        "R28 reconciling",
        "sizing",
        "R29 would turn the position round",
        "R30 funding",
        "R31 another build or configuration",
    };
    return names[static_cast<std::size_t>(rule)];
}

std::string_view name(Scope::Kind kind) {
    switch (kind) {
        case Scope::Kind::Order: return "order";
        case Scope::Kind::Instrument: return "instrument";
        case Scope::Kind::Asset: return "asset";
        case Scope::Kind::Venue: return "venue";
        case Scope::Kind::Strategy: return "strategy";
        case Scope::Kind::Account: return "account";
    }
    return "?";
}

std::string_view name(KillLevel level) {
    switch (level) {
        case KillLevel::None: return "none";
        case KillLevel::ReduceOnly: return "K1 reduce only";
        case KillLevel::CancelAndReduceOnly: return "K2 cancel and reduce only";
        case KillLevel::Flatten: return "K3 flatten";
        case KillLevel::Halt: return "K4 halt";
    }
    return "?";
}

std::string_view name(BreakerState state) {
    switch (state) {
        case BreakerState::Closed: return "closed";
        case BreakerState::Open: return "open";
        case BreakerState::HalfOpen: return "half open";
    }
    return "?";
}

std::string_view name(Stage stage) {
    switch (stage) {
        case Stage::Paper: return "paper";
        case Stage::Canary: return "canary";
        case Stage::Full: return "full";
    }
    return "?";
}

std::string to_string(const Refusal& refusal) {
    auto text =
        fmt::format("{}: {} against a limit of {} ({} {})", name(refusal.rule),
                    amount(refusal.value, refusal.unit), amount(refusal.limit, refusal.unit),
                    name(refusal.scope.kind), refusal.scope.id);
    if (const auto lots = refusal.would_pass)
        text +=
            lots->raw == 0 ? "; no lot would pass" : fmt::format("; {} lots would pass", lots->raw);
    return text;
}

}  // namespace nightjar::core
