/// nightjar preflight: the worst case that a configuration allows, before it is run.

#include "app/preflight.hpp"

#include "app/command.hpp"
#include "app/ramp_toml.hpp"
#include "app/session_dir.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace nightjar::app {

using core::Status;

namespace {

Status show_preflight(const Globals& globals, const std::string& config) {
    NJ_TRY(file, TomlTable::read(config));
    NJ_TRY(plan, read_plan(file));
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(prove_ramp(root, plan));
    NJ_TRY(report, preflight(plan));
    fmt::print("{}\n", globals.json ? to_json(report) : to_text(report));
    return {};
}

}  // namespace

void add_preflight(CLI::App& program, Globals& globals, Action& action) {
    auto config = std::make_shared<std::string>();  // shared: option and callback outlive this call
    auto* command = program.add_subcommand(
        "preflight", "the worst case that a configuration allows, before it is run");
    command->footer("example: nightjar preflight config/demo.toml");
    command->add_option("config", *config, "a TOML configuration")->required();
    command->callback([&globals, &action, config] {
        action = [&globals, config] { return show_preflight(globals, *config); };
    });
}

}  // namespace nightjar::app
