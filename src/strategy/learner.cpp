#include "strategy/learner.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nightjar::strategy {

namespace {

constexpr std::size_t everywhere = signal::regimes;  // behind those of the regimes
constexpr auto week = core::days(7);

double squared(double x) { return x * x; }

ExpertRule rule_of(const LearningRules& rules, std::size_t experts) {
    if (rules.weighing == Weighing::FixedShare) return fixed_share(experts);
    return hedge(experts, static_cast<double>(rules.memory));
}

/// What is tried for the stretch: 0.5, 0.6 ... 1.5.
double stretch_at(std::size_t place) { return 0.5 + static_cast<double>(place) / 10; }

/// Deals `all` out by `parts`, nobody above what `most` says; what cannot be dealt stays.
void deal(std::span<double> parts, std::span<const double> most, double all) {
    std::array<bool, Learner::most> full{};
    for (std::size_t round = 0; round < parts.size(); ++round) {
        double left = all;
        double open = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (full[i])
                left -= most[i];
            else
                open += parts[i];
        }
        if (open <= 0 || left <= 0) break;
        bool again = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (full[i] || parts[i] * left / open < most[i]) continue;
            full[i] = again = true;
        }
        if (again) continue;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (!full[i]) parts[i] *= left / open;
        break;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (full[i]) parts[i] = most[i];
}

}  // namespace

Learner::Learner(std::span<const double> caps, const LearningRules& rules)
    : rules_{rules},
      experts_(signal::regimes + 1, Experts{caps.size() + 1, rule_of(rules, caps.size() + 1)}),
      statements_(static_cast<std::size_t>(rules.horizon)),
      likeness_{caps.size(), static_cast<double>(rules.memory)},
      track_{static_cast<double>(rules.memory)} {
    NJ_CHECK(caps.size() <= most && rules.horizon > 0, "{} signals, a horizon of {} bars",
             caps.size(), rules.horizon);
    const Track fresh{static_cast<double>(rules.memory)};
    for (const double cap : caps) {
        Member member{Calibrator{static_cast<std::size_t>(rules.memory)},
                      {},
                      fresh,
                      {fresh, fresh, fresh, fresh, fresh, fresh},
                      cap};
        members_.push_back(std::move(member));
    }
}

void Learner::on_bar(core::Time now, core::Price close,
                     std::span<const std::optional<double>> scores,
                     std::optional<signal::Regime> regime) {
    auto& place = statements_[next_];
    next_ = next_ + 1 == statements_.size() ? 0 : next_ + 1;
    if (bars_++ >= rules_.horizon) judge(place, close);
    fit(now);
    std::array<double, most> heard{};
    for (std::size_t i = 0; i < members_.size(); ++i) heard[i] = scores[i].value_or(0);
    likeness_.add(heard);
    weigh(regime);
    place.close = close;
    place.regime = regime;
    place.base = base_;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        place.scores[i] = scores[i];
        place.said[i] = scores[i] ? members_[i].calibrator.probability(*scores[i]) : std::nullopt;
    }
    place.leaning = leaning(place.said);
    place.pooled = logistic(logit(base_) + stretch() * place.leaning);
}

void Learner::judge(const Statement& statement, core::Price close) {
    if (close == statement.close || statement.close.raw <= 0 || close.raw <= 0) return;
    const bool rose = close > statement.close;
    const double truth = rose ? 1 : 0;
    const double base_loss = squared(statement.base - truth);
    const double pool_loss = squared(statement.pooled - truth);
    std::array<double, most + 1> losses{};
    for (std::size_t i = 0; i < members_.size(); ++i) {
        auto& member = members_[i];
        losses[i] = pool_loss;  // who is silent loses what all together lose
        if (statement.scores[i]) member.calibrator.observe(*statement.scores[i], rose);
        if (!statement.said[i]) continue;
        const double said = *statement.said[i];
        losses[i] = squared(said - truth);
        member.reliability.add(said, rose);
        member.track.add(losses[i], base_loss);
        if (statement.regime)
            member.tracks[static_cast<std::size_t>(*statement.regime)].add(losses[i], base_loss);
    }
    losses[members_.size()] = base_loss;
    const auto all = std::span{losses}.first(members_.size() + 1);
    experts_[everywhere].lose(all);
    if (statement.regime) {
        experts_[static_cast<std::size_t>(*statement.regime)].lose(all);
        judged_[static_cast<std::size_t>(*statement.regime)] += 1;
    }
    reliability_.add(statement.pooled, rose);
    track_.add(pool_loss, base_loss);
    const double move =
        std::log(static_cast<double>(close.raw) / static_cast<double>(statement.close.raw));
    judge_base(statement, rose, std::abs(move));
}

/// What belongs to nobody: how often prices rise, how far they go, and how far the pool should
/// lean.
void Learner::judge_base(const Statement& statement, bool rose, double move) {
    const double keep = 1 - 1 / static_cast<double>(rules_.memory);
    // Horizons in which as many rose as fell.
    const double doubt = 50 * static_cast<double>(rules_.horizon);
    constexpr double bps = 1e4;
    rises_ = keep * rises_ + (rose ? 1 : 0);
    count_ = keep * count_ + 1;
    base_ = within_reason((rises_ + doubt / 2) / (count_ + doubt));
    move_bps_ += (bps * move - move_bps_) / std::max(count_, 1.0);
    for (std::size_t i = 0; i < stretches; ++i) {
        const double p = logistic(logit(statement.base) + stretch_at(i) * statement.leaning);
        stretch_losses_[i] =
            keep * stretch_losses_[i] - std::log(rose ? within_reason(p) : within_reason(1 - p));
    }
}

/// Weekly, and when there is enough for the first time; one signal in a bar.
void Learner::fit(core::Time now) {
    if (core::count_of(now, week) != core::count_of(fitted_, week)) {
        for (auto& member : members_) member.due = true;
        fitted_ = now;
    }
    for (auto& member : members_) {
        const bool first =
            !member.calibrator.fitted() && member.calibrator.observed() >= Calibrator::least;
        if (!member.due && !first) continue;
        member.due = false;
        member.calibrator.fit();
        break;
    }
}

/// Before bounds. Who is not proven has nothing.
double Learner::share(std::size_t i, std::size_t regime, double part) const {
    const auto& member = members_[i];
    if (!member.track.proven(static_cast<double>(rules_.horizon))) return 0;
    if (rules_.weighing != Weighing::Brier)
        return (1 - part) * experts_[everywhere].weights()[i] +
               (part > 0 ? part * experts_[regime].weights()[i] : 0);
    const double here = part > 0 ? std::max(member.tracks[regime].skill(), 0.0) : 0;
    return (1 - part) * std::max(member.track.skill(), 0.0) + part * here;
}

std::array<double, Learner::most> Learner::shares(std::optional<signal::Regime> regime) const {
    constexpr double doubt = 200;  // judgements at which a regime counts as much as all together
    const auto place = regime ? static_cast<std::size_t>(*regime) : 0;
    const double judged = regime ? judged_[place] : 0;
    const auto sizes = likeness_.group_sizes(rules_.alike);
    std::array<double, most> parts{};
    for (std::size_t i = 0; i < members_.size(); ++i)
        parts[i] = share(i, place, judged / (judged + doubt)) / static_cast<double>(sizes[i]);
    return parts;
}

void Learner::weigh(std::optional<signal::Regime> regime) {
    auto parts = shares(regime);
    const auto sizes = likeness_.group_sizes(rules_.alike);
    std::array<double, most> floors{};
    std::array<double, most> rooms{};
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const auto size = static_cast<double>(sizes[i]);
        const double cap = std::min(rules_.cap / size, members_[i].cap);
        floors[i] = std::min(rules_.floor / size, cap);
        rooms[i] = cap - floors[i];
    }
    const auto count = members_.size();
    const auto sum = [count](const std::array<double, most>& of) {
        return std::accumulate(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
    };
    const double worth = sum(parts);
    // By losses part of the weight is the base rate's own; by Brier all that is proven is dealt
    // out.
    const double all = rules_.weighing == Weighing::Brier && worth > 0 ? 1 : worth;
    deal(std::span{parts}.first(count), std::span{rooms}.first(count), all * (1 - sum(floors)));
    for (std::size_t i = 0; i < count; ++i) members_[i].weight = floors[i] + parts[i];
}

double Learner::leaning(std::span<const std::optional<double>> said) const {
    double leaning = 0;
    for (std::size_t i = 0; i < members_.size(); ++i)
        if (said[i]) leaning += members_[i].weight * (logit(*said[i]) - logit(base_));
    return leaning;
}

double Learner::stretch() const {
    constexpr double doubt = 4;  // nats, for a stretch 1 away from none
    double best = 1;
    double least = 0;
    for (std::size_t i = 0; i < stretches; ++i) {
        const double loss = stretch_losses_[i] + doubt * squared(stretch_at(i) - 1);
        if (i > 0 && loss >= least) continue;
        least = loss;
        best = stretch_at(i);
    }
    return best;
}

double Learner::probability(std::span<const std::optional<double>> scores) const {
    std::array<std::optional<double>, most> said{};
    for (std::size_t i = 0; i < members_.size(); ++i)
        if (scores[i]) said[i] = members_[i].calibrator.probability(*scores[i]);
    return logistic(logit(base_) + stretch() * leaning(said));
}

Outcome Learner::outcome(std::span<const std::optional<double>> scores) const {
    std::array<Ballot, most> ballots{};
    for (std::size_t i = 0; i < members_.size(); ++i) {
        ballots[i].weight = members_[i].weight;
        if (!scores[i]) continue;
        if (const auto p = members_[i].calibrator.probability(*scores[i]))
            ballots[i].score = 2 * *p - 1;
    }
    auto outcome = count_votes(std::span{ballots}.first(members_.size()));
    if (outcome.votes.view().empty()) return outcome;
    const double p = probability(scores);
    // That prices rise more often than not is nothing that a signal knows.
    const double edge = 2 * (p > 0.5 ? std::max(p - std::max(base_, 0.5), 0.0)
                                     : std::min(p - std::min(base_, 0.5), 0.0));
    outcome.turnout = 1;  // what is silent weighs as the base rate
    outcome.score = std::clamp(edge / rules_.sure, -1.0, 1.0);
    outcome.opposition = 0;
    for (const auto& vote : outcome.votes.view())
        if (vote.score * edge < 0)
            outcome.opposition = std::max(outcome.opposition, (1 + std::abs(vote.score)) / 2);
    constexpr double margin = 1.5;
    outcome.worth = std::abs(edge) * move_bps_ > margin * rules_.round_trip_bps;
    return outcome;
}

Standing Learner::standing(std::size_t signal) const {
    const auto& member = members_[signal];
    return {member.weight, member.track.brier(), member.track.base_brier(),
            member.track.proven(static_cast<double>(rules_.horizon)),
            likeness_.group_sizes(rules_.alike)[signal]};
}

}  // namespace nightjar::strategy
