#include "study/leakage.hpp"

#include "study/labour.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nightjar::study {

using Json = nlohmann::ordered_json;

namespace {

std::vector<Arm> arms_of(const LeakagePlan& plan) {
    const auto children = std::to_string(plan.children);
    const core::ParamTexts plain{{"noise", "false"}, {"adaptive", "false"}, {"children", children}};
    auto noisy = plain;
    noisy["noise"] = "true";
    auto passive = plain;
    passive["patience"] = "slot";
    return {{"twap", "", {"twap", plain}},
            {"jittered", "", {"jittered", {{"children", children}}}},
            {"passive", "", {"twap", passive}},
            {"noisy", "", {"twap", noisy}},
            {"full", "", {"twap", {{"patience", "follow"}, {"children", children}}}}};
}

struct Sight {
    std::vector<double> times;  // of our children
    std::vector<Moment> moments;
};

/// Fills of one child come together.
std::vector<double> times_of(std::span<const Print> ours) {
    constexpr double together = 0.1;  // seconds
    std::vector<double> times;
    for (const auto& fill : ours)
        if (times.empty() || fill.at - times.back() > together) times.push_back(fill.at);
    return times;
}

Sight look(const LeakagePlan& plan, const Style& style, std::uint64_t seed) {
    Trial trial;
    trial.regime = plan.regime;
    trial.seed = seed;
    trial.side = side_of_seed(seed);
    trial.part_of_day = plan.part_of_day;
    trial.over = plan.over;
    trial.venues = plan.venues;
    std::vector<Print> prints;
    std::vector<Print> ours;
    const auto done = run(trial, style, {&prints, &ours, nullptr});
    NJ_CHECK(done.has_value(), "{}", done.error().text());
    const double length = static_cast<double>(plan.over.ns) / 1e9;
    return {times_of(ours), watch(prints, ours, length)};
}

Leak judge(const Arm& arm, std::span<const Sight> sights, double length) {
    constexpr double learned = 0.7;
    Leak leak;
    leak.arm = arm.name;
    const auto n = static_cast<double>(sights.size());
    const auto first = static_cast<std::size_t>(learned * n);
    std::vector<Moment> seen;
    std::vector<Moment> unseen;
    double children = 0;
    for (std::size_t i = 0; i < sights.size(); ++i) {
        const auto& [times, moments] = sights[i];
        leak.children += static_cast<double>(times.size()) / n;
        leak.periodic += periodic(times, length) ? 1 / n : 0;
        leak.unlike_chance += unlike_chance(times) ? 1 / n : 0;
        auto& into = i < first ? seen : unseen;
        into.insert(into.end(), moments.begin(), moments.end());
    }
    for (const auto& moment : seen) children += moment.child ? 1 : 0;
    if (seen.empty() || children == 0) return leak;
    leak.base_rate = children / static_cast<double>(seen.size());
    leak.public_tape = foresight(Forecaster{seen}, unseen, leak.base_rate);
    return leak;
}

}  // namespace

std::vector<Leak> run_leakage(const LeakagePlan& plan, const Watch& watch) {
    const auto arms = arms_of(plan);
    std::vector<std::vector<Sight>> sights(arms.size(), std::vector<Sight>(plan.seeds));
    const auto done = share_out(
        plan.seeds * arms.size(), plan.threads,
        [&](std::uint64_t i) {
            const auto arm = i % arms.size();
            sights[arm][i / arms.size()] = look(plan, arms[arm].style, i / arms.size() + 1);
        },
        watch.progress, watch.stop);
    std::vector<Leak> leaks;
    for (std::size_t i = 0; i < arms.size(); ++i) {
        sights[i].resize(done / arms.size());
        leaks.push_back(judge(arms[i], sights[i], static_cast<double>(plan.over.ns) / 1e9));
    }
    return leaks;
}

std::string to_text(const std::vector<Leak>& leaks) {
    std::string out = fmt::format("{:<10}{:>10}{:>12}{:>8}{:>12}{:>9}\n", "arm", "children",
                                  "periodogram", "KS", "tape: AUC", "bits");
    for (const auto& leak : leaks)
        out += fmt::format("{:<10}{:>10.1f}{:>11.0f}%{:>7.0f}%{:>12.3f}{:>9.4f}\n", leak.arm,
                           leak.children, 100 * leak.periodic, 100 * leak.unlike_chance,
                           leak.public_tape.auc, leak.public_tape.bits);
    return out;
}

std::string to_json(const std::vector<Leak>& leaks) {
    auto all = Json::array();
    for (const auto& leak : leaks)
        all.push_back({{"arm", leak.arm},
                       {"children", leak.children},
                       {"periodic", leak.periodic},
                       {"unlike_chance", leak.unlike_chance},
                       {"auc", leak.public_tape.auc},
                       {"bits", leak.public_tape.bits},
                       {"base_rate", leak.base_rate}});
    return Json{{"study", "leakage"}, {"arms", all}}.dump(2);
}

}  // namespace nightjar::study
