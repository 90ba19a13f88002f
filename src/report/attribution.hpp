#pragma once
/// Which signal earned it: a trade's profit, divided among the votes that asked for it.

#include "report/trades.hpp"

#include <span>
#include <string>
#include <vector>

namespace nightjar::report {

/// A trade belongs to the decision that opened it. Each of its votes weighs weight x score; those
/// in the trade's direction share its profit by that, those against it share nothing and are
/// counted. What this cannot see: votes on later additions and on the exit, how much of a score was
/// needed at all, and that votes agree with each other: it divides a profit, it does not explain
/// one.
struct SignalShare {
    core::StrategyId strategy;
    std::string signal;  ///< empty: trades without a vote in their direction
    std::uint64_t trades{};
    std::uint64_t won{};
    core::Money profit;
    std::uint64_t against{};
    core::Money against_profit;  ///< of the whole trades that it was against
};

/// By strategy, then in the order of its signals. The profits' sum is that of all trades, exactly.
std::vector<SignalShare> attribution(const Story& story, std::span<const Trade> trades);

std::string signal_name(const Story& story, core::StrategyId strategy, core::SignalId signal);

}  // namespace nightjar::report
