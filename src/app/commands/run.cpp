/// nightjar run CONFIG: paper trading, with dashboard, metrics and a living status.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/paper.hpp"
#include "app/status_view.hpp"
#include "app/version.hpp"
#include "net/line_socket.hpp"
#include "ops/dashboard.hpp"
#include "report/report.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <fstream>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct RunCall {
    std::string config;
    std::string resume;
};

/// The session that Ctrl-C stops; set while it runs.
std::atomic<Paper*> running{nullptr};  // NOLINT: a signal handler sees globals only

void on_signal(int) {
    if (auto* paper = running.load()) paper->request_stop();
}

/// The configuration is kept with the session: to go on, and to replay, it must be the same.
Result<SessionDir> open_session(const fs::path& root, const RunCall& call) {
    if (!call.resume.empty()) return find_session(root, call.resume);
    NJ_TRY(session, make_session(root, "paper", call.config));
    std::error_code error;
    fs::copy_file(call.config, session.path / "config.toml", error);
    if (error)
        return fail(Errc::Io, "cannot keep {} with the session: {}", call.config, error.message());
    return session;
}

Result<Plan> read_config(const fs::path& path) {
    NJ_TRY(file, TomlTable::read(path));
    NJ_TRY(plan, read_plan(file));
    NJ_TRY(read_latencies(plan));
    return plan;
}

Status run(const Globals& globals, const RunCall& call) {
    if (call.config.empty() == call.resume.empty())
        return fail(Errc::BadCall, "name a configuration file, or --resume ID (or last)");
    NJ_TRY(root, data_dir(globals.data_dir));
    if (!call.config.empty()) {  // a wrong configuration leaves no session behind
        NJ_TRY(checked, read_config(call.config));
        NJ_TRY(complete, engine_config(checked, {}));
        (void)complete;
    }
    NJ_TRY(session, open_session(root, call));
    NJ_TRY(plan, read_config(session.path / "config.toml"));
    auto registries = builtins();
    NJ_TRY(paper, Paper::make(plan, session, registries, !call.resume.empty()));

    const ops::SessionFacts facts{session.id, "paper", build_text(), session.path.string()};
    auto dashboard =
        ops::Dashboard::start(plan.port, facts, paper->snapshots(), session.ledger(), new_token());
    if (!dashboard) {
        paper.reset();
        if (call.resume.empty()) fs::remove_all(session.path);  // it never began
        return std::unexpected{dashboard.error()};
    }
    NJ_TRY(control, net::LineServer::start(session.socket(), [&](const std::string& question) {
               if (question == "stop") {
                   paper->request_stop();
                   return std::string{"stopping"};
               }
               return (*dashboard)->status();
           }));
    running.store(paper.get());
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    fmt::print("session   {}\ndashboard {}\nmetrics   {}metrics\nstop with Ctrl-C\n", session.id,
               (*dashboard)->address(),
               (*dashboard)->address().substr(0, (*dashboard)->address().find('#')));
    if (!call.resume.empty()) {
        const auto& from = paper->recovered();
        fmt::print("recovered {} records, {} of them by the checkpoint", from.records,
                   from.from_checkpoint);
        if (from.cut_bytes > 0)
            fmt::print("; {} bytes of an unfinished record were cut", from.cut_bytes);
        fmt::print("\n");
    }
    std::fflush(stdout);
    {
        const StatusView view{paper->snapshots()};
        paper->run();
    }
    running.store(nullptr);
    control.reset();
    dashboard->reset();
    NJ_TRY(head, paper->finish());
    paper.reset();
    NJ_TRY(story, report::read_story(session.ledger()));
    const report::Extras extras{std::nullopt, {}, head, session.id};
    fmt::print("{}\n",
               globals.json ? report::to_json(story, extras) : report::to_text(story, extras));
    return {};
}

}  // namespace

void add_run(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<RunCall>();  // shared: options and callback outlive this call
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
