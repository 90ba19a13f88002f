#include "strategy/ensemble.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::strategy {

Outcome count_votes(std::span<const Ballot> ballots) {
    Outcome outcome;
    double sum = 0;
    double sizes = 0;
    double voted = 0;
    double all = 0;
    for (std::size_t i = 0; i < ballots.size(); ++i) {
        const auto& ballot = ballots[i];
        all += ballot.weight;
        if (!ballot.score) continue;
        outcome.votes.push({{static_cast<std::uint16_t>(i)}, *ballot.score, ballot.weight});
        sum += ballot.weight * *ballot.score;
        sizes += ballot.weight * std::abs(*ballot.score);
        voted += ballot.weight;
    }
    if (voted <= 0) return outcome;
    outcome.score = sum / voted;
    outcome.turnout = voted / all;
    if (sizes > 0) outcome.agreement = std::abs(sum) / sizes;
    for (const auto& vote : outcome.votes.view())
        if (vote.score * outcome.score < 0)
            outcome.opposition = std::max(outcome.opposition, std::abs(vote.score));
    return outcome;
}

std::optional<double> decide(const Outcome& outcome, const EnsembleRules& rules, double held) {
    if (outcome.turnout < rules.min_turnout) return std::nullopt;
    if (outcome.agreement < rules.min_agreement) {
        if (!rules.flat_in_conflict || held == 0) return std::nullopt;
        return 0.0;
    }
    const bool against = held * outcome.score < 0;
    double wanted = held;
    if (std::abs(outcome.score) >= rules.enter && (outcome.worth || held * outcome.score > 0)) {
        const double size = outcome.opposition > rules.strong_opposition ? rules.opposed_size : 1.0;
        // A position of the same direction keeps its size: only entries are cut.
        if (held == 0 || against) wanted = std::copysign(size, outcome.score);
        if (wanted < 0 && !rules.allow_short) wanted = 0;
    } else if (std::abs(outcome.score) < rules.exit || against) {
        wanted = 0;
    }
    if (wanted == held) return std::nullopt;
    return wanted;
}

}  // namespace nightjar::strategy
