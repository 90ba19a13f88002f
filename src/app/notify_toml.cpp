#include "app/notify_toml.hpp"

#include "app/errc.hpp"
#include "core/base/nearest.hpp"
#include "notify/errc.hpp"
#include "notify/notifier.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace nightjar::app {

using core::Result;
using core::Status;

namespace {

/// The value of that name.
template <class Value, std::size_t Size>
Result<Value> one_of(const std::array<Value, Size>& values, const TomlTable& table,
                     std::string_view key, const std::string& wanted) {
    std::vector<std::string> known;
    for (const auto value : values) {
        if (wanted == notify::name(value)) return value;
        known.emplace_back(notify::name(value));
    }
    return std::unexpected{
        table.error(fmt::format("{}: \"{}\" is none of {}{}", key, wanted, fmt::join(known, ", "),
                                core::did_you_mean(wanted, known)))};
}

Result<notify::Subscription> read_wants(TomlTable& table) {
    constexpr std::int64_t most_per_hour = 3'600;
    notify::Subscription wants;
    for (const auto& text : table.texts("topics")) {
        NJ_TRY(topic, one_of(notify::topics, table, "topics", text));
        wants.wanted.push_back(topic);
    }
    NJ_TRY(least, one_of(notify::severities, table, "least", table.text("least", "info")));
    wants.least = least;
    wants.per_hour = table.integer("per_hour", wants.per_hour);
    if (wants.per_hour < 1 || wants.per_hour > most_per_hour)
        return std::unexpected{
            table.error(fmt::format("per_hour must be from 1 to {}", most_per_hour))};
    return wants;
}

/// As if it were made, but for its secrets.
Status check(const NotifierPlan& plan, const TomlTable& table) {
    core::Registries registries;
    notify::register_builtins(registries);
    const notify::Means means{nullptr, [](std::string_view name) -> Result<notify::Secret> {
                                  return core::fail(notify::Errc::NoSecret, "{} is not looked for",
                                                    name);
                              }};
    const auto made = registries.of<notify::Notifier>().make(plan.kind, plan.params, means);
    if (made || made.error().code == notify::Errc::NoSecret) return {};
    return std::unexpected{table.error(made.error().text())};
}

Result<NotifierPlan> read_notifier(TomlTable& table) {
    NotifierPlan plan;
    plan.kind = table.text("kind");
    plan.name = table.text("name", plan.kind);
    NJ_TRY(wants, read_wants(table));
    plan.wants = std::move(wants);
    plan.params = table.rest();
    NJ_TRY(table.finish());
    NJ_TRY(check(plan, table));
    return plan;
}

}  // namespace

Result<std::vector<NotifierPlan>> read_notifiers(TomlTable& file) {
    std::vector<NotifierPlan> plans;
    for (auto& table : file.tables("notify")) {
        NJ_TRY(plan, read_notifier(table));
        if (std::ranges::find(plans, plan.name, &NotifierPlan::name) != plans.end())
            return std::unexpected{table.error(
                fmt::format("there are two notifiers \"{}\": give each a name", plan.name))};
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace nightjar::app
