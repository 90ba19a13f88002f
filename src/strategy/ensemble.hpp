#pragma once
/// Several signals' scores become one, and one becomes an exposure.

#include "core/model/decision.hpp"

#include <optional>
#include <span>

namespace nightjar::strategy {

struct Ballot {
    std::optional<double> score;  ///< absent: abstains
    double weight{};
};

/// What the votes come to. With w the weights and s the scores of those who did not abstain:
/// score = sum(w s) / sum(w), agreement = |sum(w s)| / sum(w |s|).
struct Outcome {
    core::Votes votes;    ///< of those who did not abstain
    double score{};       ///< [-1, 1]
    double agreement{1};  ///< [0, 1]
    double turnout{};     ///< share of all weight that voted
    /// Largest |score| against the outcome; of probabilities, the largest probability against it.
    double opposition{};
    bool worth{true};  ///< more is expected of an entry than it costs
};

/// Pure. At most Votes::max_size ballots.
Outcome count_votes(std::span<const Ballot> ballots);

/// How an outcome becomes an exposure; the defaults of the built-in ensemble.
struct EnsembleRules {
    double enter{0.25};              ///< |score| to open with
    double exit{0.10};               ///< |score| below which a position closes
    double min_agreement{0.25};      ///< less: keep what is held, or `flat_in_conflict`
    double min_turnout{0.5};         ///< less: keep what is held
    double strong_opposition{0.65};  ///< a vote that strong against cuts the size
    double opposed_size{0.3};
    bool allow_short{true};
    bool flat_in_conflict{};
};

/// The exposure to hold next, given the one held; absent: no change.
std::optional<double> decide(const Outcome& outcome, const EnsembleRules& rules, double held);

}  // namespace nightjar::strategy
