#pragma once
/// What a user asked for, before any data is read: from a TOML file, or from the command line.

#include "app/notify_toml.hpp"
#include "app/toml_table.hpp"
#include "data/latency_csv.hpp"
#include "engine/config.hpp"
#include "sim/matching.hpp"
#include "sim/models/latency.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::app {

/// A venue that is spoken to in its own protocol.
struct ProtocolPlan {
    std::string name;  ///< one of venue::protocols(); empty: the simulated market in this process
    /// "simulated": this process serves the exchange itself; else one of venue::all_addresses().
    std::string environment;
    std::string rest;    ///< instead of the environment's
    std::string market;  ///< likewise
    std::string user;    ///< likewise
    std::string key;     ///< its name in the key file

    [[nodiscard]] bool simulated() const { return environment == "simulated"; }
};

struct VenuePlan {
    std::string name;
    core::Money cash;
    ProtocolPlan protocol;
    sim::MatchingConfig matching;
    std::vector<exec::FeeTier> fee_tiers;  ///< of rising volumes; empty: one rate for all
    core::Duration order_latency;
    core::Duration report_latency;
    double latency_sigma{};
    std::string latencies;  ///< instead: a file of measured ones, relative to the data root
    data::LatencyTable measured;
};

struct InstrumentPlan {
    std::string venue;
    std::string symbol;
    std::string base;
    std::string quote;
    core::InstrumentKind kind{core::InstrumentKind::Spot};
    std::optional<core::Money> tick;         ///< absent: the finest decimal of the data
    std::optional<core::Money> lot;          ///< absent: the venue says it
    core::Money contract{core::Money::one};  ///< units in what the venue and its data count
    core::Money min_notional;
    std::int32_t iceberg_parts{};        ///< as the venue says
    std::optional<core::Money> min_qty;  ///< units; as the venue says
    std::optional<core::Money> max_qty;  ///< units; as the venue says
    std::int32_t initial_margin_bps{1'000};
    std::int32_t maintenance_margin_bps{500};
    core::MarginMode margin_mode{};
    core::MarginTiers margin_tiers;  ///< the file's, or the venue's
    bool margin_recalled{};          ///< as a session of before had it: the venue is not asked
    std::string data;                ///< file of bars, relative to the data root, or a series
    std::string tape;                ///< instead: trades and books, a tape of the store
    std::string funding;             ///< beside bars: rates and marks, a tape of the store
    double price{};                  ///< paper: where the simulated market begins
    double yearly_volatility{};      ///< paper: of its hidden value

    [[nodiscard]] std::string name() const { return venue + ":" + symbol; }
};

struct StrategyPlan {
    std::string name;
    std::string kind;
    core::ParamTexts params;
    std::vector<strategy::SignalChoice> signals;
    std::vector<std::string> instruments;
    core::Duration timeframe;  ///< 0: that of the instruments' data
    core::Money cash;
    std::vector<engine::SizerChoice> sizers;
    engine::ExecutionChoice execution{};
    exec::ProtectionTerms protection{};
};

/// [ramp]: how much capital strategies are trusted with.
struct RampPlan {
    risk::RampRules rules;
    std::map<std::string, risk::Expectation> expected;  ///< by strategy
    std::string proven_by;  ///< a paper session, in which strategies have earned to be canaries
    std::map<std::string, core::Stage> start;  ///< of those that do not begin on paper
};

struct Plan {
    std::string currency;
    std::vector<VenuePlan> venues;
    std::vector<InstrumentPlan> instruments;
    std::vector<std::vector<std::string>> routes;  ///< names of instruments, the home first
    std::vector<StrategyPlan> strategies;
    risk::GateConfig gate;
    std::optional<risk::LossGuard> losses;
    std::optional<RampPlan> ramp;
    std::string data_root;
    std::optional<core::Time> from;
    std::optional<core::Time> to;
    std::int64_t warmup_bars{-1};  ///< -1: what the strategies ask for
    core::Duration feed_latency;
    std::uint64_t seed{1};
    std::uint16_t port{};  ///< of the dashboard; 0 lets the system choose
    std::vector<NotifierPlan> notifiers;

    /// Orders go to accounts that are not of this process.
    [[nodiscard]] bool real() const {
        return std::ranges::any_of(venues, [](const VenuePlan& venue) {
            return !venue.protocol.name.empty() && !venue.protocol.simulated();
        });
    }
    /// The venues' own protocols; else the market is simulated in this process.
    [[nodiscard]] bool speaks() const {
        return !venues.empty() && !venues[0].protocol.name.empty();
    }
};

/// Parts per 1e9 of so many basis points, rounded: the unit of the rates of sim.
std::int64_t ppb(double bps);

/// Reads and checks a whole configuration; an error names file, line and the nearest known key.
core::Result<Plan> read_plan(TomlTable& file);
/// Reads the tables of measured latencies, once the data root is settled.
core::Status read_latencies(Plan& plan);

/// The plan in words, one setting per line, without anything that depends on the machine, and
/// without the notifiers: who is told decides nothing.
std::string describe(const Plan& plan);

/// What the results take for granted, for people to read; `real_time`: not of a backtest.
std::vector<std::string> assumptions(const Plan& plan, bool real_time);

}  // namespace nightjar::app
