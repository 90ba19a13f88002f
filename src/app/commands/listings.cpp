/// nightjar strategies | signals | notifiers: what there is, with every setting.

#include "app/command.hpp"
#include "app/models.hpp"
#include "app/session_dir.hpp"
#include "notify/notifier.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const core::ParamSpec& spec) {
    Json json{{"name", spec.name},
              {"type", core::name(spec.type)},
              {"default", spec.initial},
              {"unit", spec.unit},
              {"doc", spec.doc}};
    if (spec.type == core::ParamType::Integer || spec.type == core::ParamType::Real) {
        json["min"] = spec.min;
        json["max"] = spec.max;
    }
    return json;
}

template <class Part>
core::Status list(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    Models models{root};
    auto registries = models.parts();
    auto out = Json::array();
    for (const auto& [name, entry] : registries.of<Part>().entries()) {
        if (globals.json) {
            auto params = Json::array();
            for (const auto& spec : entry.params) params.push_back(to_json(spec));
            out.push_back({{"name", name}, {"doc", entry.doc}, {"params", params}});
            continue;
        }
        fmt::print("{}  {}\n", name, entry.doc);
        for (const auto& spec : entry.params) {
            const bool number =
                spec.type == core::ParamType::Integer || spec.type == core::ParamType::Real;
            const auto range = number ? fmt::format(", {} to {}", spec.min, spec.max) : "";
            fmt::print("    {:<18} {:<8} {}{}{}{}\n", spec.name, spec.initial, spec.doc,
                       spec.unit.empty() ? "" : " [" + spec.unit + "]", range, "");
        }
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    return {};
}

}  // namespace

void add_listings(CLI::App& program, Globals& globals, Action& action) {
    program
        .add_subcommand("strategies", "the built-in strategies with every setting and its default")
        ->footer("example: nightjar strategies")
        ->callback([&] { action = [&] { return list<strategy::Strategy>(globals); }; });
    program.add_subcommand("signals", "the built-in signals with every setting and its default")
        ->footer("example: nightjar signals --json")
        ->callback([&] { action = [&] { return list<signal::Signal>(globals); }; });
    program.add_subcommand("notifiers", "the ways to a person with every setting and its default")
        ->footer("example: nightjar notifiers")
        ->callback([&] { action = [&] { return list<notify::Notifier>(globals); }; });
}

}  // namespace nightjar::app
