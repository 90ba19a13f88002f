#include "app/what_if.hpp"

#include "app/command.hpp"
#include "app/models.hpp"

#include <algorithm>
#include <array>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::Result;
using sim::QueueKind;

namespace {

struct Change {
    std::string_view words;
    bool (*matters)(const Plan& plan);
    void (*make)(Plan& plan);
};

bool any_venue(const Plan& plan, bool (*holds)(const VenuePlan& venue)) {
    return std::ranges::any_of(plan.venues, holds);
}

void for_venues(Plan& plan, void (*make)(VenuePlan& venue)) {
    std::ranges::for_each(plan.venues, make);
}

template <QueueKind kind>
void queue(Plan& plan) {
    for_venues(plan, [](VenuePlan& venue) { venue.matching.queue = sim::QueueModel{kind}; });
}

template <QueueKind kind>
bool queue_is_another(const Plan& plan) {
    return any_venue(plan, [](const VenuePlan& venue) {
        const bool bars = venue.matching.prices == sim::Prices::Bars;
        return venue.matching.queue.kind() != kind && !(bars && kind == QueueKind::Through);
    });
}

bool has_latency(const Plan& plan) {
    return plan.feed_latency.ns > 0 || any_venue(plan, [](const VenuePlan& venue) {
               return venue.order_latency.ns > 0 || venue.report_latency.ns > 0 ||
                      !venue.latencies.empty();
           });
}

void no_latency(Plan& plan) {
    plan.feed_latency = {};
    for_venues(plan, [](VenuePlan& venue) {
        venue.order_latency = venue.report_latency = {};
        venue.measured = {};
    });
}

bool asks_models(const StrategyPlan& strategy) {
    return std::ranges::any_of(strategy.signals, asks_model);
}

bool decides_without_models(const StrategyPlan& strategy) {
    return strategy.signals.empty() || !std::ranges::all_of(strategy.signals, asks_model);
}

const std::array<Change, 7> changes{{
    {"resting orders fill at the first touch", queue_is_another<QueueKind::Touch>,
     queue<QueueKind::Touch>},
    {"resting orders fill only when traded through", queue_is_another<QueueKind::Through>,
     queue<QueueKind::Through>},
    {"messages take no time", has_latency, no_latency},
    {"takers do not slip",
     [](const Plan& plan) {
         return any_venue(plan, [](const VenuePlan& v) { return v.matching.slippage_ppb != 0; });
     },
     [](Plan& plan) { for_venues(plan, [](VenuePlan& v) { v.matching.slippage_ppb = 0; }); }},
    {"no fees",
     [](const Plan& plan) {
         return any_venue(plan, [](const VenuePlan& v) {
             return v.matching.fees.maker_ppb != 0 || v.matching.fees.taker_ppb != 0;
         });
     },
     [](Plan& plan) {
         for_venues(
             plan, [](VenuePlan& v) { v.matching.fees.maker_ppb = v.matching.fees.taker_ppb = 0; });
     }},
    {"no funding",
     [](const Plan& plan) {
         return std::ranges::any_of(plan.instruments, [](const InstrumentPlan& instrument) {
             return instrument.kind != core::InstrumentKind::Spot;
         });
     },
     [](Plan& plan) {
         for_venues(plan, [](VenuePlan& v) { v.matching.funding.reset(); });
         for (auto& instrument : plan.instruments) instrument.funding.clear();
     }},
    {"no language models",
     [](const Plan& plan) {
         return std::ranges::any_of(plan.strategies, asks_models) &&
                std::ranges::any_of(plan.strategies, decides_without_models);
     },
     [](Plan& plan) {
         std::erase_if(plan.strategies,
                       [](const StrategyPlan& each) { return !decides_without_models(each); });
         for (auto& strategy : plan.strategies) std::erase_if(strategy.signals, asks_model);
     }},
}};

report::WhatIf row(std::string_view change, const report::Story& story) {
    const auto summary = report::summarise(story);
    return {std::string{change}, summary.fills, summary.fees, summary.net_pnl,
            summary.max_drawdown_pct};
}

/// A folder that goes when its owner does.
struct Passing {
    fs::path path;
    explicit Passing(fs::path where) : path{std::move(where)} { fs::remove_all(path); }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;
    ~Passing() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

Result<report::Story> run(const Plan& plan, Sources& sources, infer::AnswerBook& answers,
                          const SessionDir& session, const std::string& label) {
    const Passing ledger{session.path / "what-if"};
    Models models{session.data_root(), answers, {infer::AnswerMode::OnTheSpot}};
    auto registries = models.parts();
    sources.rewind();
    NJ_TRY(settings, assemble(plan, sources.series(), registries));
    settings.ledger = ledger.path;
    settings.opinions = &models.opinions();
    NJ_TRY(backtest, backtest::Backtest::make(std::move(settings), registries));
    Progress progress{label};
    backtest->run([&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
    NJ_TRY(backtest->finish());
    return report::read_story(ledger.path);
}

}  // namespace

Result<std::vector<report::WhatIf>> what_if(const Plan& plan, Sources& sources,
                                            infer::AnswerBook& answers, const report::Story& told,
                                            const SessionDir& session) {
    std::vector<report::WhatIf> rows{row("", told)};
    for (const auto& change : changes) {
        if (!change.matters(plan)) continue;
        auto changed = plan;
        change.make(changed);
        NJ_TRY(story,
               run(changed, sources, answers, session, fmt::format("what if: {}", change.words)));
        rows.push_back(row(change.words, story));
    }
    return rows;
}

}  // namespace nightjar::app
