/// A strategy composed in configuration: any signals, weighted, on any number of instruments.

#include "core/base/nearest.hpp"
#include "strategy/builtins.hpp"
#include "strategy/ensemble.hpp"
#include "strategy/learner.hpp"

#include <algorithm>

namespace nightjar::strategy {

namespace {

using core::ParamType;

class EnsembleStrategy final : public Strategy {
public:
    struct Pace {
        core::Duration decide_every;  ///< between decisions on books
        core::Duration min_hold;      ///< before a position turns round
    };

    /// `learning`: absent: the weights are those of the configuration.
    EnsembleStrategy(EnsembleRules rules, Pace pace, std::optional<LearningRules> learning)
        : rules_{rules}, pace_{pace}, learning_{learning} {
        if (!learning) return;
        rules_.min_turnout = 0;  // what is silent weighs as the base rate
        rules_.flat_in_conflict = true;
    }

    core::Status add(core::InstrumentId instrument, const Setup& setup) {
        Panel panel;
        panel.target.instrument = instrument;
        for (const auto& choice : setup.signals) {
            NJ_TRY(made, setup.registries->of<signal::Signal>().make(choice.kind, choice.params));
            panel.signals.push_back(std::move(made));
            panel.ballots.push_back({std::nullopt, choice.weight});
            if (panels_.empty()) names_.push_back(name_of(choice));
        }
        panel.scores.resize(panel.signals.size());
        if (learning_) {
            std::vector<double> caps;
            for (const auto& signal : panel.signals) caps.push_back(signal->most_weight());
            panel.learner.emplace(caps, *learning_);
            panel.regime.emplace(setup.timeframe);
        }
        panels_.push_back(std::move(panel));
        return {};
    }

    void on_candle(core::InstrumentId id, const core::Candle& candle, Context& context) override {
        auto& panel = of(id);
        for (auto& signal : panel.signals) signal->on_candle(candle);
        if (panel.learner) {
            hear(panel);
            panel.regime->push(candle, signal::depth_of(context.market()[id].book));
            panel.learner->on_bar(context.now(), candle.close, panel.scores,
                                  panel.regime->regime());
        }
        const auto outcome = vote(panel, context);
        for (auto& signal : panel.signals) signal->on_panel(outcome.agreement);
    }
    void on_opinion(const core::OpinionReady& ready, Context& context) override {
        for (auto& panel : panels_)
            for (auto& signal : panel.signals)
                if (signal->on_opinion(ready, context.now())) vote(panel, context);
    }
    void on_trade(core::InstrumentId id, const core::Trade& trade, Context& context) override {
        for (auto& signal : of(id).signals) signal->on_trade(trade, context.now());
    }
    void on_book(core::InstrumentId id, const market::Book& book, Context& context) override {
        auto& panel = of(id);
        for (auto& signal : panel.signals) signal->on_book(book);
        if (!book.valid() || pace_.decide_every.ns == 0) return;
        if (context.now() < panel.decided + pace_.decide_every) return;
        vote(panel, context);
    }
    std::int64_t warmup_bars() const override {
        std::int64_t most = 0;
        for (const auto& signal : panels_.front().signals)
            most = std::max(most, signal->warmup_bars());
        return learning_ ? most + learning_->horizon + learning_->memory : most;
    }
    std::vector<std::string> signals() const override { return names_; }

private:
    struct Panel {
        core::Target target;  // what is held, and the votes that made it so
        std::vector<std::unique_ptr<signal::Signal>> signals;
        std::vector<Ballot> ballots;
        std::vector<std::optional<double>> scores;
        std::optional<Learner> learner;
        std::optional<signal::RegimeClassifier> regime;  // with the learner
        core::Time decided;
        core::Time changed;
    };

    Panel& of(core::InstrumentId id) {
        const auto at = std::ranges::find(
            panels_, id, [](const Panel& panel) { return panel.target.instrument; });
        NJ_CHECK(at != panels_.end(), "an event of an instrument that was not asked for");
        return *at;
    }

    /// Of a model its own: there are several.
    static std::string name_of(const SignalChoice& choice) {
        const auto own = choice.params.find("name");
        return own == choice.params.end() ? choice.kind : own->second;
    }
    static void hear(Panel& panel) {
        for (std::size_t i = 0; i < panel.signals.size(); ++i)
            panel.scores[i] = panel.signals[i]->score();
    }

    static Outcome count(Panel& panel) {
        if (panel.learner) return panel.learner->outcome(panel.scores);
        for (std::size_t i = 0; i < panel.signals.size(); ++i)
            panel.ballots[i].score = panel.scores[i];
        return count_votes(panel.ballots);
    }

    Outcome vote(Panel& panel, Context& context) {
        panel.decided = context.now();
        hear(panel);
        const auto outcome = count(panel);
        if (const auto wanted = decide(outcome, rules_, panel.target.exposure)) {
            const bool turns = *wanted * panel.target.exposure < 0;
            if (!turns || context.now() >= panel.changed + pace_.min_hold) {
                panel.target.exposure = *wanted;
                panel.target.votes = outcome.votes;
                panel.changed = context.now();
            }
        }
        context.target(panel.target);
        return outcome;
    }

    EnsembleRules rules_;
    Pace pace_;
    std::optional<LearningRules> learning_;
    std::vector<Panel> panels_;
    std::vector<std::string> names_;
};

std::vector<core::ParamSpec> params() {
    const EnsembleRules rules;
    const LearningRules learning;
    const auto text = [](double value) { return fmt::format("{}", value); };
    return {
        {"enter", ParamType::Real, text(rules.enter), 0, 1, "", "score to open a position with"},
        {"exit", ParamType::Real, text(rules.exit), 0, 1, "", "a position closes below it"},
        {"min_agreement", ParamType::Real, text(rules.min_agreement), 0, 1, "",
         "with less agreement nothing changes; where weights are learnt: flat"},
        {"min_turnout", ParamType::Real, text(rules.min_turnout), 0, 1, "",
         "with less of the weight voting nothing changes"},
        {"strong_opposition", ParamType::Real, text(rules.strong_opposition), 0, 1, "",
         "an entry against a vote that strong is cut"},
        {"opposed_size", ParamType::Real, text(rules.opposed_size), 0, 1, "", "to this part"},
        {"allow_short", ParamType::Flag, "true", 0, 0, "", "may the position be below zero"},
        {"decide_every", ParamType::Text, "0s", 0, 0, "time",
         "decide on book changes too, at most this often; 0s: at closed bars only"},
        {"min_hold", ParamType::Text, "0s", 0, 0, "time", "before a position turns round"},
        {"weights", ParamType::Text, "static", 0, 0, "",
         "static: as given; brier, hedge or fixed_share: learnt (docs/ensemble.md)"},
        {"horizon", ParamType::Integer, std::to_string(learning.horizon), 1, 10'000, "bars",
         "over which a rise is foretold, where weights are learnt"},
        {"memory", ParamType::Integer, std::to_string(learning.memory), 100, 100'000, "bars",
         "that are learnt from"},
        {"weight_cap", ParamType::Real, text(learning.cap), 0.01, 1, "",
         "the most that a signal learns to weigh"},
        {"weight_floor", ParamType::Real, text(learning.floor), 0, 0.05, "", "the least"},
        {"sure", ParamType::Real, text(learning.sure), 0.001, 1, "",
         "2 p - 1 beyond the base rate that is a score of 1, p the probability of a rise"},
        {"round_trip_bps", ParamType::Real, text(learning.round_trip_bps), 0, 10'000, "bp",
         "cost of an entry and its exit; learnt weights enter for 1.5 times of it or not at all"},
    };
}

core::Result<std::optional<LearningRules>> learning(const core::Params& p) {
    const auto& kind = p.text("weights");
    if (kind == "static") return std::nullopt;
    const std::vector<std::string> known{"static", "brier", "hedge", "fixed_share"};
    LearningRules rules;
    if (kind == "hedge")
        rules.weighing = Weighing::Hedge;
    else if (kind == "fixed_share")
        rules.weighing = Weighing::FixedShare;
    else if (kind != "brier")
        return core::fail(core::Errc::UnknownName, "no weights \"{}\"{}", kind,
                          core::did_you_mean(kind, known));
    rules.horizon = p.integer("horizon");
    rules.memory = p.integer("memory");
    rules.cap = p.real("weight_cap");
    rules.floor = p.real("weight_floor");
    rules.sure = p.real("sure");
    rules.round_trip_bps = p.real("round_trip_bps");
    if (rules.floor > rules.cap)
        return core::fail(core::Errc::OutOfRange, "weight_floor ({}) is above weight_cap ({})",
                          rules.floor, rules.cap);
    return rules;
}

MadeStrategy make(const core::Params& p, const Setup& setup) {
    if (setup.signals.empty())
        return core::fail(core::Errc::MissingKey,
                          "an ensemble needs signals: add [[strategies.signals]]");
    if (setup.signals.size() > core::Votes::max_size)
        return core::fail(core::Errc::OutOfRange, "{} signals, at most {} fit",
                          setup.signals.size(), core::Votes::max_size);
    NJ_TRY(decide_every, core::parse_duration(p.text("decide_every")));
    NJ_TRY(min_hold, core::parse_duration(p.text("min_hold")));
    const EnsembleRules rules{p.real("enter"),
                              p.real("exit"),
                              p.real("min_agreement"),
                              p.real("min_turnout"),
                              p.real("strong_opposition"),
                              p.real("opposed_size"),
                              p.flag("allow_short"),
                              false};
    NJ_TRY(learnt, learning(p));
    auto strategy = std::make_unique<EnsembleStrategy>(
        rules, EnsembleStrategy::Pace{decide_every, min_hold}, learnt);
    for (const auto instrument : setup.instruments) NJ_TRY(strategy->add(instrument, setup));
    return strategy;
}

}  // namespace

void register_ensemble(core::Registry<Strategy>& registry) {
    registry.add("ensemble",
                 {"signals of your choice, weighted into one decision", params(), make});
}

}  // namespace nightjar::strategy
