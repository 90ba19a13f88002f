#include "risk/ramp.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace nightjar::risk {

using core::Stage;
using core::StageChanged;
using core::StrategyId;
using Cause = core::StageChanged::Cause;

namespace {

constexpr std::int64_t ppb = 1'000'000'000;
constexpr double micro = 1e-6;
/// So many failures make a bound that nothing reaches any more.
constexpr std::int64_t most_failures = 30;

std::int64_t micronats(double nats) { return std::llround(nats / micro); }

Stage below(Stage stage) { return stage == Stage::Full ? Stage::Canary : Stage::Paper; }
Stage above(Stage stage) { return stage == Stage::Paper ? Stage::Canary : Stage::Full; }

/// No single return decides: beyond five deviations a normal one is nobody's.
std::int64_t evidence_of(std::int64_t return_ppb, const Expectation& expected) {
    constexpr double most = 5;
    const auto [mean, deviation] = expected;
    const auto beyond = static_cast<double>(return_ppb) / ppb - mean / 2;
    const auto clipped = std::clamp(beyond, -most * deviation, most * deviation);
    return micronats(mean / (deviation * deviation) * clipped);
}

}  // namespace

Ramp::Ramp(RampConfig config)
    : config_{std::move(config)},
      upper_{micronats(std::log((1 - config_.rules.beta) / config_.rules.alpha))},
      lower_{micronats(std::log(config_.rules.beta / (1 - config_.rules.alpha)))},
      drift_{micronats(std::log(static_cast<double>(config_.rules.drift_samples)))} {
    for (const auto& seat : config_.seats) {
        trials_.emplace_back().stage = seat.start;
        NJ_CHECK(!seat.expected || (seat.expected->mean > 0 && seat.expected->deviation > 0),
                 "an expectation above 0");
    }
    NJ_CHECK(config_.rules.sample.ns > 0 && upper_ > 0 && lower_ < 0 && drift_ > 0,
             "a test that can end");
}

std::int64_t Ramp::share_ppm(StrategyId strategy) const {
    if (!config_.real) return million;
    switch (stage(strategy)) {
        case Stage::Paper: return 0;
        case Stage::Canary: return config_.rules.canary_ppm;
        case Stage::Full: return million;
    }
    return 0;
}

std::int64_t Ramp::upper(const Trial& trial) const {
    return upper_ + trial.failures * micronats(std::numbers::ln2);
}

Ramp::Standing Ramp::standing(StrategyId strategy) const {
    const auto& trial = trials_[strategy.value];
    const auto nats = [](std::int64_t count) { return micro * static_cast<double>(count); };
    Standing standing{trial.stage,
                      trial.samples,
                      nats(trial.evidence),
                      nats(lower_),
                      nats(upper(trial)),
                      trial.failures,
                      config_.seats[strategy.value].expected};
    if (trial.stage < top()) return standing;
    standing.lower = nats(-drift_);
    standing.upper.reset();
    return standing;
}

std::optional<core::Time> Ramp::ended(core::Time now) {
    if (due_ && now < *due_) return std::nullopt;
    const auto step = config_.rules.sample;
    const core::Time boundary{core::count_of(now, step) * step.ns};
    const bool first = !due_;
    due_ = boundary + step;
    return first ? std::nullopt : std::optional{boundary};
}

/// On the share of the capital that it was allowed. An interval that began at another time, or
/// with another stage, gives none.
std::optional<std::int64_t> Ramp::return_ppb(StrategyId strategy, std::optional<core::Money> equity,
                                             core::Time until) const {
    const auto& trial = trials_[strategy.value];
    if (!equity || !trial.equity || trial.since + config_.rules.sample != until)
        return std::nullopt;
    const auto capital = trial.equity->raw / million * share_ppm(strategy);
    if (capital <= 0) return std::nullopt;
    const auto gained = std::clamp((*equity - *trial.equity).raw, -capital, capital);
    // 18 digits are enough, and more might not stay within 128 bits.
    constexpr core::Wide digits = core::Wide{ppb} * ppb;
    const auto grain = std::max<core::Wide>(1, capital / digits);
    return static_cast<std::int64_t>(gained / grain * ppb / (capital / grain));
}

Ramp::Sampled Ramp::sample(StrategyId strategy, std::optional<core::Money> equity,
                           core::Time until) {
    const auto& trial = trials_[strategy.value];
    const auto& expected = config_.seats[strategy.value].expected;
    Sampled sampled;
    auto& record = sampled.record;
    record = {strategy,      until,         equity, return_ppb(strategy, equity, until),
              trial.samples, trial.evidence};
    if (record.return_ppb && expected) {
        ++record.samples;
        record.evidence += evidence_of(*record.return_ppb, *expected);
        if (trial.stage >= top()) record.evidence = std::min<std::int64_t>(record.evidence, 0);
    }
    recall(record);
    if (record.return_ppb) sampled.changed = decide(strategy);
    if (sampled.changed) recall(*sampled.changed, until);
    return sampled;
}

std::optional<StageChanged> Ramp::decide(StrategyId strategy) const {
    const auto& trial = trials_[strategy.value];
    if (trial.stage >= top()) {
        if (trial.evidence > -drift_) return std::nullopt;
        return said(strategy, below(trial.stage), Cause::Drift);
    }
    if (trial.samples < config_.rules.min_samples) return std::nullopt;
    if (trial.evidence >= upper(trial)) return said(strategy, above(trial.stage), Cause::Test);
    if (trial.evidence <= lower_) return said(strategy, below(trial.stage), Cause::Test);
    return std::nullopt;
}

StageChanged Ramp::said(StrategyId strategy, Stage stage, Cause cause) const {
    const auto& trial = trials_[strategy.value];
    return {strategy, stage, cause, trial.samples, trial.evidence, {}};
}

std::optional<StageChanged> Ramp::lose(StrategyId strategy, core::Time now) {
    const auto& trial = trials_[strategy.value];
    if (trial.stage == Stage::Paper || now < trial.spared_until) return std::nullopt;
    const auto changed = said(strategy, below(trial.stage), Cause::Loss);
    recall(changed, now);
    return changed;
}

std::optional<StageChanged> Ramp::set(const core::StageWish& wish, core::Person by) {
    if (wish.strategy.value >= trials_.size() || wish.stage > Stage::Full ||
        wish.stage == stage(wish.strategy))
        return std::nullopt;
    auto changed = said(wish.strategy, wish.stage, Cause::Person);
    changed.by = by;
    recall(changed, {});
    return changed;
}

StageChanged Ramp::start(StrategyId strategy) const {
    return said(strategy, stage(strategy), Cause::Start);
}

void Ramp::recall(const StageChanged& changed, core::Time at) {
    if (changed.strategy.value >= trials_.size()) return;
    auto& trial = trials_[changed.strategy.value];
    const bool tested = changed.cause == Cause::Test || changed.cause == Cause::Drift;
    if (changed.cause == Cause::Test && changed.stage <= trial.stage)
        trial.failures = std::min(trial.failures + 1, most_failures);
    else if (changed.stage > trial.stage || changed.cause == Cause::Person)
        trial.failures = 0;
    trial.stage = changed.stage;
    trial.samples = 0;
    trial.evidence = 0;
    // What was decided within an interval makes it one of two capitals.
    if (!tested) trial.equity.reset();
    if (changed.cause == Cause::Loss) trial.spared_until = core::end_of_day(at);
}

void Ramp::recall(const core::StageSampled& sampled) {
    if (sampled.strategy.value >= trials_.size()) return;
    auto& trial = trials_[sampled.strategy.value];
    trial.samples = sampled.samples;
    trial.evidence = sampled.evidence;
    trial.equity = sampled.equity;
    trial.since = sampled.until;
}

}  // namespace nightjar::risk
