#pragma once
/// The laboratory of leakage: what an observer can tell of our children in the simulated market.

#include "study/adversary.hpp"
#include "study/execution.hpp"

namespace nightjar::study {

struct LeakagePlan {
    sim::Regime regime{};
    double part_of_day{0.005};
    core::Duration over{core::hours(1)};
    std::int64_t children{120};
    std::uint64_t seeds{40};  ///< 70 % of them to learn from
    std::size_t venues{2};
    std::size_t threads{1};
};

struct Leak {
    std::string arm;
    double children{};       ///< fills apart in time, a run
    double periodic{};       ///< part of runs in which their periodogram gives them away
    double unlike_chance{};  ///< likewise, their gaps
    Foresight public_tape;   ///< on runs not learned from
    double base_rate{};      ///< of moments with a child ahead
};

/// A function of the plan without its threads, but for `stop`, which gives fewer runs.
std::vector<Leak> run_leakage(const LeakagePlan& plan, const Watch& watch);

std::string to_text(const std::vector<Leak>& leaks);
std::string to_json(const std::vector<Leak>& leaks);

}  // namespace nightjar::study
