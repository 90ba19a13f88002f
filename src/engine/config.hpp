#pragma once
/// What an engine is built from, checked and complete.

#include "core/model/instrument.hpp"
#include "core/model/ports.hpp"
#include "core/model/record.hpp"
#include "exec/fee_book.hpp"
#include "exec/protection.hpp"
#include "risk/loss_guard.hpp"
#include "risk/order_gate.hpp"
#include "risk/ramp.hpp"
#include "strategy/strategy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nightjar::engine {

struct SizerChoice {
    std::string kind;
    core::ParamTexts params;
};

/// How a strategy's parents are worked.
struct ExecutionChoice {
    std::string algo{"immediate"};
    core::ParamTexts params;
};

/// Where the terms name no algorithm it is the usual one, whose settings hold but for those that
/// are said. Error: OutOfRange.
core::Result<ExecutionChoice> execution_of(const core::AlgoTerms& terms,
                                           const ExecutionChoice& usual);

struct StrategyConfig {
    std::string name;  ///< unique in the session
    std::string kind;
    core::ParamTexts params;
    std::vector<strategy::SignalChoice> signals;
    std::vector<core::InstrumentId> instruments;
    core::Duration timeframe;         ///< of the bars it sees
    core::Money cash;                 ///< of its virtual account at the start
    std::vector<SizerChoice> sizers;  ///< the smallest cap holds
    ExecutionChoice execution{};
    exec::ProtectionTerms protection{};
};

struct Config {
    core::Catalog catalog;
    core::AssetId currency;               ///< quote of all instruments
    std::vector<core::Money> venue_cash;  ///< by venue
    std::vector<exec::FeeSchedule> fees;  ///< likewise, as far as they are known
    /// Likewise: it keeps stop orders that only reduce. A setting, no question to the venue: a
    /// replay must decide the same.
    std::vector<bool> native_stops;
    std::vector<StrategyConfig> strategies;
    risk::GateConfig gate;
    std::optional<risk::LossGuard> losses;  ///< absent: nothing raises the kill level by itself
    std::optional<risk::RampConfig> ramp;   ///< absent: every strategy has its full size
    core::Time trade_from;                  ///< before it events only warm up
    std::vector<core::InstrumentId> build_candles;  ///< from trades: the feed brings no bars
    core::Duration equity_every{core::hours(1)};
    std::string build;
    std::string text;  ///< the configuration in words, for the ledger
    std::vector<std::string> assumptions;
    std::vector<core::SeriesNamed> series;
    /// With the sequence they make client order ids, which no two sessions of one account share.
    std::uint16_t node{};
    std::uint32_t first_epoch{1};  ///< below 2^24
    std::uint64_t seed{1};         ///< of what chance decides: the times and sizes of children
};

/// What lies outside: venues by VenueId, and the ledger. All outlive the engine.
struct Ports {
    std::vector<core::Venue*> venues;
    core::Journal* journal{};
};

}  // namespace nightjar::engine
