/// nightjar run CONFIG: paper trading, with dashboard, metrics and a living status.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/live_session.hpp"
#include "report/report.hpp"

#include <CLI/CLI.hpp>

namespace nightjar::app {

namespace {

core::Status run(const Globals& globals, const LiveCall& call) {
    if (call.config.empty() == call.resume.empty())
        return core::fail(Errc::BadCall, "name a configuration file, or --resume ID (or last)");
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(ended, run_live(root, call));
    const report::Extras extras{std::nullopt, {}, ended.journal_sha256, ended.session.id};
    fmt::print("{}\n", globals.json ? report::to_json(ended.story, extras)
                                    : report::to_text(ended.story, extras));
    return {};
}

}  // namespace

void add_run(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<LiveCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand("run", "trade on paper, in real time");
    command->footer(
        "examples: nightjar run config/demo.toml\n"
        "          nightjar run --resume last");
    command->add_option("config", call->config, "a TOML configuration");
    command->add_option("--resume", call->resume, "go on with a session: its id, or last");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
