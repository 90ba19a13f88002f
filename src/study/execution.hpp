#pragma once
/// The laboratory of execution: the same parents in the same markets by different arms.

#include "study/statistics.hpp"
#include "study/trial.hpp"

#include <functional>
#include <optional>

namespace nightjar::study {

inline constexpr std::string_view baseline_arm = "passive";

/// A way to work a parent.
struct Arm {
    std::string name;
    std::string what;
    Style style;
    /// What it is held against: that arm, or in each setting the cheapest of those whose names are
    /// this and a number; empty: nothing.
    std::string against{baseline_arm};
};
/// All that there are. The second is what the others are held against: one resting order a slice.
std::vector<Arm> execution_arms();
/// What takes and what rests, over all venues by the router and at each of them alone, and a
/// control that looks at rebates only. The router's are held against the best single venue, which
/// nobody knows beforehand. For venues whose fees differ.
std::vector<Arm> routing_arms(std::size_t venues);

struct ExecutionPlan {
    std::vector<sim::Regime> regimes;
    std::vector<double> parts_of_day;  ///< quantities, as parts of a day's volume at the venue
    std::vector<core::Duration> over;
    std::vector<Arm> arms;
    std::uint64_t seeds{20};  ///< 1 to this; even ones sell
    std::size_t venues{2};
    bool predators{true};  ///< where the regime has them
    std::size_t threads{1};
    bool fees_differ{};  ///< from venue to venue
};

/// Of one arm in one setting, over all seeds.
struct ArmResult {
    std::vector<Outcome> outcomes;  ///< by seed
    double mean{};                  ///< bp, all in
    double deviation{};
    double cvar95{};                  ///< the mean of the worst twentieth
    double fee{};                     ///< means, in bp
    double made{};                    ///< part of the quantity that rested in the book
    double kept{};                    ///< mean of Outcome::kept_bps
    double missed{};                  ///< part of the quantity that did not fill
    std::string rival;                ///< the arm that it is held against; empty: none
    std::optional<Interval> against;  ///< the rival, paired by seed; below 0: cheaper
    double p{1};                      ///< of that, by Holm over all of the study
};

struct Setting {
    sim::Regime regime{};
    double part_of_day{};
    core::Duration over;
    std::vector<ArmResult> arms;  ///< in the order of the plan
};

struct ExecutionStudy {
    ExecutionPlan plan;
    std::vector<Setting> settings;
    std::uint64_t seeds{};   ///< done by all arms in all settings; fewer than planned when stopped
    std::uint64_t events{};  ///< of all markets
};

/// Called by whichever thread has finished a run; `stop` makes the study end with the seeds that
/// are complete. The result depends on the plan without its threads alone, but for `stop`.
struct Watch {
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
    std::function<bool()> stop;
};
core::Result<ExecutionStudy> run_execution(const ExecutionPlan& plan, const Watch& watch);

/// Figures out of outcomes: what run_execution does last. Pure.
void judge(ExecutionStudy& study);

std::string to_text(const ExecutionStudy& study);
std::string to_json(const ExecutionStudy& study);
/// A page that needs nothing else and runs nothing.
std::string to_html(const ExecutionStudy& study);

}  // namespace nightjar::study
