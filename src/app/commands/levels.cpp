/// nightjar pause | kill | flatten | resume: how much a running node may still do.

#include "app/control.hpp"
#include "app/errc.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::KillLevel;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct LevelCall {
    std::string session;
    KillLevel level{};
    bool halt{};
    bool yes{};
};

/// What the node has come to once it has done it.
core::Result<Json> wait_for(const Globals& globals, const LevelCall& call) {
    constexpr int patience = 50;
    Json json;
    for (int i = 0; i < patience; ++i) {
        NJ_TRY(answer, ask_node(globals, call.session, "status"));
        json = Json::parse(answer, nullptr, false);
        if (json.is_discarded()) return fail(Errc::Io, "the node's answer is not JSON");
        const auto now = json["kill_level_number"].get<int>();
        if (call.level == KillLevel::None ? now == 0 : now >= static_cast<int>(call.level))
            return json;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return fail(Errc::Io, "the node took the command, and after 5 s its kill level is still {}",
                json["kill_level"].get<std::string>());
}

Status set_level(const Globals& globals, LevelCall call) {
    if (call.halt) call.level = KillLevel::Halt;
    if (call.level == KillLevel::Flatten)
        NJ_TRY(confirm(call.yes, "close all positions of the running node?"));
    if (call.level == KillLevel::None)
        NJ_TRY(confirm(call.yes, "let the running node trade again?"));
    NJ_TRY(command_node(globals, call.session,
                        core::Command::set_level(call.level, core::Person{user_name()})));
    NJ_TRY(json, wait_for(globals, call));
    const Json said{{"session", json["session"]},
                    {"kill_level", json["kill_level"]},
                    {"open_orders", json["open_orders"].size()},
                    {"positions", json["positions"].size()}};
    if (globals.json)
        fmt::print("{}\n", said.dump());
    else
        fmt::print("session {}: kill level {}, {} open orders, {} positions\n",
                   said["session"].get<std::string>(), said["kill_level"].get<std::string>(),
                   said["open_orders"].get<int>(), said["positions"].get<int>());
    return {};
}

CLI::App* add(CLI::App& program, Globals& globals, Action& action, const std::string& name,
              const std::string& what, KillLevel level) {
    auto call = std::make_shared<LevelCall>();  // shared: options and callback outlive this call
    call->level = level;
    auto* command = program.add_subcommand(name, what);
    command->footer("example: nightjar " + name);
    command->add_option("session", call->session, "its id, a part of it, or last");
    if (level == KillLevel::CancelAndReduceOnly)
        command->add_flag("--halt", call->halt, "K4: not even what reduces leaves, only cancels");
    if (level == KillLevel::Flatten || level == KillLevel::None)
        command->add_flag("--yes", call->yes, "do not ask");
    command->callback([&globals, &action, call] {
        action = [&globals, call] { return set_level(globals, *call); };
    });
    return command;
}

}  // namespace

void add_levels(CLI::App& program, Globals& globals, Action& action) {
    add(program, globals, action, "pause", "K1: a running node only reduces from now on",
        KillLevel::ReduceOnly);
    add(program, globals, action, "kill", "K2: it cancels all orders, and only reduces from now on",
        KillLevel::CancelAndReduceOnly);
    add(program, globals, action, "flatten", "K3: it cancels all orders and closes all positions",
        KillLevel::Flatten);
    add(program, globals, action, "resume", "it may trade again, whatever level it had come to",
        KillLevel::None);
}

}  // namespace nightjar::app
