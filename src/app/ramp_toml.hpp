#pragma once
/// The table [ramp] of a configuration, and where strategies begin.

#include "app/plan.hpp"

#include <filesystem>
#include <optional>

namespace nightjar::app {

/// Nothing where the file has no such table. An error names the table's line.
core::Result<std::optional<RampPlan>> read_ramp(TomlTable& file,
                                                const std::vector<StrategyPlan>& strategies);

/// Where orders are real, a strategy begins on paper, unless the session that `proven_by` names
/// holds the proof: there the same strategy, of the same name, kind and settings, passed its test
/// and has not fallen back. Errors: BadConfig, where that is no session in real time.
core::Status prove_ramp(const std::filesystem::path& root, Plan& plan);

/// For the engine.
risk::RampConfig ramp_config(const Plan& plan, bool real);

}  // namespace nightjar::app
