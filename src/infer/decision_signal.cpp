/// A language model that is told what the market is like, and asked what to do.

#include "infer/builtins.hpp"
#include "infer/decision.hpp"
#include "infer/seat.hpp"
#include "signal/indicators.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::infer {

namespace {

using core::ParamType;
using Templates = std::array<PromptTemplate, signal::regimes>;

/// Asks at most every `every`, or when the regime has changed, and `daily` questions a day. The
/// same question is put with its answers in three orders, since models prefer some letters. Its
/// score is that of the last decision while that is no older than a quarter of its horizon and the
/// regime is the same; else it abstains.
class DecisionSignal final : public signal::Signal {
public:
    struct Rules {
        core::Duration every;
        std::int64_t daily{};
        double temperature{1};
    };

    DecisionSignal(ModelHouse& house, Desk& desk, Templates templates, Rules rules)
        : seat_{house, desk, house.settings().deadline},
          templates_{std::move(templates)},
          rules_{rules} {
        for (std::size_t i = 0; i < templates_.size(); ++i)
            subjects_[i] = &house.keep({templates_[i].id + " " + templates_[i].version,
                                        templates_[i].sha256, std::string{templates_[i].prefix()},
                                        templates_[i].letters(), rules.temperature});
    }

    void on_candle(const core::Candle& candle) override {
        now_ = candle.open_time + candle.timeframe;
        if (!regimes_) begin(candle.timeframe);
        regimes_->push(candle, depth_);
        const auto before = closes_->full() ? closes_->oldest() : 0;
        closes_->push(candle.close.raw);
        const auto regime = regimes_->regime();
        if (!regime || before <= 0) return;
        const bool changed = regime != regime_;
        regime_ = regime;
        if (!changed && now_ < asked_ + rules_.every) return;
        if (seat_.busy(now_) || !in_budget()) return;
        ask(facts(candle, before));
    }
    void on_book(const market::Book& book) override { depth_ = signal::depth_of(book); }
    bool on_opinion(const core::OpinionReady& ready, core::Time now) override {
        bool accepted = false;
        if (!seat_.take(ready, now, accepted)) return false;
        if (!accepted || ready.evidence.regime >= signal::regimes) return true;
        decided_in_ = static_cast<signal::Regime>(ready.evidence.regime);
        decided_ = now;
        decision_ = decide(templates_[ready.evidence.regime], ready.evidence);
        now_ = std::max(now_, now);
        return true;
    }
    std::optional<double> score() const override {
        if (!decision_ || regime_ != decided_in_) return std::nullopt;
        const auto& horizon = templates_[static_cast<std::size_t>(decided_in_)].horizon;
        if (now_ > decided_ + core::Duration{horizon.ns / 4}) return std::nullopt;
        return infer::score(*decision_);
    }
    double most_weight() const override { return 0.25; }
    std::int64_t warmup_bars() const override { return 24; }

private:
    void begin(core::Duration timeframe) {
        regimes_.emplace(timeframe);
        closes_.emplace(regimes_->warmup_bars());
    }
    [[nodiscard]] bool in_budget() {
        const auto day = core::count_of(now_, core::days(1));
        if (day != day_) asked_today_ = 0;
        day_ = day;
        return asked_today_ < rules_.daily;
    }
    [[nodiscard]] Facts facts(const core::Candle& candle, std::int64_t before) const {
        const auto whole = [](double x, double most) {
            return static_cast<int>(std::lround(std::clamp(x, -most, most)));
        };
        const auto& reading = regimes_->reading();
        constexpr double percent = 100;
        constexpr double bps = 1e4;
        Facts facts;
        facts.regime = *regime_;
        facts.volatility = whole(reading.volatility, percent);
        if (reading.depth) facts.depth = whole(*reading.depth, percent);
        facts.efficiency = whole(percent * reading.efficiency, percent);
        facts.slope = whole(reading.slope, percent - 1);
        facts.change =
            whole(bps * (static_cast<double>(candle.close.raw) / static_cast<double>(before) - 1),
                  bps - 1);
        facts.colour = candle.close > candle.open ? 1 : candle.close < candle.open ? -1 : 0;
        return facts;
    }
    void ask(const Facts& facts) {
        const auto place = static_cast<std::size_t>(facts.regime);
        const auto& with = templates_[place];
        const auto count = with.allowed.size();
        question_.subject = subjects_[place];
        question_.asked = now_;
        question_.horizon = with.horizon;
        question_.regime = static_cast<std::uint8_t>(place);
        question_.forms = static_cast<std::uint8_t>(std::min(count, Question::most_forms));
        for (std::size_t f = 0; f < question_.forms; ++f) {
            // Each answer stands at each letter once, as far as there are forms.
            auto& form = question_.form[f];
            for (std::size_t i = 0; i < count; ++i)
                form.options[i] = static_cast<std::uint8_t>((i + f) % count);
            if (!form.rest.set(with.render(facts, std::span{form.options}.first(count)))) return;
        }
        for (std::size_t i = 0; i < count; ++i)
            question_.leans[i] = with.allowed[i] == Action::Buy    ? 1.0F
                                 : with.allowed[i] == Action::Sell ? -1.0F
                                                                   : 0.0F;
        if (!seat_.ask(question_)) return;
        asked_ = now_;
        ++asked_today_;
    }

    Seat seat_;
    Templates templates_;
    Rules rules_;
    std::array<const Subject*, signal::regimes> subjects_{};
    std::optional<signal::RegimeClassifier> regimes_;
    std::optional<signal::RollingSum> closes_;  // of a day
    std::optional<std::int64_t> depth_;
    std::optional<signal::Regime> regime_;
    Question question_;
    core::Time now_;
    core::Time asked_;
    std::int64_t day_{};
    std::int64_t asked_today_{};
    std::optional<Decision> decision_;
    core::Time decided_;
    signal::Regime decided_in_{};
};

}  // namespace

void register_decision_signal(core::Registry<signal::Signal>& registry, ModelHouse& house,
                              const std::filesystem::path& prompts) {
    registry.add(
        "decision",
        {"a language model that is told of the market and asked what to do (docs/ensemble.md)",
         {{"name", ParamType::Text, "", 0, 0, "", "one of `nightjar model list`"},
          {"every", ParamType::Text, "5m", 0, 0, "time",
           "between questions, while the regime lasts"},
          {"daily", ParamType::Integer, "288", 1, 100'000, "questions", "a day, at most"},
          {"temperature", ParamType::Real, "1", 0.05, 20, "", "above 1: less sure"}},
         [&house, prompts](const core::Params& p) -> core::Result<std::unique_ptr<signal::Signal>> {
             NJ_TRY(model, house.find(p.text("name")));
             NJ_TRY(every, core::parse_duration(p.text("every")));
             NJ_TRY(templates, read_templates(prompts));
             return std::make_unique<DecisionSignal>(
                 house, house.desk(*model), std::move(templates),
                 DecisionSignal::Rules{every, p.integer("daily"), p.real("temperature")});
         }});
}

void register_signals(core::Registries& registries, ModelHouse& house,
                      const std::filesystem::path& prompts) {
    auto& registry = registries.of<signal::Signal>();
    register_language_signal(registry, house);
    register_decision_signal(registry, house, prompts);
}

}  // namespace nightjar::infer
