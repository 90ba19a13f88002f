#pragma once
/// How much capital a strategy is trusted with, by what it earned beside what it was to earn.
///
/// Below the top a strategy is on trial: Wald's sequential probability ratio test (Wald 1945,
/// "Sequential tests of statistical hypotheses") of the mean of its returns, normal with a known
/// deviation s, says whether that is m, as expected, or 0. One return x adds to the evidence
///     ln f(x; m) / f(x; 0) = (m / s^2) (x - m / 2)
/// At ln((1 - beta) / alpha) it goes one stage up, at ln(beta / (1 - alpha)) one down, and the
/// trial begins anew. At most a share alpha of those that earn nothing pass, at most beta of those
/// that earn m fail. Who failed wants ln 2 more to pass the next one: a trial that is repeated for
/// ever then lets pass no more than 2 alpha.
///
/// At the top it is watched: the sum of what speaks against m, never below 0 (Page 1954,
/// "Continuous inspection schemes"), brings it one stage down when it reaches ln(drift_samples). A
/// strategy that goes on earning m comes to that once in `drift_samples` or less often (Lorden
/// 1971).

#include "core/model/risk_record.hpp"

#include <string>
#include <vector>

namespace nightjar::risk {

/// Of one sample's return, as parts of the capital; both above 0.
struct Expectation {
    double mean{};
    double deviation{};
};

struct RampRules {
    std::int64_t canary_ppm{50'000};       ///< of its size
    core::Duration sample{core::days(1)};  ///< aligned to the epoch, UTC
    double alpha{0.05};
    double beta{0.05};
    std::int64_t min_samples{10};     ///< before a trial may end
    std::int64_t drift_samples{100};  ///< between two false alarms at the top, at the least
};

struct RampConfig {
    struct Seat {
        core::Stage start{};
        std::optional<Expectation> expected;  ///< absent: nothing but persons and losses moves it
    };
    RampRules rules;
    /// Orders are worth money: sizes follow the stage, and who is on paper earns nothing that could
    /// be looked at. Else all have their full size, and the canary is the top.
    bool real{};
    std::vector<Seat> seats;  ///< by StrategyId
};

/// Engine thread; allocates nothing once it is made. What it says is put on record by who asks, and
/// `recall` takes that back: all its state is in the records.
class Ramp {
public:
    static constexpr std::int64_t million = 1'000'000;
    struct Sampled {
        core::StageSampled record;
        std::optional<core::StageChanged> changed;
    };
    /// How a trial, or the watch at the top, stands; in nats.
    struct Standing {
        core::Stage stage{};
        std::int64_t samples{};
        double evidence{};            ///< below 0: against the expectation
        double lower{};               ///< one stage down
        std::optional<double> upper;  ///< one stage up
        std::int64_t failures{};      ///< of trials, since it last went up
        std::optional<Expectation> expected;
    };

    explicit Ramp(RampConfig config);

    [[nodiscard]] const RampConfig& config() const { return config_; }
    [[nodiscard]] std::size_t strategies() const { return config_.seats.size(); }
    [[nodiscard]] core::Stage stage(core::StrategyId strategy) const {
        return trials_[strategy.value].stage;
    }
    /// Of what its sizers allow, in parts per 1e6.
    [[nodiscard]] std::int64_t share_ppm(core::StrategyId strategy) const;
    [[nodiscard]] Standing standing(core::StrategyId strategy) const;

    /// The interval that ended since the last call; absent: none did. The first call sees none.
    [[nodiscard]] std::optional<core::Time> ended(core::Time now);
    /// What the strategy was worth at that end; absent: not known, and its return is not guessed.
    Sampled sample(core::StrategyId strategy, std::optional<core::Money> equity, core::Time until);
    /// It has lost what it may. At most one stage a day.
    std::optional<core::StageChanged> lose(core::StrategyId strategy, core::Time now);
    /// A person wants it there; nothing where it is there already.
    std::optional<core::StageChanged> set(const core::StageWish& wish, core::Person by);
    [[nodiscard]] core::StageChanged start(core::StrategyId strategy) const;

    // What records say; of strategies that are not known: nothing.
    void recall(const core::StageChanged& changed, core::Time at);
    void recall(const core::StageSampled& sampled);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& trial : s.trials_) a(trial);
    }

private:
    struct Trial {
        core::Stage stage{};
        std::int64_t samples{};
        std::int64_t evidence{};  // 1e-6 nats
        std::int64_t failures{};
        std::optional<core::Money> equity;  // where the interval began
        core::Time since;                   // when
        core::Time spared_until;            // a loss has cost it a stage already

        template <class Archive, class Self>
        static void fields(Archive& a, Self& s) {
            a(s.stage, s.samples, s.evidence, s.failures, s.equity, s.since, s.spared_until);
        }
    };
    [[nodiscard]] core::Stage top() const {
        return config_.real ? core::Stage::Full : core::Stage::Canary;
    }
    [[nodiscard]] std::optional<std::int64_t> return_ppb(core::StrategyId strategy,
                                                         std::optional<core::Money> equity,
                                                         core::Time until) const;
    [[nodiscard]] std::optional<core::StageChanged> decide(core::StrategyId strategy) const;
    [[nodiscard]] core::StageChanged said(core::StrategyId strategy, core::Stage stage,
                                          core::StageChanged::Cause cause) const;
    [[nodiscard]] std::int64_t upper(const Trial& trial) const;

    RampConfig config_;
    std::int64_t upper_;  // 1e-6 nats, of a first trial
    std::int64_t lower_;  // likewise
    std::int64_t drift_;  // likewise
    std::vector<Trial> trials_;
    std::optional<core::Time> due_;
};

}  // namespace nightjar::risk
