#include "study/execution.hpp"

#include "study/labour.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::study {

using core::Result;

namespace {

constexpr double level = 0.95;
constexpr int rounds = 20'000;
constexpr std::uint64_t bootstrap_seed = 20'240'808;

struct Size {
    std::size_t settings;
    std::size_t arms;
    [[nodiscard]] std::uint64_t of_seed() const { return settings * arms; }
};

std::vector<Setting> settings_of(const ExecutionPlan& plan) {
    std::vector<Setting> settings;
    for (const auto regime : plan.regimes)
        for (const double part : plan.parts_of_day)
            for (const auto over : plan.over)
                settings.push_back({regime, part, over, std::vector<ArmResult>(plan.arms.size())});
    return settings;
}

Trial trial_of(const Setting& setting, const ExecutionPlan& plan, std::uint64_t seed) {
    Trial trial;
    trial.regime = setting.regime;
    trial.seed = seed;
    trial.side = side_of_seed(seed);
    trial.part_of_day = setting.part_of_day;
    trial.over = setting.over;
    trial.venues = plan.venues;
    trial.predators = plan.predators;
    trial.fees_differ = plan.fees_differ;
    return trial;
}

void sum_up(ArmResult& arm) {
    std::vector<double> costs;
    const auto n = static_cast<double>(arm.outcomes.size());
    arm.fee = arm.made = arm.kept = arm.missed = 0;
    for (const auto& outcome : arm.outcomes) {
        costs.push_back(outcome.cost_bps);
        arm.fee += outcome.fee_bps / n;
        arm.made += outcome.made * outcome.filled / n;
        arm.kept += outcome.kept_bps / n;
        arm.missed += (1 - outcome.filled) / n;
    }
    arm.mean = mean(costs);
    arm.deviation = deviation(costs);
    arm.cvar95 = tail_mean(costs, 1 - level);
}

/// Itself: there is none.
std::size_t rival_of(const std::vector<Arm>& arms, const Setting& setting, std::size_t of) {
    const auto& wanted = arms[of].against;
    auto best = of;
    for (std::size_t i = 0; i < arms.size() && !wanted.empty(); ++i) {
        const std::string_view name = arms[i].name;
        if (i == of || !name.starts_with(wanted)) continue;
        const auto number = name.substr(wanted.size());
        if (!std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) continue;
        if (best == of || setting.arms[i].mean < setting.arms[best].mean) best = i;
    }
    return best;
}

}  // namespace

std::vector<Arm> routing_arms(std::size_t venues) {
    const core::ParamTexts takes{{"adaptive", "false"}};
    const core::ParamTexts rests{{"adaptive", "false"}, {"patience", "follow"}};
    std::vector<Arm> arms;
    for (std::size_t i = 0; i < venues; ++i)
        arms.push_back({fmt::format("taker{}", i + 1),
                        "noisy, taking, at that venue alone",
                        {"twap", takes, Routing::Alone, i},
                        ""});
    arms.push_back({"sharded",
                    "the same over all venues, by the router",
                    {"twap", takes, Routing::Router},
                    "taker"});
    for (std::size_t i = 0; i < venues; ++i)
        arms.push_back({fmt::format("maker{}", i + 1),
                        "noisy, resting for a slot behind the touch, at that venue alone",
                        {"twap", rests, Routing::Alone, i},
                        ""});
    arms.push_back({"resting",
                    "the same over all venues, by the router",
                    {"twap", rests, Routing::Router},
                    "maker"});
    arms.push_back({"rebates",
                    "a control: the same where makers pay the least",
                    {"twap", rests, Routing::Rebates},
                    "maker"});
    return arms;
}

std::vector<Arm> execution_arms() {
    const core::ParamTexts plain{{"noise", "false"}, {"adaptive", "false"}};
    auto market = plain;
    market["children"] = "1";
    const core::ParamTexts patient{{"patience", "follow"}, {"extra", "2"}, {"adaptive", "false"}};
    auto passive = plain;
    passive["patience"] = "slot";
    return {
        {"market", "all at once, what is left a second later", {"twap", market}},
        {std::string{baseline_arm},
         "a resting order a slice, taken at the slice's end",
         {"twap", passive}},
        {"twap", "equal children on a fixed timer, taking", {"twap", plain}},
        {"noisy", "the same with noise in times and sizes", {"twap", {{"adaptive", "false"}}}},
        {"sharded",
         "noisy, over all venues by the router",
         {"twap", {{"adaptive", "false"}}, Routing::Router}},
        {"vwap", "by volume, as the product does", {"vwap", {}}},
        {"is", "Almgren and Chriss, as the product does", {"is", {}}},
        {"patient",
         "noise in times and sizes, resting for a slot behind the touch, two more behind it",
         {"twap", patient}},
        {"full", "the same, over all venues by the router", {"twap", patient, Routing::Router}},
        {"adaptive",
         "the same, and no more than book and volume bear",
         {"twap", {{"patience", "follow"}}}},
    };
}

void judge(ExecutionStudy& study) {
    std::vector<double> p;
    std::uint64_t stream = 0;
    for (auto& setting : study.settings) {
        for (auto& arm : setting.arms) {
            arm.outcomes.resize(study.seeds);
            sum_up(arm);
        }
        for (std::size_t i = 0; i < setting.arms.size(); ++i) {
            auto& arm = setting.arms[i];
            const auto rival = rival_of(study.plan.arms, setting, i);
            if (rival == i) continue;
            const auto& other = setting.arms[rival];
            arm.rival = study.plan.arms[rival].name;
            std::vector<double> differences;
            for (std::size_t seed = 0; seed < study.seeds; ++seed)
                differences.push_back(arm.outcomes[seed].cost_bps - other.outcomes[seed].cost_bps);
            arm.against =
                bootstrap(differences, level, rounds, core::Random{bootstrap_seed, stream++});
            p.push_back(arm.against->p);
        }
    }
    const auto adjusted = holm(p);
    auto next = adjusted.begin();
    for (auto& setting : study.settings)
        for (auto& arm : setting.arms)
            if (arm.against) arm.p = *next++;
}

Result<ExecutionStudy> run_execution(const ExecutionPlan& plan, const Watch& watch) {
    ExecutionStudy study{plan, settings_of(plan), plan.seeds, 0};
    const Size size{study.settings.size(), plan.arms.size()};
    for (auto& setting : study.settings)
        for (auto& arm : setting.arms) arm.outcomes.resize(plan.seeds);
    const auto work = [&](std::uint64_t i) {
        const auto seed = i / size.of_seed();
        const auto place = i % size.of_seed();
        auto& setting = study.settings[place / size.arms];
        const auto arm = place % size.arms;
        // A style is right or wrong in every run: each failure says the same.
        const auto outcome = run(trial_of(setting, plan, seed + 1), plan.arms[arm].style);
        if (outcome) setting.arms[arm].outcomes[seed] = *outcome;
    };
    for (const auto& arm : plan.arms) {
        Trial empty;
        empty.part_of_day = 0;
        empty.over = core::seconds(1);
        empty.venues = plan.venues;
        if (const auto tried = run(empty, arm.style); !tried)
            return std::unexpected{tried.error().in(arm.name)};
    }
    const auto done =
        share_out(plan.seeds * size.of_seed(), plan.threads, work, watch.progress, watch.stop);
    study.seeds = size.of_seed() == 0 ? 0 : done / size.of_seed();
    judge(study);
    for (const auto& setting : study.settings)
        for (const auto& arm : setting.arms)
            for (const auto& outcome : arm.outcomes) study.events += outcome.events;
    return study;
}

}  // namespace nightjar::study
