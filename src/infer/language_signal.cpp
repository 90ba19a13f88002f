/// A language model as a signal: it is shown the last candles when there is something to see.

#include "core/base/nearest.hpp"
#include "core/errc.hpp"
#include "infer/builtins.hpp"
#include "infer/candle_memory.hpp"
#include "infer/seat.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::infer {

namespace {

using core::ParamType;

/// What a label says of the price: of a direction itself, of a pattern what its last candle shows.
/// Hammers and shooting stars speak for themselves; doji, short bodies, hikkake and none say
/// nothing.
double lean_of(std::string_view label, int colour) {
    while (!label.empty() && label.front() == ' ') label.remove_prefix(1);
    if (label == "up" || label == "rise" || label == "rises") return 1;
    if (label == "down" || label == "fall" || label == "falls") return -1;
    const auto family = find_family(label);
    if (!family) return 0;
    switch (*family) {
        case CandleFamily::Hammer: return 1;
        case CandleFamily::Shooting: return -1;
        case CandleFamily::Hikkake:
        case CandleFamily::Doji:
        case CandleFamily::Spinning:
        case CandleFamily::None: return 0;
        default: return colour;
    }
}

/// Asks at the close of a bar at which a pattern fires; a large model (`when = "split"`) only where
/// the others agree less than `split`. Its score is what the answer leans to, until the horizon of
/// the bar has passed; it abstains where the answer is unsure, late, or none.
class LanguageSignal final : public signal::Signal {
public:
    struct Rules {
        std::string after;    // of the prompt, behind the candles
        double split{};       // below which agreement it asks; above 1: always
        std::int64_t hold{};  // bars
        bool always{};        // not only where a pattern fires
    };

    LanguageSignal(ModelHouse& house, Desk& desk, const Subject& subject, std::size_t candles,
                   Rules rules)
        : seat_{house, desk, house.settings().deadline},
          subject_{&subject},
          memory_{candles},
          rules_{std::move(rules)} {}

    void on_candle(const core::Candle& candle) override {
        now_ = candle.open_time + candle.timeframe;
        timeframe_ = candle.timeframe;
        memory_.push(candle);
        if (rules_.split > 1) ask();
    }
    void on_panel(double agreement) override {
        if (rules_.split <= 1 && agreement < rules_.split) ask();
    }
    bool on_opinion(const core::OpinionReady& ready, core::Time now) override {
        bool accepted = false;
        if (!seat_.take(ready, now, accepted)) return false;
        if (!accepted) return true;
        opinion_ = ready.opinion;
        now_ = std::max(now_, now);
        return true;
    }
    std::optional<double> score() const override {
        if (!opinion_ || now_ >= opinion_->valid_until) return std::nullopt;
        return opinion_->score;
    }
    double most_weight() const override { return 0.25; }
    std::int64_t warmup_bars() const override { return memory_.length(); }

private:
    void ask() {
        if (!memory_.full() || (!rules_.always && !memory_.fired()) || seat_.busy(now_)) return;
        const auto text = memory_.text();
        if (!text || !question_.form[0].rest.set(*text + rules_.after)) return;
        question_.subject = subject_;
        question_.asked = now_;
        question_.horizon = timeframe_ * rules_.hold;
        for (std::size_t i = 0; i < subject_->labels.size(); ++i) {
            question_.form[0].options[i] = static_cast<std::uint8_t>(i);
            question_.leans[i] = static_cast<float>(lean_of(subject_->labels[i], memory_.colour()));
        }
        (void)seat_.ask(question_);
    }

    Seat seat_;
    const Subject* subject_;
    CandleMemory memory_;
    Rules rules_;
    Question question_;
    core::Time now_;
    core::Duration timeframe_;
    std::optional<core::Opinion> opinion_;
};

core::Result<std::unique_ptr<signal::Signal>> make(ModelHouse& house, const core::Params& p) {
    NJ_TRY(model, house.find(p.text("name")));
    const auto& wanted = p.text("task");
    std::vector<std::string> known;
    for (const auto& task : model->tasks) known.push_back(task.name);
    const auto task = std::ranges::find(model->tasks, wanted, &ModelTask::name);
    if (task == model->tasks.end())
        return core::fail(core::Errc::UnknownName, "{} was not taught \"{}\"{}", model->name,
                          wanted, core::did_you_mean(wanted, known));
    const auto& when = p.text("when");
    if (when != "pattern" && when != "split" && when != "bar")
        return core::fail(core::Errc::UnknownName, "when = \"{}\": pattern, split or bar", when);
    if (task->labels.size() > Question::most_options)
        return core::fail(core::Errc::OutOfRange, "{}: {} labels, at most {}", model->name,
                          task->labels.size(), Question::most_options);
    const auto& subject = house.keep({task->name, "", task->before, task->labels, 1});
    constexpr double never_asked_about = 2;
    return std::make_unique<LanguageSignal>(
        house, house.desk(*model), subject, task->candles,
        LanguageSignal::Rules{task->after, when == "split" ? p.real("split") : never_asked_about,
                              p.integer("hold"), when == "bar"});
}

}  // namespace

void register_language_signal(core::Registry<signal::Signal>& registry, ModelHouse& house) {
    registry.add(
        "model",
        {"a language model that is shown the last candles (docs/ensemble.md)",
         {{"name", ParamType::Text, "", 0, 0, "", "one of `nightjar model list`"},
          {"task", ParamType::Text, "direction", 0, 0, "", "what it is asked: direction, patterns"},
          {"when", ParamType::Text, "pattern", 0, 0, "",
           "pattern: where one fires; split: there, where the others disagree; bar: always"},
          {"split", ParamType::Real, "0.5", 0, 1, "", "agreement below which the others disagree"},
          {"hold", ParamType::Integer, "4", 1, 10'000, "bars", "that an answer is good for"}},
         [&house](const core::Params& p) { return make(house, p); }});
}

}  // namespace nightjar::infer
