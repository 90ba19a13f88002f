#pragma once
/// An ensemble that learns whom to hear: every signal's scores become calibrated probabilities, are
/// judged when their horizon has passed, and weigh what they were worth.

#include "signal/regime.hpp"
#include "strategy/calibration.hpp"
#include "strategy/ensemble.hpp"
#include "strategy/experts.hpp"
#include "strategy/track.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace nightjar::strategy {

/// What weights follow.
enum class Weighing : std::uint8_t { Brier, Hedge, FixedShare };

struct LearningRules {
    Weighing weighing{Weighing::Brier};
    std::int64_t horizon{4};     ///< bars over which a rise is foretold
    std::int64_t memory{2'000};  ///< bars that are learnt from
    double cap{0.4};             ///< of all weight, for a signal or those alike
    double floor{0.01};          ///< likewise, at least
    double alike{0.8};           ///< |correlation| above which signals share one vote
    double sure{0.1};            ///< twice the edge that is a score of 1
    double round_trip_bps{10};   ///< what an entry and its exit cost
};

/// One signal, as the weighing sees it.
struct Standing {
    double weight{};       ///< of all, the base rate's included
    double brier{};        ///< realised
    double base_brier{};   ///< of who knows only how often prices rise
    bool proven{};         ///< better than that
    std::size_t alike{1};  ///< signals that share its vote
};

/// Engine thread; one per instrument. O(signals^2) for a bar, and once a week, in a bar of its own
/// for each signal, O(memory log memory); no allocation after construction. What it knows of a bar
/// is made of bars before it: cutting the future off changes nothing.
class Learner {
public:
    static constexpr std::size_t most = core::Votes::max_size;

    /// `caps`: the most weight that each signal may have, [0, 1].
    Learner(std::span<const double> caps, const LearningRules& rules);

    /// A bar has closed: judges what was said a horizon ago, and keeps what is said now.
    void on_bar(core::Time now, core::Price close, std::span<const std::optional<double>> scores,
                std::optional<signal::Regime> regime);
    /// What the scores come to. With b the base rate, w the weights and p the calibrated
    /// probabilities, logit p = logit b + a sum w (logit p_i - logit b): the logarithmic pool
    /// (Genest and Zidek 1986) with what weight is left at the base rate; a in [0.5, 1.5] is what
    /// would have lost least so far. The score is 2 (p - max(b, 1/2)) / sure where p is above 1/2,
    /// 2 (p - min(b, 1/2)) / sure below, cut at 1; 0 where the signals add nothing to b.
    [[nodiscard]] Outcome outcome(std::span<const std::optional<double>> scores) const;
    /// Of a rise over the horizon, as `outcome` makes it.
    [[nodiscard]] double probability(std::span<const std::optional<double>> scores) const;

    [[nodiscard]] Standing standing(std::size_t signal) const;
    [[nodiscard]] double base_rate() const { return base_; }
    [[nodiscard]] const Reliability& reliability(std::size_t signal) const {
        return members_[signal].reliability;
    }
    [[nodiscard]] const Reliability& reliability() const { return reliability_; }
    [[nodiscard]] const Track& track() const { return track_; }

private:
    static constexpr std::size_t stretches = 11;  // values of a that are tried

    struct Member {
        Calibrator calibrator;
        Reliability reliability;
        Track track;
        std::array<Track, signal::regimes> tracks;
        double cap{};
        double weight{};
        bool due{};  // to be fitted again
    };
    struct Statement {
        core::Price close;
        std::optional<signal::Regime> regime;
        std::array<std::optional<double>, most> scores{};
        std::array<std::optional<double>, most> said{};
        double base{};
        double leaning{};  // of the pool, before it is stretched
        double pooled{};
    };

    void judge(const Statement& statement, core::Price close);
    void judge_base(const Statement& statement, bool rose, double move);
    void fit(core::Time now);
    void weigh(std::optional<signal::Regime> regime);
    [[nodiscard]] std::array<double, most> shares(std::optional<signal::Regime> regime) const;
    [[nodiscard]] double share(std::size_t i, std::size_t regime, double part) const;
    [[nodiscard]] double leaning(std::span<const std::optional<double>> said) const;
    [[nodiscard]] double stretch() const;

    LearningRules rules_;
    std::vector<Member> members_;
    std::vector<Experts> experts_;  // by regime, then of all; the last of each is the base rate
    std::array<double, signal::regimes> judged_{};
    std::vector<Statement> statements_;  // a ring of the horizon
    Likeness likeness_;
    Reliability reliability_;
    Track track_;
    std::array<double, stretches> stretch_losses_{};
    std::size_t next_{};
    std::int64_t bars_{};
    double rises_{};
    double count_{};
    double base_{0.5};
    double move_bps_{};
    core::Time fitted_;
};

}  // namespace nightjar::strategy
