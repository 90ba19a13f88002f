/// Candlestick patterns as a signal.

#include "signal/patterns.hpp"

#include "core/base/nearest.hpp"
#include "signal/builtins.hpp"

#include <algorithm>
#include <cstdlib>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// The value of the pattern that fired last, over 100 and cut at 1, fading in equal steps to 0 over
/// `hold` bars; 0 while nothing fired. Where several fire at one bar, precedence decides: the one
/// made of more candles, for it saw more; then the larger value; then the first by name. A newer
/// bar takes over from an older one.
class PatternSignal final : public Signal {
public:
    PatternSignal(std::vector<std::size_t> chosen, std::int64_t hold)
        : window_{chosen}, chosen_{std::move(chosen)}, hold_{hold} {
        std::ranges::sort(chosen_, {}, [](std::size_t pattern) {
            return std::pair{-patterns()[pattern].candles, pattern};
        });
        for (const auto pattern : chosen_)
            warmup_ = std::max<std::int64_t>(warmup_, lookback(pattern));
        ++warmup_;
    }

    void on_candle(const core::Candle& candle) override {
        ++bars_;
        const int fired = first_of(window_.push(candle));
        if (fired != 0) {
            value_ = std::clamp(fired / 100.0, -1.0, 1.0);
            age_ = 0;
        } else if (age_ < hold_) {
            ++age_;
        }
    }
    std::optional<double> score() const override {
        if (bars_ < warmup_) return std::nullopt;
        return value_ * static_cast<double>(hold_ - age_) / static_cast<double>(hold_);
    }
    std::int64_t warmup_bars() const override { return warmup_; }

private:
    /// By precedence, 0 when none fired. `chosen_` has those of more candles first.
    [[nodiscard]] int first_of(const PatternWindow::Values& values) const {
        int best = 0;
        int candles = 0;
        for (const auto pattern : chosen_) {
            if (best != 0 && patterns()[pattern].candles < candles) break;
            if (std::abs(values[pattern]) <= std::abs(best)) continue;
            best = values[pattern];
            candles = patterns()[pattern].candles;
        }
        return best;
    }

    PatternWindow window_;
    std::vector<std::size_t> chosen_;
    std::int64_t hold_;
    std::int64_t warmup_{};
    std::int64_t bars_{};
    std::int64_t age_{};
    double value_{};
};

/// One by its name; a family; or "all", which is all that have a direction.
core::Result<std::vector<std::size_t>> choose(std::string_view wanted) {
    std::vector<std::size_t> chosen;
    std::vector<std::string> known{"all"};
    for (std::size_t i = 0; i < pattern_count; ++i) {
        const auto& pattern = patterns()[i];
        const bool directed = pattern.family != PatternFamily::Neutral;
        if (pattern.name == wanted || name(pattern.family) == wanted ||
            (directed && wanted == "all"))
            chosen.push_back(i);
        known.emplace_back(pattern.name);
    }
    for (const auto family :
         {PatternFamily::Reversal, PatternFamily::Continuation, PatternFamily::Neutral})
        known.emplace_back(name(family));
    if (chosen.empty())
        return core::fail(core::Errc::UnknownName, "no pattern or family \"{}\"{}", wanted,
                          core::did_you_mean(wanted, known));
    return chosen;
}

}  // namespace

void register_patterns(core::Registry<Signal>& registry) {
    registry.add("pattern",
                 {"a candlestick pattern, a family of them, or all, fading after it fired",
                  {{"name", ParamType::Text, "all", 0, 0, "",
                    "one of `nightjar patterns`, or reversal, continuation, neutral, all"},
                   {"hold", ParamType::Integer, "3", 1, 10'000, "bars",
                    "until the score has faded to 0, in equal steps"}},
                  [](const core::Params& p) -> MadeSignal {
                      NJ_TRY(chosen, choose(p.text("name")));
                      return std::make_unique<PatternSignal>(std::move(chosen), p.integer("hold"));
                  }});
}

}  // namespace nightjar::signal
