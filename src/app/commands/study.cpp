/// nightjar study execution | leakage | market: laboratories on a simulated market.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "app/session_report.hpp"
#include "app/stop_signal.hpp"
#include "core/base/nearest.hpp"
#include "store/tape_file.hpp"
#include "study/leakage.hpp"
#include "study/market_study.hpp"
#include "study/recorded.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct StudyCall {
    std::vector<std::string> regimes{"calm", "volatile", "thin", "attacked"};
    std::vector<std::string> arms;
    std::vector<double> sizes{0.1, 0.5, 2};  ///< % of a day's volume
    std::vector<int> minutes{10, 60};
    std::uint64_t seeds{20};
    std::size_t threads{1};
    std::size_t venues{2};
    bool without_predators{};
    bool routing{};
    std::int64_t children{120};
    std::string html;
    std::string tape;
};

Result<std::vector<sim::Regime>> read_regimes(const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < sim::regimes; ++i)
        known.emplace_back(name(static_cast<sim::Regime>(i)));
    std::vector<sim::Regime> regimes;
    for (const auto& wanted : names) {
        const auto at = std::ranges::find(known, wanted);
        if (at == known.end())
            return fail(Errc::BadCall, "--regimes {}: no such regime{}", wanted,
                        core::did_you_mean(wanted, known));
        regimes.push_back(static_cast<sim::Regime>(at - known.begin()));
    }
    return regimes;
}

Result<std::vector<study::Arm>> read_arms(const StudyCall& call) {
    auto all = call.routing ? study::routing_arms(call.venues) : study::execution_arms();
    const auto& names = call.arms;
    if (names.empty()) return all;
    std::vector<std::string> known;
    for (const auto& arm : all) known.push_back(arm.name);
    std::vector<study::Arm> arms;
    for (const auto& wanted : names) {
        const auto at = std::ranges::find(all, wanted, &study::Arm::name);
        if (at == all.end())
            return fail(Errc::BadCall, "--arms {}: no such arm{}", wanted,
                        core::did_you_mean(wanted, known));
        arms.push_back(*at);
    }
    return arms;
}

std::vector<double> parts(const std::vector<double>& percents) {
    constexpr double percent = 0.01;
    std::vector<double> out;
    for (const double size : percents) out.push_back(size * percent);
    return out;
}

/// A bar, and an end by Ctrl-C with what is done so far.
class Attendance {
public:
    explicit Attendance(std::string label) : progress_{std::move(label)} { hear_stop(); }
    study::Watch watch() {
        return {[this](std::uint64_t done, std::uint64_t all) { progress_.show(done, all); },
                stop_asked};
    }

private:
    Progress progress_;
};

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Status study_execution(const Globals& globals, const StudyCall& call) {
    study::ExecutionPlan plan;
    NJ_TRY(regimes, read_regimes(call.regimes));
    NJ_TRY(arms, read_arms(call));
    plan.regimes = std::move(regimes);
    plan.arms = std::move(arms);
    plan.parts_of_day = parts(call.sizes);
    for (const int minutes : call.minutes) plan.over.push_back(core::minutes(minutes));
    plan.seeds = call.seeds;
    plan.threads = call.threads;
    plan.venues = call.venues;
    plan.predators = !call.without_predators;
    plan.fees_differ = call.routing;
    NJ_TRY(result, [&] {
        Attendance attendance{"execution"};
        return study::run_execution(plan, attendance.watch());
    }());
    if (!call.html.empty()) NJ_TRY(write_text(fs::absolute(call.html), study::to_html(result)));
    print(globals.json ? study::to_json(result) + "\n" : study::to_text(result));
    if (result.seeds < call.seeds)
        fmt::print(stderr, "stopped: {} of {} seeds are in it\n", result.seeds, call.seeds);
    return {};
}

Status study_leakage(const Globals& globals, const StudyCall& call) {
    study::LeakagePlan plan;
    NJ_TRY(regimes, read_regimes(call.regimes));
    plan.regime = regimes.front();
    plan.part_of_day = parts(call.sizes).front();
    plan.over = core::minutes(call.minutes.front());
    plan.children = call.children;
    plan.seeds = call.seeds;
    plan.threads = call.threads;
    plan.venues = call.venues;
    Attendance attendance{"leakage"};
    const auto leaks = study::run_leakage(plan, attendance.watch());
    print(globals.json ? study::to_json(leaks) + "\n" : study::to_text(leaks));
    return {};
}

Status study_market(const Globals& globals, const StudyCall& call) {
    study::MarketPlan plan;
    NJ_TRY(regimes, read_regimes(call.regimes));
    plan.regimes = std::move(regimes);
    plan.over = core::minutes(call.minutes.front());
    plan.seeds = call.seeds;
    plan.threads = call.threads;
    plan.venues = call.venues;
    std::vector<study::MarketFigures> figures;
    if (!call.tape.empty()) {
        NJ_TRY(root, data_dir(globals.data_dir));
        NJ_TRY(tape, store::TapeFile::open(root / "series", call.tape));
        NJ_TRY(shape, study::shape_of(tape));
        figures.push_back({"recorded", shape, {}, 0, {}});
    }
    Attendance attendance{"market"};
    std::ranges::move(study::run_markets(plan, attendance.watch()), std::back_inserter(figures));
    print(globals.json ? study::to_json(figures) + "\n" : study::to_text(figures));
    return {};
}

using Study = Status (*)(const Globals&, const StudyCall&);

/// What all of them have.
CLI::App* add(CLI::App& study, Globals& globals, Action& action,
              const std::shared_ptr<StudyCall>& call, const std::string& name,
              const std::string& what, Study run) {
    constexpr int most_threads = 256;
    auto* command = study.add_subcommand(name, what);
    command->add_option("--seeds", call->seeds, "how many markets")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--threads", call->threads, "the figures do not depend on it")
        ->check(CLI::Range{1, most_threads})
        ->capture_default_str();
    command->add_option("--venues", call->venues, "of the asset; orders go to the first")
        ->check(CLI::Range{1, 8})
        ->capture_default_str();
    command->add_option("--regimes", call->regimes, "calm, volatile, thin, attacked")
        ->delimiter(',');
    command->callback([&globals, &action, call, run] {
        action = [&globals, call, run] { return run(globals, *call); };
    });
    return command;
}

}  // namespace

void add_study(CLI::App& program, Globals& globals, Action& action) {
    auto* study = program.add_subcommand("study", "what many simulated runs prove (docs/study.md)");
    study->require_subcommand(1);
    study->fallthrough();
    // Shared: options and callbacks outlive this call.
    auto call = std::make_shared<StudyCall>();
    auto* execution = add(*study, globals, action, call, "execution",
                          "what parent orders cost by each way of working them", study_execution);
    execution->footer("example: nightjar study execution --regimes calm --sizes 0.1 --seeds 50");
    execution->add_option("--sizes", call->sizes, "% of a day's volume")->delimiter(',');
    execution->add_option("--minutes", call->minutes, "the time that a parent has")->delimiter(',');
    execution->add_option("--arms", call->arms, "only these; default: all")->delimiter(',');
    execution->add_flag("--without-predators", call->without_predators,
                        "the attacked regime without who attacks");
    execution->add_flag("--routing", call->routing,
                        "the router against each venue alone; their fees differ");
    execution->add_option("--html", call->html, "a page with plots, too");
    call = std::make_shared<StudyCall>();
    call->regimes = {"calm"};
    call->sizes = {0.5};
    call->minutes = {60};
    auto* leakage = add(*study, globals, action, call, "leakage",
                        "what an observer can tell of our children", study_leakage);
    leakage->add_option("--size", call->sizes, "% of a day's volume")->expected(1);
    leakage->add_option("--minutes", call->minutes, "the time of a parent")->expected(1);
    leakage->add_option("--children", call->children, "about how many")->capture_default_str();
    call = std::make_shared<StudyCall>();
    call->minutes = {10};
    auto* market = add(*study, globals, action, call, "market",
                       "the simulated market beside a recorded one, and its impact", study_market);
    market->add_option("--minutes", call->minutes, "the time of a metaorder")->expected(1);
    market->add_option("--tape", call->tape, "a recorded tape to stand beside it");
}

}  // namespace nightjar::app
