/// The program: parses the call, runs one command.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/version.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace nightjar::app {

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int wrong_call = 2;

int exit_code(const core::Error& error) {
    const bool ours =
        error.code == Errc::BadCall || error.code == Errc::BadConfig || error.code.room == "core";
    return ours ? wrong_call : failed;
}

int run(int argc, const char* const* argv) {
    CLI::App program{
        "Nightjar: an autonomous trading system. Backtest, paper and live are the same "
        "code.",
        "nightjar"};
    Globals globals;
    Action action;
    program.set_version_flag("--version", build_text());
    program.add_option("--data-dir", globals.data_dir,
                       "where sessions and series live (default: the user's data folder)");
    program.add_flag("--json", globals.json, "print JSON on standard output and nothing else");
    program.require_subcommand(1);
    program.fallthrough();
    add_backtest(program, globals, action);
    add_run(program, globals, action);
    add_execute(program, globals, action);
    add_report(program, globals, action);
    add_levels(program, globals, action);
    add_limits(program, globals, action);
    add_ramp(program, globals, action);
    add_preflight(program, globals, action);
    add_watchdog(program, globals, action);
    add_drill(program, globals, action);
    add_notify(program, globals, action);
    add_sessions(program, globals, action);
    add_views(program, globals, action);
    add_data(program, globals, action);
    add_listings(program, globals, action);
    add_patterns(program, globals, action);
    add_study(program, globals, action);
    add_model(program, globals, action);
    add_keys(program, globals, action);
    add_doctor(program, globals, action);
    add_exchange(program, globals, action);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // CLI11 prints help and version itself and answers 0 for them.
        return program.exit(error) == 0 ? done : wrong_call;
    }
    const auto status = action();
    if (status) return done;
    const auto text = status.error().text();
    std::fprintf(stderr, "nightjar: %.*s\n", static_cast<int>(text.size()), text.data());
    return exit_code(status.error());
}

}  // namespace

}  // namespace nightjar::app

int main(int argc, char** argv) { return nightjar::app::run(argc, argv); }
