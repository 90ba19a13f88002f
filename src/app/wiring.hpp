#pragma once
/// From a plan and its data to what the engine is built from.

#include "app/plan.hpp"
#include "app/session_dir.hpp"
#include "backtest/backtest.hpp"

namespace nightjar::app {

/// All built-in parts, in registries of their own.
core::Registries builtins();

/// One instrument's history as read from a file or the store: bars, or a tape. Both must outlive
/// what is assembled from it.
struct Series {
    std::string name;
    std::string sha256;
    core::BarView bars;
    core::TapeSource* tape{};     ///< null: bars
    core::Duration clock_behind;  ///< tapes: of the recorder, as far as it shows
    core::TapeSource* funding{};  ///< beside bars: rates and marks
    std::string funding_text;     ///< what it is, for the reader
};

/// What the engine is built from. Without history (`series` empty) bars are made from trades.
core::Result<engine::Config> engine_config(const Plan& plan, const std::vector<Series>& series);

/// The same for a session in real time, whose orders have ids of their own.
core::Result<engine::Config> session_config(const Plan& plan, const SessionDir& session);

sim::SimVenue::Latency latency(const VenuePlan& venue);

/// A backtest, but for the ledger's folder. `series[i]` belongs to plan.instruments[i].
core::Result<backtest::Settings> assemble(const Plan& plan, const std::vector<Series>& series,
                                          core::Registries& registries);

}  // namespace nightjar::app
