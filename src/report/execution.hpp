#pragma once
/// What a session's parents cost: transaction cost analysis, for the terminal and as JSON.

#include "report/story.hpp"

#include <set>
#include <string>

namespace nightjar::report {

/// Basis points, each parent weighted by the worth of its quantity at the decided price.
struct ExecutionSummary {
    std::size_t parents{};
    double worth{};  ///< in the session's currency
    core::CostParts costs;
    std::array<core::Markout, core::ParentMeasured::horizons.size()> markouts{};  ///< by worth
    double filled{};     ///< part of the worth
    double maker{};      ///< part of what filled
    double vwap_slip{};  ///< of those with a market price to hold against
    double leaked{};
    double behind_mean{};  ///< of those with a schedule
    std::uint64_t messages{};
    std::uint64_t fills{};
};
/// Of the parents worked by one algorithm, or all of them where the name is empty.
ExecutionSummary summarise_execution(const Story& story, std::string_view algorithm = {});

/// The names of those that worked any parent.
std::set<std::string> algorithms(const Story& story);
/// In the currency, what a parent's quantity was worth at the decided price.
double worth(const ToldParent& parent, const Story& story);

std::string execution_text(const Story& story);
std::string execution_json(const Story& story);

}  // namespace nightjar::report
