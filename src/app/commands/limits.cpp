/// nightjar limits: what orders are held against in a running node, and other numbers for it.

#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/plan.hpp"
#include "app/wiring.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct LimitsCall {
    std::vector<std::string> changes;  ///< "position.pct=10"
    std::string from;                  ///< or all of a configuration
    std::string session;
    bool yes{};
};

/// One limit of the running node.
struct Limit {
    risk::LimitInfo info;
    std::string value;  ///< now
    std::optional<std::string> wanted;
    std::int64_t millionths{};  ///< that are wanted

    [[nodiscard]] bool looser() const {
        const auto now = core::parse_money(value);
        const auto then = core::parse_money(*wanted);
        if (!now || !then || info.spec.loosens == core::Loosens::Unknown) return true;
        return info.spec.loosens == core::Loosens::Upward ? *then > *now : *then < *now;
    }
};

Result<std::vector<Limit>> ask_limits(const Globals& globals, const std::string& session) {
    NJ_TRY(answer, ask_node(globals, session, "status"));
    const auto json = Json::parse(answer, nullptr, false);
    if (!json.is_object() || !json.contains("limits"))
        return fail(Errc::Io, "the node does not tell its limits; it may be an older one");
    auto registries = builtins();
    NJ_TRY(known, risk::all_limits(registries));
    std::vector<Limit> limits;
    for (const auto& line : json["limits"]) {
        const auto name = line["name"].get<std::string>();
        const auto info = std::ranges::find(known, name, &risk::LimitInfo::name);
        if (info == known.end())
            return fail(Errc::Io, "the node's limit {} is not known here", name);
        limits.push_back({*info, line["value"].get<std::string>(), std::nullopt});
    }
    return limits;
}

/// What is wanted must be a number that the limit may have.
Status want(Limit& limit, const std::string& value) {
    const auto& spec = limit.info.spec;
    NJ_TRY(core::Params::make({&spec, 1}, {{spec.name, value}}));
    const auto amount = core::parse_money(value);
    constexpr std::int64_t million = 1'000'000;
    constexpr auto unit = core::Money::one / million;
    if (!amount || amount->raw < 0 || amount->raw % unit != 0)
        return fail(Errc::BadCall, "{} = \"{}\": a number of at most 6 decimals is wanted",
                    limit.info.name(), value);
    const auto now = core::parse_money(limit.value);
    if (now && *now == *amount) return {};
    limit.millionths = static_cast<std::int64_t>(amount->raw / unit);
    limit.wanted = value;
    return {};
}

Status want_changes(const std::vector<std::string>& changes, std::vector<Limit>& limits) {
    std::vector<std::string> names;
    for (const auto& limit : limits) names.push_back(limit.info.name());
    for (const auto& change : changes) {
        const auto equals = change.find('=');
        if (equals == std::string::npos)
            return fail(Errc::BadCall, "\"{}\": expected NAME=NUMBER, like position.pct=10",
                        change);
        const auto name = change.substr(0, equals);
        const auto place = std::ranges::find(names, name);
        if (place == names.end())
            return fail(Errc::BadCall, "no limit \"{}\" is in force{}", name,
                        core::did_you_mean(name, names));
        NJ_TRY(want(limits[static_cast<std::size_t>(place - names.begin())],
                    change.substr(equals + 1)));
    }
    return {};
}

/// All limits as the configuration has them; those that it does not name have their defaults.
Status want_configured(const std::string& path, std::vector<Limit>& limits) {
    NJ_TRY(file, TomlTable::read(path));
    NJ_TRY(plan, read_plan(file));
    for (auto& limit : limits) {
        const auto& [check, spec, rule, number] = limit.info;
        if (std::ranges::find(plan.gate.off, check) != plan.gate.off.end())
            return fail(Errc::BadCall, "{} turns {} off: that takes a restart", path, check);
        const auto given = plan.gate.settings.find(check);
        const auto texts = given == plan.gate.settings.end() ? core::ParamTexts{} : given->second;
        const auto text = texts.find(spec.name);
        NJ_TRY(want(limit, text == texts.end() ? spec.initial : text->second));
    }
    return {};
}

void show(const std::vector<Limit>& limits, bool json) {
    auto out = Json::array();
    for (const auto& limit : limits) {
        const auto& spec = limit.info.spec;
        if (json)
            out.push_back({{"name", limit.info.name()},
                           {"value", limit.value},
                           {"wanted", limit.wanted ? Json(*limit.wanted) : Json()},
                           {"unit", spec.unit},
                           {"doc", spec.doc}});
        else
            fmt::print("{:<30} {:>10}{} {}\n", limit.info.name(), limit.value,
                       limit.wanted ? fmt::format(" -> {:<10} {}", *limit.wanted,
                                                  limit.looser() ? "looser" : "tighter")
                                    : "",
                       limit.wanted || spec.unit.empty()
                           ? spec.unit
                           : fmt::format("{}, {}", spec.unit, spec.doc));
    }
    if (json) fmt::print("{}\n", out.dump());
}

/// Until the node tells the new numbers.
Status wait_for(const Globals& globals, const LimitsCall& call, const std::vector<Limit>& wanted) {
    constexpr int patience = 50;
    for (int i = 0; i < patience; ++i) {
        NJ_TRY(now, ask_limits(globals, call.session));
        const auto differs = std::ranges::find_if(wanted, [&](const Limit& limit) {
            const auto known = std::ranges::find(
                now, limit.info.name(), [](const Limit& other) { return other.info.name(); });
            return known == now.end() ||
                   core::parse_money(known->value).value_or(core::Money{-1}) !=
                       core::parse_money(*limit.wanted).value_or(core::Money{-2});
        });
        if (differs == wanted.end()) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return fail(Errc::Io,
                "the node took the change, and after 5 s still has other limits: see "
                "nightjar limits");
}

/// What is tighter need not wait for what is asked about.
Status send(const Globals& globals, const LimitsCall& call, const std::vector<Limit>& limits,
            bool looser) {
    for (const auto& limit : limits) {
        if (limit.looser() != looser) continue;
        const core::LimitChange change{limit.info.rule, limit.info.number, limit.millionths};
        NJ_TRY(command_node(globals, call.session,
                            core::Command::set_limit(change, core::Person{user_name()})));
    }
    return {};
}

Status limits(const Globals& globals, const LimitsCall& call) {
    if (!call.from.empty() && !call.changes.empty())
        return fail(Errc::BadCall, "either single limits, or --from a configuration");
    NJ_TRY(limits, ask_limits(globals, call.session));
    NJ_TRY(want_changes(call.changes, limits));
    if (!call.from.empty()) NJ_TRY(want_configured(call.from, limits));
    if (call.changes.empty() && call.from.empty()) {
        show(limits, globals.json);
        return {};
    }
    std::erase_if(limits, [](const Limit& limit) { return !limit.wanted; });
    show(limits, globals.json);
    NJ_TRY(send(globals, call, limits, false));
    if (std::ranges::any_of(limits, &Limit::looser)) {
        NJ_TRY(confirm(call.yes, "loosen the limits that are marked so?"));
        NJ_TRY(send(globals, call, limits, true));
    }
    NJ_TRY(wait_for(globals, call, limits));
    if (!globals.json) fmt::print("{} changed\n", limits.size());
    return {};
}

}  // namespace

void add_limits(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<LimitsCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand(
        "limits", "the limits of a running node, and other numbers for them");
    command->footer(
        "examples: nightjar limits\n"
        "          nightjar limits position.pct=10 rate.per_second=5\n"
        "          nightjar limits --from live.toml");
    command->add_option("changes", call->changes, "NAME=NUMBER; what is tighter holds at once");
    command->add_option("--from", call->from, "all limits as a configuration has them");
    command->add_option("--session", call->session, "its id, a part of it, or last");
    command->add_flag("--yes", call->yes, "do not ask before what is looser");
    command->callback([&globals, &action, call] {
        action = [&globals, call] { return limits(globals, *call); };
    });
}

}  // namespace nightjar::app
