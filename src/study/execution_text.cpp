/// The study of execution, told: a table and JSON.

#include "study/execution.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nightjar::study {

using Json = nlohmann::ordered_json;

namespace {

constexpr double percent = 100;

std::string title(const Setting& setting) {
    return fmt::format("{}, {:g} % of a day's volume in {}", sim::name(setting.regime),
                       percent * setting.part_of_day, core::format_duration(setting.over));
}

Json json_of(const Arm& arm, const ArmResult& result) {
    Json json{{"arm", arm.name},
              {"mean_bps", result.mean},
              {"sd_bps", result.deviation},
              {"cvar95_bps", result.cvar95},
              {"fee_bps", result.fee},
              {"made", result.made},
              {"kept_bps", result.kept},
              {"unfilled", result.missed}};
    if (result.against)
        json["against_" + result.rival] = {{"mean_bps", result.against->mean},
                                           {"low_bps", result.against->low},
                                           {"high_bps", result.against->high},
                                           {"p_holm", result.p}};
    auto costs = Json::array();
    for (const auto& outcome : result.outcomes) costs.push_back(outcome.cost_bps);
    json["costs_bps"] = costs;
    return json;
}

}  // namespace

std::string to_text(const ExecutionStudy& study) {
    std::string out = fmt::format(
        "All-in cost in bp of the mid at arrival: fees and what did not fill included.\n"
        "{} seeds; against another arm: mean difference by seed with its 95 % interval, p by "
        "Holm.\n"
        "kept: what makers' fills kept of their price 5 s later, less the fee.\n",
        study.seeds);
    for (const auto& setting : study.settings) {
        out += fmt::format("\n{}\n{:<9}{:>8}{:>8}{:>9}{:>7}{:>7}{:>7}{:>9}   {}\n", title(setting),
                           "arm", "mean", "sd", "CVaR95", "fee", "made", "kept", "unfilled",
                           "against");
        for (std::size_t i = 0; i < setting.arms.size(); ++i) {
            const auto& arm = setting.arms[i];
            out += fmt::format("{:<9}{:>8.2f}{:>8.2f}{:>9.2f}{:>7.2f}{:>6.0f}%{:>7.2f}{:>8.2f}%",
                               study.plan.arms[i].name, arm.mean, arm.deviation, arm.cvar95,
                               arm.fee, percent * arm.made, arm.kept, percent * arm.missed);
            if (arm.against)
                out += fmt::format("   {} {:+.2f} [{:+.2f}, {:+.2f}] p {:.3f}", arm.rival,
                                   arm.against->mean, arm.against->low, arm.against->high, arm.p);
            out += '\n';
        }
    }
    return out;
}

std::string to_json(const ExecutionStudy& study) {
    auto settings = Json::array();
    for (const auto& setting : study.settings) {
        auto arms = Json::array();
        for (std::size_t i = 0; i < setting.arms.size(); ++i)
            arms.push_back(json_of(study.plan.arms[i], setting.arms[i]));
        settings.push_back({{"regime", sim::name(setting.regime)},
                            {"part_of_day", setting.part_of_day},
                            {"over_s", setting.over.ns / 1'000'000'000},
                            {"arms", arms}});
    }
    return Json{{"study", "execution"},
                {"seeds", study.seeds},
                {"venues", study.plan.venues},
                {"events", study.events},
                {"settings", settings}}
        .dump(2);
}

}  // namespace nightjar::study
