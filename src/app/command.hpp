#pragma once
/// What every command shares. Exit codes: 0 done, 1 the work failed, 2 the call was wrong.

#include "core/base/registry.hpp"
#include "core/base/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): it is theirs
class App;
}

namespace nightjar::app {

/// Options that stand before or after any command.
struct Globals {
    std::string data_dir;
    bool json{};
};

/// Adds one command to the program. `action` is set to run it once its options are parsed; what it
/// returns becomes exit code 0 or 1, but BadCall and BadConfig become 2.
using Action = std::function<core::Status()>;
void add_backtest(CLI::App& program, Globals& globals, Action& action);
void add_data(CLI::App& program, Globals& globals, Action& action);
void add_run(CLI::App& program, Globals& globals, Action& action);
void add_execute(CLI::App& program, Globals& globals, Action& action);
void add_report(CLI::App& program, Globals& globals, Action& action);
void add_levels(CLI::App& program, Globals& globals, Action& action);
void add_limits(CLI::App& program, Globals& globals, Action& action);
void add_ramp(CLI::App& program, Globals& globals, Action& action);
void add_preflight(CLI::App& program, Globals& globals, Action& action);
void add_sessions(CLI::App& program, Globals& globals, Action& action);
void add_listings(CLI::App& program, Globals& globals, Action& action);
void add_views(CLI::App& program, Globals& globals, Action& action);
void add_exchange(CLI::App& program, Globals& globals, Action& action);
void add_doctor(CLI::App& program, Globals& globals, Action& action);
void add_keys(CLI::App& program, Globals& globals, Action& action);
void add_notify(CLI::App& program, Globals& globals, Action& action);
void add_drill(CLI::App& program, Globals& globals, Action& action);
void add_watchdog(CLI::App& program, Globals& globals, Action& action);
void add_patterns(CLI::App& program, Globals& globals, Action& action);
void add_study(CLI::App& program, Globals& globals, Action& action);
void add_model(CLI::App& program, Globals& globals, Action& action);

/// A progress bar on standard error; nothing unless that is a terminal.
class Progress {
public:
    explicit Progress(std::string label);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void show(std::uint64_t done, std::uint64_t total);

private:
    std::string label_;
    bool terminal_;
    int last_percent_{-1};
};

}  // namespace nightjar::app
