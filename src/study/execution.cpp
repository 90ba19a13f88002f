#include "study/execution.hpp"

#include "study/labour.hpp"

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
    return trial;
}

void sum_up(ArmResult& arm) {
    std::vector<double> costs;
    const auto n = static_cast<double>(arm.outcomes.size());
    arm.fee = arm.made = arm.missed = 0;
    for (const auto& outcome : arm.outcomes) {
        costs.push_back(outcome.cost_bps);
        arm.fee += outcome.fee_bps / n;
        arm.made += outcome.made * outcome.filled / n;
        arm.missed += (1 - outcome.filled) / n;
    }
    arm.mean = mean(costs);
    arm.deviation = deviation(costs);
    arm.cvar95 = tail_mean(costs, 1 - level);
}

}  // namespace

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
         {"twap", {{"adaptive", "false"}}, true}},
        {"vwap", "by volume, as the product does", {"vwap", {}}},
        {"is", "Almgren and Chriss, as the product does", {"is", {}}},
        {"patient",
         "noise in times and sizes, resting for a slot behind the touch, two more behind it",
         {"twap", patient}},
        {"full", "the same, and what takes goes over all venues", {"twap", patient, true}},
        {"adaptive",
         "the same, and no more than book and volume bear",
         {"twap", {{"patience", "follow"}}}},
    };
}

void judge(ExecutionStudy& study) {
    std::vector<double> p;
    std::uint64_t stream = 0;
    const auto base = std::ranges::find(study.plan.arms, baseline_arm, &Arm::name);
    for (auto& setting : study.settings)
        for (std::size_t i = 0; i < setting.arms.size(); ++i) {
            auto& arm = setting.arms[i];
            arm.outcomes.resize(study.seeds);
            sum_up(arm);
            if (base == study.plan.arms.end() || study.plan.arms[i].name == baseline_arm) continue;
            const auto& other =
                setting.arms[static_cast<std::size_t>(base - study.plan.arms.begin())];
            std::vector<double> differences;
            for (std::size_t seed = 0; seed < study.seeds; ++seed)
                differences.push_back(arm.outcomes[seed].cost_bps - other.outcomes[seed].cost_bps);
            arm.against =
                bootstrap(differences, level, rounds, core::Random{bootstrap_seed, stream++});
            p.push_back(arm.against->p);
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
