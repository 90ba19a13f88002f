/// nightjar backtest CONFIG, or without a configuration by --data and --strategy.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/models.hpp"
#include "app/session_report.hpp"
#include "app/sources.hpp"
#include "app/what_if.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <iterator>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct BacktestCall {
    std::string config;
    std::string data_root;
    std::string data;
    std::string strategy;
    std::vector<std::string> settings;
    std::string qty;
    std::string cash{"1000000"};
    double fee_bps{10};
    std::string instrument{"BTCUSDT"};
    std::int64_t warmup{-1};
    std::string from;
    std::string to;
    std::string html;
    bool what_if{};  ///< neither: for people, not for programs
    bool no_what_if{};
};

/// CPU seconds of all threads of this process so far.
double cpu_seconds() {
    return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

Result<core::ParamTexts> parse_settings(const std::vector<std::string>& settings) {
    core::ParamTexts texts;
    for (const auto& setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
            return fail(Errc::BadCall, "--set {}: write it as --set name=value", setting);
        texts[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    return texts;
}

/// "BTCUSDT" is BTC in USDT; a name without a known quote is all base.
std::pair<std::string, std::string> assets_of(const std::string& symbol) {
    for (const std::string quote : {"USDT", "USDC", "USD", "EUR", "BTC", "ETH"})
        if (symbol.size() > quote.size() && symbol.ends_with(quote))
            return {symbol.substr(0, symbol.size() - quote.size()), quote};
    return {symbol, "QUOTE"};
}

/// A simple cash account without other costs than the fee, so that results can be held against
/// other programs.
Result<Plan> plan_of(const BacktestCall& call) {
    if (call.data.empty() || call.strategy.empty())
        return fail(Errc::BadCall, "name a configuration file, or both --data and --strategy");
    Plan plan;
    const auto [base, quote] = assets_of(call.instrument);
    plan.currency = quote;
    NJ_TRY(cash, core::parse_money(call.cash));
    const auto fee = ppb(call.fee_bps);
    VenuePlan venue;
    venue.name = "sim";
    venue.cash = cash;
    venue.matching.fees = {fee, fee, sim::FeeModel::PaidIn::Quote};
    plan.venues.push_back(venue);
    InstrumentPlan instrument;
    instrument.venue = "sim";
    instrument.symbol = call.instrument;
    instrument.base = base;
    instrument.quote = quote;
    instrument.lot = {core::Money::one / 100'000'000};
    instrument.data = call.data;
    plan.instruments.push_back(instrument);
    StrategyPlan strategy;
    strategy.name = strategy.kind = call.strategy;
    NJ_TRY(params, parse_settings(call.settings));
    strategy.params = std::move(params);
    strategy.instruments = {instrument.name()};
    strategy.cash = cash;
    strategy.sizers = {{"fixed", {{"qty", call.qty.empty() ? "1" : call.qty}}}};
    plan.strategies.push_back(strategy);
    plan.gate.off = {"collar",      "fat_finger",  "reference", "duplicate",
                     "rate",        "open_orders", "position",  "asset",
                     "venue",       "gross",       "leverage",  "margin",
                     "liquidation", "daily_loss",  "drawdown",  "strategy_loss"};
    return plan;
}

Result<Plan> make_plan(const BacktestCall& call) {
    Plan plan;
    if (call.config.empty()) {
        NJ_TRY(made, plan_of(call));
        plan = std::move(made);
    } else {
        NJ_TRY(file, TomlTable::read(call.config));
        NJ_TRY(read, read_plan(file));
        plan = std::move(read);
    }
    if (call.warmup >= 0) plan.warmup_bars = call.warmup;
    if (!call.data_root.empty()) plan.data_root = call.data_root;
    if (!call.from.empty()) {
        NJ_TRY(from, core::parse_time(call.from));
        plan.from = from;
    }
    if (!call.to.empty()) {
        NJ_TRY(to, core::parse_time(call.to));
        plan.to = to;
    }
    return plan;
}

/// Tells what is wrong with a model; the same only once.
std::function<void(const std::string&)> complain() {
    return [last = std::string{}](const std::string& text) mutable {
        if (text != last) fmt::print(stderr, "{}\n", text);
        last = text;
    };
}

Status run(const Globals& globals, const BacktestCall& call) {
    const auto wall_start = std::chrono::steady_clock::now();
    NJ_TRY(plan, make_plan(call));
    NJ_TRY(root, data_dir(globals.data_dir));
    Sources sources;
    NJ_TRY(read_latencies(plan));
    NJ_TRY(sources.load(plan, root / "series"));
    NJ_TRY(answers, backtest_answers(root));
    Models models{root, *answers, {.mode = infer::AnswerMode::OnTheSpot, .note = complain()}};
    auto registries = models.parts();
    NJ_TRY(settings, assemble(plan, sources.series(), registries));
    settings.opinions = &models.opinions();
    std::ranges::move(contamination(plan, sources.series(), models.cards()),
                      std::back_inserter(settings.engine.assumptions));
    NJ_TRY(session, make_session(root, "backtest", call.config.empty() ? call.data : call.config));
    settings.ledger = session.ledger();
    NJ_TRY(backtest, backtest::Backtest::make(std::move(settings), registries));
    report::Timing timing;
    timing.load_s = cpu_seconds();
    {
        Progress progress{"backtest"};
        backtest->run([&](std::uint64_t bars, std::uint64_t all) { progress.show(bars, all); });
    }
    NJ_TRY(sha256, backtest->finish());
    timing.engine_s = cpu_seconds() - timing.load_s;
    NJ_TRY(named, name_backtest(session, sha256));
    NJ_TRY(story, report::read_story(named.ledger()));
    timing.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
    report::Extras extras{timing, sources.problems(), sha256, named.id};
    if (call.what_if || (!globals.json && !call.no_what_if)) {
        NJ_TRY(rows, what_if(plan, sources, *answers, story, named));
        NJ_TRY(write_text(named.what_if(), report::what_if_json(rows)));
        extras.what_if = std::move(rows);
    }
    auto text =
        globals.json ? report::to_json(story, extras) + "\n" : report::to_text(story, extras);
    // Whoever asks for JSON is a program: it gets a page only where it names one.
    if (!globals.json || !call.html.empty()) {
        const auto file = call.html.empty() ? named.path / "report.html" : fs::absolute(call.html);
        NJ_TRY(write_text(file, report::to_html({story, extras, sources.histories(), {}})));
        if (!globals.json) text += fmt::format("report {}\n", file.string());
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    return {};
}

}  // namespace

void add_backtest(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<BacktestCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand("backtest", "history through the engine");
    command->footer(
        "examples: nightjar backtest config/backtest.toml --data-root DIR\n"
        "          nightjar backtest --data BTCUSDT_1h.csv --strategy sma_cross --set fast=20 "
        "--qty 1");
    command->add_option("config", call->config, "a TOML configuration");
    command->add_option("--data-root", call->data_root, "folder of the configuration's data files");
    command->add_option("--data", call->data, "without a configuration: a CSV file or a series");
    command->add_option("--strategy", call->strategy, "without a configuration: see strategies");
    command->add_option("--set", call->settings, "a setting of the strategy: name=value");
    command->add_option("--qty", call->qty, "fixed quantity (default 1)");
    command->add_option("--cash", call->cash, "starting cash (default 1000000)");
    command->add_option("--fee-bps", call->fee_bps, "fee of each fill (default 10)");
    command->add_option("--instrument", call->instrument, "name (default BTCUSDT)");
    command->add_option("--warmup", call->warmup, "bars to watch before the first decision");
    command->add_option("--from", call->from, "first bar, as 2022-01-01");
    command->add_option("--to", call->to, "first bar not to see");
    auto* what_if =
        command->add_flag("--what-if", call->what_if,
                          "run it again with each assumption changed (default: unless --json)");
    command->add_flag("--no-what-if", call->no_what_if, "do not")->excludes(what_if);
    command->add_option("--html", call->html,
                        "where to write the report as a page (default: the session's folder)");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
