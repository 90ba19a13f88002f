/// nightjar ramp: how much capital the strategies of a running node are trusted with.

#include "app/control.hpp"
#include "app/errc.hpp"
#include "core/base/nearest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Stage;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct RampCall {
    std::vector<std::string> changes;  ///< "trend=canary"
    std::string session;
    bool yes{};
};

struct Wish {
    std::string strategy;
    core::StageWish wish;
    bool raises{};
};

Result<Json> ask_stages(const Globals& globals, const std::string& session) {
    NJ_TRY(answer, ask_node(globals, session, "status"));
    auto json = Json::parse(answer, nullptr, false);
    if (!json.is_object() || !json.contains("stages"))
        return fail(Errc::Io, "the node does not tell its stages; it may be an older one");
    if (json["stages"].empty())
        return fail(Errc::BadCall,
                    "the session has no ramp: all strategies are at full; see [ramp] in "
                    "docs/ramp.md");
    return json["stages"];
}

Result<Wish> read_wish(const std::string& change, const Json& stages) {
    const auto equals = change.find('=');
    if (equals == std::string::npos)
        return fail(Errc::BadCall, "\"{}\": expected STRATEGY=STAGE, like trend=canary", change);
    const auto name = change.substr(0, equals);
    const auto wanted = change.substr(equals + 1);
    std::vector<std::string> names;
    for (const auto& line : stages) names.push_back(line["strategy"].get<std::string>());
    const auto at = std::ranges::find(names, name);
    if (at == names.end())
        return fail(Errc::BadCall, "there is no strategy \"{}\"{}", name,
                    core::did_you_mean(name, names));
    const auto stage =
        std::ranges::find(core::stages, wanted, [](Stage each) { return core::name(each); });
    if (stage == core::stages.end())
        return fail(Errc::BadCall, "{}: the stages are paper, canary and full", change);
    const auto number = static_cast<std::uint16_t>(at - names.begin());
    const bool raises = static_cast<int>(*stage) > stages[number]["stage_number"].get<int>();
    return Wish{name, {{number}, *stage}, raises};
}

std::string optional_number(const Json& value, std::string_view unit = "") {
    return value.is_null() ? "-" : fmt::format("{:.2f}{}", value.get<double>(), unit);
}

void show(const Json& stages) {
    fmt::print("{:<16} {:<7} {:>6} {:>8} {:>9} {:>8} {:>8} {:>9}  {}\n", "strategy", "stage",
               "share", "samples", "evidence", "down at", "up at", "expected", "wants");
    for (const auto& line : stages)
        fmt::print("{:<16} {:<7} {:>4.0f} % {:>8} {:>+9.2f} {:>8.2f} {:>8} {:>9}  {}\n",
                   line["strategy"].get<std::string>(), line["stage"].get<std::string>(),
                   100 * line["share"].get<double>(), line["samples"].get<std::int64_t>(),
                   line["evidence"].get<double>(), line["lower"].get<double>(),
                   optional_number(line["upper"]), optional_number(line["expected_bps"], " bp"),
                   line["missing"].get<std::string>());
}

/// Until the node tells the new stages.
Status wait_for(const Globals& globals, const RampCall& call, const std::vector<Wish>& wishes) {
    constexpr int patience = 50;
    for (int i = 0; i < patience; ++i) {
        NJ_TRY(now, ask_stages(globals, call.session));
        const auto there = [&now](const Wish& wish) {
            return now[wish.wish.strategy.value]["stage"] == core::name(wish.wish.stage);
        };
        if (std::ranges::all_of(wishes, there)) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return fail(
        Errc::Io,
        "the node took the change, and after 5 s still has other stages: see nightjar ramp");
}

/// What is lower need not wait for what is asked about.
Status change(const Globals& globals, const RampCall& call, std::vector<Wish> wishes) {
    std::ranges::sort(wishes, {}, &Wish::raises);
    const core::Person by{user_name()};
    bool asked = false;
    for (const auto& wish : wishes) {
        if (wish.raises && !std::exchange(asked, true))
            NJ_TRY(confirm(call.yes, "trust strategies with more than their tests have earned?"));
        NJ_TRY(command_node(globals, call.session, core::Command::set_stage(wish.wish, by)));
    }
    return wait_for(globals, call, wishes);
}

Status ramp(const Globals& globals, const RampCall& call) {
    NJ_TRY(stages, ask_stages(globals, call.session));
    std::vector<Wish> wishes;
    for (const auto& text : call.changes) {
        NJ_TRY(wish, read_wish(text, stages));
        wishes.push_back(std::move(wish));
    }
    if (!wishes.empty()) {
        NJ_TRY(change(globals, call, std::move(wishes)));
        NJ_TRY(now, ask_stages(globals, call.session));
        stages = std::move(now);
    }
    if (globals.json)
        fmt::print("{}\n", stages.dump());
    else
        show(stages);
    return {};
}

}  // namespace

void add_ramp(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<RampCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand(
        "ramp", "what the strategies of a running node are trusted with, and another stage");
    command->footer(
        "examples: nightjar ramp\n"
        "          nightjar ramp trend=paper\n"
        "          nightjar ramp trend=full --yes");
    command->add_option("changes", call->changes,
                        "STRATEGY=paper, canary or full; what is lower holds at once");
    command->add_option("--session", call->session, "its id, a part of it, or last");
    command->add_flag("--yes", call->yes, "do not ask before what is higher");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return ramp(globals, *call); }; });
}

}  // namespace nightjar::app
