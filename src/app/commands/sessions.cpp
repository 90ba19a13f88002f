/// nightjar status | stop | replay | sessions: what has to do with sessions that are there.

#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/models.hpp"
#include "app/rules.hpp"
#include "app/session_dir.hpp"
#include "backtest/reenact.hpp"
#include "store/ledger.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

Status status(const Globals& globals, const std::string& wanted) {
    NJ_TRY(answer, ask_node(globals, wanted, "status"));
    if (globals.json) {
        fmt::print("{}\n", answer);
        return {};
    }
    const auto json = Json::parse(answer, nullptr, false);
    if (json.is_discarded()) return fail(Errc::Io, "the node's answer is not JSON");
    fmt::print("session {} ({})  {}  kill level {}\n", json["session"].get<std::string>(),
               json["mode"].get<std::string>(), json["time"].get<std::string>(),
               json["kill_level"].get<std::string>());
    fmt::print("  {:.0f} events/s, {} orders, {} fills, {} refusals, {} open orders\n",
               json["events_per_second"].get<double>(), json["orders"].get<std::uint64_t>(),
               json["fills"].get<std::uint64_t>(), json["refusals"].get<std::uint64_t>(),
               json["open_orders"].size());
    for (const auto& venue : json["venues"])
        fmt::print(
            "  {:<18} {}, {} of {} books in step, {} gaps, {} orders unknown, {} quarantined\n",
            venue["name"].get<std::string>(), venue["state"].get<std::string>(),
            venue["books"].get<int>(), venue["instruments"].get<int>(), venue["gaps"].get<int>(),
            venue["unknown"].get<int>(), venue["quarantined"].get<int>());
    for (const auto& stage : json["stages"])
        fmt::print("  {:<18} {:<6} {} samples, evidence {:+.2f}\n",
                   stage["strategy"].get<std::string>(), stage["stage"].get<std::string>(),
                   stage["samples"].get<int>(), stage["evidence"].get<double>());
    for (const auto& account : json["accounts"])
        fmt::print("  {:<18} equity {:>14.2f}  profit {:>+12.2f}  drawdown {:>5.2f} %\n",
                   account["name"].get<std::string>(), account["equity"].get<double>(),
                   account["pnl"].get<double>(), account["drawdown_pct"].get<double>());
    for (const auto& position : json["positions"])
        fmt::print("  {:<10} holds {:>10} of {}\n", position["owner"].get<std::string>(),
                   position["qty"].get<std::string>(), position["instrument"].get<std::string>());
    return {};
}

Status stop(const Globals& globals, const std::string& wanted) {
    NJ_TRY(answer, ask_node(globals, wanted, "stop"));
    fmt::print("{}\n", globals.json ? Json{{"answer", answer}}.dump() : answer);
    return {};
}

Status replay(const Globals& globals, const std::string& wanted) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(session, find_session(root, wanted));
    if (!fs::exists(session.inputs()))
        return fail(
            Errc::BadCall,
            "{} has no recorded inputs: a backtest is run again, and gives the same journal",
            session.id);
    NJ_TRY(file, TomlTable::read(session.path / "config.toml"));
    NJ_TRY(plan, read_plan(file));
    NJ_TRY(recall_rules(session, plan));
    Models models{root};
    auto registries = models.parts();
    NJ_TRY(config, session_config(plan, session));
    NJ_TRY(result, backtest::reenact(config, registries, session.ledger(), session.inputs()));
    if (!result.difference.empty())
        return fail(Errc::Io, "{}: the replay differs: {}", session.id, result.difference);
    NJ_TRY(proof, store::verify(session.ledger(), session.inputs()));
    if (globals.json) {
        fmt::print("{}\n", Json{{"session", session.id},
                                {"events", result.events},
                                {"records", result.records},
                                {"epochs", result.epochs},
                                {"surplus", result.surplus},
                                {"blocks", proof.blocks},
                                {"journal_sha256", proof.head}}
                               .dump(2));
        return {};
    }
    fmt::print(
        "{}: {} events gave the same {} records again, in {} {}; chain of {} blocks verified\n"
        "journal sha256 {}\n",
        session.id, result.events, result.records, result.epochs,
        result.epochs == 1 ? "life" : "lives", proof.blocks, proof.head);
    return {};
}

Status list(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    auto out = Json::array();
    for (const auto& session : sessions(root)) {
        NJ_TRY(file, TomlTable::read(session.path / "session.toml"));
        const auto kind = file.text("kind", "");
        const auto origin = file.text("origin", "");
        if (globals.json)
            out.push_back({{"session", session.id}, {"kind", kind}, {"origin", origin}});
        else
            fmt::print("{:<26} {:<9} {}\n", session.id, kind, origin);
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    return {};
}

using Work = Status (*)(const Globals&, const std::string&);

void add(CLI::App& program, Globals& globals, Action& action, const std::string& name,
         const std::string& what, bool needs_session, Work work) {
    auto wanted = std::make_shared<std::string>();  // shared: option and callback outlive this call
    auto* command = program.add_subcommand(name, what);
    command->footer("example: nightjar " + name + (needs_session ? " last" : ""));
    command->add_option("session", *wanted, "its id, a part of it, or last")
        ->required(needs_session);
    command->callback([&globals, &action, wanted, work] {
        action = [&globals, wanted, work] { return work(globals, *wanted); };
    });
}

}  // namespace

void add_sessions(CLI::App& program, Globals& globals, Action& action) {
    add(program, globals, action, "status", "what a running node does", false, status);
    add(program, globals, action, "stop", "stop a running node, cleanly", false, stop);
    add(program, globals, action, "replay", "run a recorded session again and compare its ledger",
        true, replay);
    program.add_subcommand("sessions", "the sessions that are there")
        ->footer("example: nightjar sessions")
        ->callback([&globals, &action] { action = [&globals] { return list(globals); }; });
}

}  // namespace nightjar::app
