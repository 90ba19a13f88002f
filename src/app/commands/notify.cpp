/// nightjar notify: whether the notifiers of a configuration work, before they are needed.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/notifiers.hpp"
#include "app/plan.hpp"
#include "app/session_dir.hpp"
#include "engine/live_clock.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nightjar::app {

using core::fail;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

Status notify(const Globals& globals, const std::string& config) {
    NJ_TRY(file, TomlTable::read(config));
    NJ_TRY(plan, read_plan(file));
    if (plan.notifiers.empty())
        return fail(Errc::BadCall, "{}: there is no [[notify]] in it, so nobody would be told",
                    config);
    const engine::LiveClock clock;
    venue::Redactor redactor;
    NJ_TRY(notifiers, Notifiers::make(plan.notifiers, clock, redactor));
    const auto now = clock.now();
    const notify::Letter letter{
        .id = fmt::format("test-{}", now.ns),
        .source = "test",
        .severity = notify::Severity::Warning,
        .topic = notify::Topic::Session,
        .at = now,
        .count = 1,
        .text = "Nightjar test: this is what `nightjar notify` sends; nothing has happened"};
    auto out = Json::array();
    std::size_t failed = 0;
    for (const auto& [name, kind, status] : notifiers.try_all(letter)) {
        const auto why = status ? std::string{} : redactor.clean(status.error().text());
        failed += status ? 0U : 1U;
        if (globals.json)
            out.push_back({{"name", name}, {"kind", kind}, {"arrived", why.empty()}, {"why", why}});
        else
            fmt::print("{} ({}): {}\n", name, kind, status ? "arrived" : "NOT sent: " + why);
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    if (failed > 0)
        return fail(Errc::Io, "{} of {} notifiers did not take it", failed, plan.notifiers.size());
    return {};
}

}  // namespace

void add_notify(CLI::App& program, Globals& globals, Action& action) {
    auto config = std::make_shared<std::string>();  // shared: it outlives this call
    auto* command = program.add_subcommand(
        "notify", "send a test message through every notifier of a configuration");
    command->add_option("--config,config", *config, "a TOML configuration")->required();
    command->footer("example: nightjar notify live.toml");
    command->callback([&, config] { action = [&, config] { return notify(globals, *config); }; });
}

}  // namespace nightjar::app
