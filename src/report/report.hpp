#pragma once
/// A session's figures, for the terminal and as JSON.

#include "report/story.hpp"
#include "report/what_if.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nightjar::report {

/// Absent values could not be computed (fewer than two days, nothing lost, no price).
struct Summary {
    std::uint64_t bars{};
    std::uint64_t events{};
    std::uint64_t orders{};
    std::uint64_t fills{};
    std::uint64_t refusals{};
    double fees{};     ///< in the session's currency; fees in base at the fill's price
    double funding{};  ///< received above 0
    double net_pnl{};
    double return_pct{};
    std::optional<double> cagr_pct;
    std::optional<double> sharpe;
    std::optional<double> sortino;
    std::optional<double> calmar;  ///< CAGR / largest drawdown
    double max_drawdown_pct{};
    double turnover{};  ///< traded notional / starting equity
    double final_equity{};
    std::optional<double> buy_and_hold_pct;  ///< mean over the instruments, without costs
};
Summary summarise(const Story& story);

/// What is known besides the ledger. Only `Timing` may differ between two runs of the same.
struct Timing {
    double load_s{};    ///< CPU seconds until the first event
    double engine_s{};  ///< CPU seconds of all threads from the first to the last event, sealing
                        ///< included
    double wall_s{};
};
struct Extras {
    std::optional<Timing> timing;
    std::vector<std::string> data_problems;
    std::string journal_sha256;
    std::string session;
    std::vector<WhatIf> what_if{};  ///< empty where it was not asked
};

std::string to_json(const Story& story, const Extras& extras);
std::string to_text(const Story& story, const Extras& extras);

}  // namespace nightjar::report
