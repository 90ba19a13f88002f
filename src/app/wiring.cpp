#include "app/wiring.hpp"

#include "app/errc.hpp"
#include "app/ramp_toml.hpp"
#include "app/version.hpp"
#include "exec/algorithm.hpp"
#include "notify/notifier.hpp"
#include "risk/check.hpp"
#include "signal/signal.hpp"
#include "venue/private_side.hpp"

#include <algorithm>
#include <ranges>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;

namespace {

Result<core::VenueId> find_venue(const Plan& plan, const std::string& name) {
    const auto at = std::ranges::find(plan.venues, name, &VenuePlan::name);
    if (at == plan.venues.end())
        return fail(Errc::BadConfig, "there is no [[venues]] with the name \"{}\"", name);
    return core::VenueId{static_cast<std::uint16_t>(at - plan.venues.begin())};
}

core::Money finest_step(const Series& series) {
    const auto decimals =
        series.tape != nullptr ? series.tape->info().price_decimals : series.bars.price_decimals;
    return {core::Money::one / core::power_of_ten(decimals)};
}

/// What stands for each other is traded in the largest of their lots, which every venue takes.
Result<core::Money> lot_of(const Plan& plan, const InstrumentPlan& wanted) {
    if (!wanted.lot) return fail(Errc::BadConfig, "{}: lot is missing", wanted.name());
    auto lot = *wanted.lot;
    for (const auto& route : plan.routes) {
        const auto on_it = [&](const InstrumentPlan& instrument) {
            return std::ranges::find(route, instrument.name()) != route.end();
        };
        if (!on_it(wanted)) continue;
        for (const auto& other : plan.instruments)
            if (on_it(other) && other.lot) lot = std::max(lot, *other.lot);
    }
    if (lot.raw % wanted.lot->raw != 0)
        return fail(Errc::BadConfig, "{}: lots of {} are no multiple of its own, {}", wanted.name(),
                    to_string(lot), to_string(*wanted.lot));
    return lot;
}

Status add_routes(const Plan& plan, core::Catalog& catalog) {
    for (const auto& names : plan.routes) {
        std::vector<core::InstrumentId> route;
        for (const auto& name : names) {
            auto id = catalog.find(name);
            if (!id) return std::unexpected{id.error().in("[[routes]]")};
            route.push_back(*id);
        }
        if (auto added = catalog.add_route(std::move(route)); !added)
            return std::unexpected{added.error().in("[[routes]]")};
    }
    return {};
}

/// `series` has one entry for each instrument, or none at all when the session has no history.
Result<core::Instrument> define(const Plan& plan, std::size_t index,
                                const std::vector<Series>& series, core::Catalog& catalog) {
    const auto& wanted = plan.instruments[index];
    const auto& settled =
        wanted.kind == core::InstrumentKind::InversePerpetual ? wanted.base : wanted.quote;
    if (settled != plan.currency)
        return fail(Errc::BadConfig, "{}: settled in {}, but the session's currency is {}",
                    wanted.name(), settled, plan.currency);
    if (!wanted.tick && series.empty())
        return fail(Errc::BadConfig, "{}: tick is missing", wanted.name());
    NJ_TRY(venue, find_venue(plan, wanted.venue));
    core::Instrument instrument;
    instrument.venue = venue;
    instrument.base = catalog.add_asset(wanted.base);
    instrument.quote = catalog.add_asset(wanted.quote);
    instrument.symbol = wanted.symbol;
    instrument.kind = wanted.kind;
    instrument.tick = wanted.tick ? *wanted.tick : finest_step(series[index]);
    NJ_TRY(lot, lot_of(plan, wanted));
    instrument.lot = lot;
    instrument.contract = wanted.contract;
    const auto lots = [&](core::Wide units) {
        return core::Qty{static_cast<std::int64_t>(units / lot.raw)};
    };
    if (wanted.min_qty) instrument.min_qty = lots(wanted.min_qty->raw + lot.raw - 1);
    if (wanted.max_qty) instrument.max_qty = lots(wanted.max_qty->raw);
    instrument.min_notional = wanted.min_notional;
    instrument.iceberg_parts = wanted.iceberg_parts;
    instrument.initial_margin_bps = wanted.initial_margin_bps;
    instrument.maintenance_margin_bps = wanted.maintenance_margin_bps;
    instrument.margin_mode = wanted.margin_mode;
    instrument.margin_tiers = wanted.margin_tiers;
    return instrument;
}

Result<engine::StrategyConfig> define(const StrategyPlan& wanted, const core::Catalog& catalog,
                                      const std::vector<Series>& series) {
    engine::StrategyConfig strategy{
        wanted.name,      wanted.kind, wanted.params, wanted.signals,   {},
        wanted.timeframe, wanted.cash, wanted.sizers, wanted.execution, wanted.protection};
    for (const auto& name : wanted.instruments) {
        auto id = catalog.find(name);
        if (!id) return std::unexpected{id.error().in(wanted.name)};
        if (const auto home = catalog.home(*id); home != *id)
            return fail(Errc::BadConfig, "{}: {} is traded in the place of {}: name that one",
                        wanted.name, name, catalog.name(home));
        strategy.instruments.push_back(*id);
        if (series.empty() || series[id->value].tape != nullptr) continue;
        const auto timeframe = series[id->value].bars.timeframe;
        if (strategy.timeframe.ns == 0) strategy.timeframe = timeframe;
        if (strategy.timeframe != timeframe)
            return fail(Errc::BadConfig, "{}: wants bars of {}, but those of {} are {} long",
                        wanted.name, core::format_duration(strategy.timeframe), name,
                        core::format_duration(timeframe));
    }
    return strategy;
}

/// The part of a series that a backtest replays, warm-up included.
struct Window {
    std::size_t first{};
    std::size_t last{};
    core::Time trade_from;
};

Result<Window> window(const Series& series, const Plan& plan, std::int64_t warmup) {
    const auto& bars = series.bars;
    const auto times = bars.open_time_ns;
    const auto index = [&](std::optional<core::Time> t, std::size_t otherwise) {
        if (!t) return otherwise;
        return static_cast<std::size_t>(std::ranges::lower_bound(times, t->ns) - times.begin());
    };
    Window part{index(plan.from, 0), index(plan.to, times.size()), {}};
    const auto watched = static_cast<std::size_t>(std::max<std::int64_t>(0, plan.warmup_bars));
    const auto start = plan.from ? part.first : watched;
    if (start >= part.last)
        return fail(Errc::BadConfig, "{}: no bar is left to trade on; look at from, to and warmup",
                    series.name);
    // The first decision may fall on the close of the first bar that is not warm-up.
    if (start > 0) part.trade_from = core::Time{times[start]} + bars.timeframe;
    if (plan.from) part.first -= std::min(part.first, static_cast<std::size_t>(warmup));
    return part;
}

core::BarView cut(const core::BarView& bars, const Window& part) {
    const auto size = part.last - part.first;
    auto cut_one = [&](std::span<const std::int64_t> column) {
        return column.subspan(part.first, size);
    };
    return {
        bars.timeframe,      bars.price_decimals, bars.volume_decimals, cut_one(bars.open_time_ns),
        cut_one(bars.open),  cut_one(bars.high),  cut_one(bars.low),    cut_one(bars.close),
        cut_one(bars.volume)};
}

Result<std::int64_t> warmup_of(const Plan& plan, const engine::Config& config,
                               core::Registries& registries) {
    if (plan.warmup_bars >= 0) return plan.warmup_bars;
    std::int64_t most = 0;
    for (const auto& choice : config.strategies) {
        const strategy::Setup setup{choice.instruments, choice.signals, &registries,
                                    &config.catalog, choice.timeframe};
        auto made = registries.of<strategy::Strategy>().make(choice.kind, choice.params, setup);
        if (!made) return std::unexpected{made.error().in(choice.name)};
        most = std::max(most, (*made)->warmup_bars());
    }
    return most;
}

/// What the recorder's clock was behind each exchange's is taken off, so that the fastest message
/// took as long as the configuration says; a tape warms up until `from`, where it has one.
void set_clocks(const Plan& plan, const std::vector<Series>& series, backtest::Settings& settings) {
    auto& engine = settings.engine;
    for (std::size_t venue = 0; venue < plan.venues.size(); ++venue) {
        const auto here = [&](const sim::TapeStream& tape) {
            return engine.catalog[tape.instrument].venue.value == venue;
        };
        core::Duration behind;
        for (auto& tape : settings.tapes | std::views::filter(here)) {
            const auto& measured = plan.venues[venue].measured.feed;
            tape.feed_latency = measured.empty() ? sim::LatencyModel{plan.feed_latency, 0}
                                                 : sim::LatencyModel{measured};
            if (plan.to) tape.until = *plan.to;
            if (plan.from && !tape.rates)
                engine.trade_from = std::max(engine.trade_from, *plan.from);
            if (!tape.rates) behind = std::max(behind, series[tape.instrument.value].clock_behind);
        }
        if (behind.ns == 0) continue;
        const auto offset = behind + plan.feed_latency;
        for (auto& tape : settings.tapes | std::views::filter(here))
            if (tape.source->info().received) tape.clock_offset = offset;
        engine.assumptions.push_back(fmt::format(
            "{}: the recorder's clock was at least {:.1f} ms behind the exchange's; taken off, so "
            "that the fastest message took {}",
            plan.venues[venue].name, static_cast<double>(behind.ns) / 1e6,
            core::format_duration(plan.feed_latency)));
    }
}

}  // namespace

core::Registries builtins() {
    core::Registries registries;
    signal::register_builtins(registries);
    strategy::register_builtins(registries);
    risk::register_builtins(registries);
    exec::register_builtins(registries);
    exec::register_conduct(registries);
    notify::register_builtins(registries);
    return registries;
}

Result<engine::Config> engine_config(const Plan& plan, const std::vector<Series>& series) {
    engine::Config config;
    config.seed = plan.seed;
    auto& catalog = config.catalog;
    config.currency = catalog.add_asset(plan.currency);
    for (const auto& venue : plan.venues) {
        catalog.add_venue(venue.name);
        config.venue_cash.push_back(venue.cash);
        constexpr double parts = 1e9;
        const auto& rates = venue.matching.fees;
        config.fees.push_back({{static_cast<double>(rates.maker_ppb) / parts,
                                static_cast<double>(rates.taker_ppb) / parts},
                               venue.fee_tiers});
        config.native_stops.push_back(venue.protocol.name.empty() ||
                                      venue::keeps_stops(venue.protocol.name));
    }
    bool daily = !series.empty();
    for (std::size_t i = 0; i < plan.instruments.size(); ++i) {
        NJ_TRY(instrument, define(plan, i, series, catalog));
        NJ_TRY(id, catalog.add(std::move(instrument)));
        if (series.empty() || series[i].tape != nullptr) config.build_candles.push_back(id);
        if (series.empty()) continue;
        config.series.push_back({id, series[i].name, series[i].sha256});
        daily = daily && series[i].tape == nullptr && series[i].bars.timeframe >= core::days(1);
    }
    NJ_TRY(add_routes(plan, catalog));
    for (const auto& strategy : plan.strategies) {
        NJ_TRY(defined, define(strategy, catalog, series));
        config.strategies.push_back(std::move(defined));
    }
    config.gate = plan.gate;
    config.losses = plan.losses;
    if (plan.ramp) config.ramp = ramp_config(plan, plan.real() && series.empty());
    config.equity_every = daily ? core::days(1) : core::hours(1);
    config.build = build_text();
    config.text = describe(plan);
    config.assumptions = assumptions(plan, false);
    return config;
}

Result<engine::Config> session_config(const Plan& plan, const SessionDir& session) {
    NJ_TRY(config, engine_config(plan, {}));
    constexpr core::Time beginning{1'767'225'600'000'000'000};  // 2026-01-01
    const auto minutes = (session.start() - beginning).ns / core::minutes(1).ns;
    config.assumptions = assumptions(plan, true);
    config.node = session.node();
    config.first_epoch = static_cast<std::uint32_t>(std::clamp<std::int64_t>(minutes, 1, 0xffffff));
    config.trade_from = session.start();
    return config;
}

sim::SimVenue::Latency latency(const VenuePlan& venue) {
    const auto model = [&](const std::vector<core::Duration>& measured, core::Duration median) {
        return measured.empty() ? sim::LatencyModel{median, venue.latency_sigma}
                                : sim::LatencyModel{measured};
    };
    return {model(venue.measured.orders, venue.order_latency),
            model(venue.measured.reports, venue.report_latency)};
}

Result<backtest::Settings> assemble(const Plan& plan, const std::vector<Series>& series,
                                    core::Registries& registries) {
    backtest::Settings settings;
    NJ_TRY(config, engine_config(plan, series));
    settings.engine = std::move(config);
    for (const auto& venue : plan.venues)
        settings.venues.push_back({venue.matching, latency(venue)});
    NJ_TRY(warmup, warmup_of(plan, settings.engine, registries));
    for (std::size_t i = 0; i < series.size(); ++i) {
        const auto& instrument = settings.engine.catalog[{static_cast<std::uint32_t>(i)}];
        if (series[i].tape != nullptr) {
            NJ_TRY(tape, sim::tape_stream(instrument, *series[i].tape));
            settings.tapes.push_back(tape);
            continue;
        }
        NJ_TRY(part, window(series[i], plan, warmup));
        NJ_TRY(stream,
               backtest::bar_stream(instrument, cut(series[i].bars, part), plan.feed_latency));
        settings.streams.push_back(stream);
        settings.engine.trade_from = std::max(settings.engine.trade_from, part.trade_from);
        if (series[i].funding == nullptr) continue;
        NJ_TRY(rates, sim::rate_stream(instrument, *series[i].funding));
        settings.tapes.push_back(rates);
        settings.engine.assumptions.push_back(
            fmt::format("{}: {}", plan.instruments[i].name(), series[i].funding_text));
    }
    set_clocks(plan, series, settings);
    settings.seed = plan.seed;
    return settings;
}

}  // namespace nightjar::app
