#include "app/errc.hpp"
#include "app/plan.hpp"
#include "app/ramp_toml.hpp"
#include "core/base/nearest.hpp"
#include "exec/sharding.hpp"
#include "venue/addresses.hpp"
#include "venue/private_side.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>

namespace nightjar::app {

using core::Result;
using core::Status;

namespace {

/// One of `kinds`, by its name.
template <class Kind>
Result<Kind> read_choice(TomlTable& table, std::string_view key, Kind otherwise,
                         std::initializer_list<Kind> kinds) {
    const auto wanted = table.text(key, std::string{name(otherwise)});
    std::vector<std::string> known;
    for (const auto kind : kinds) {
        if (wanted == name(kind)) return kind;
        known.emplace_back(name(kind));
    }
    const auto last = std::prev(known.end());
    return std::unexpected{
        table.error(fmt::format("{} must be {} or {}{}", key, fmt::join(known.begin(), last, ", "),
                                *last, core::did_you_mean(wanted, known)))};
}

Result<sim::QueueModel> read_queue(TomlTable& table) {
    using enum sim::QueueKind;
    const auto power = table.real("queue_power", 3);
    NJ_TRY(kind, read_choice(table, "queue", RiskAverse, {Through, RiskAverse, Log, Power, Touch}));
    return sim::QueueModel{kind, power};
}

std::string listed(auto names) { return fmt::format("{}", fmt::join(names, ", ")); }

/// Which server is spoken to, and in which protocol.
Status read_protocol(TomlTable& table, ProtocolPlan& protocol) {
    protocol.name = table.text("protocol", "");
    protocol.environment = table.text("environment", "");
    protocol.rest = table.text("rest", "");
    protocol.market = table.text("market", "");
    protocol.user = table.text("user", "");
    protocol.key = table.text("key", "");
    const auto& p = protocol;
    if (p.name.empty()) {
        if (p.environment.empty() && p.rest.empty() && p.market.empty() && p.user.empty() &&
            p.key.empty())
            return {};
        return std::unexpected{table.error(
            "environment, rest, market, user and key belong to a venue with a protocol")};
    }
    const auto known = venue::protocols();
    if (std::ranges::find(known, p.name) == known.end())
        return std::unexpected{table.error(fmt::format(
            "protocol must be one of {}{}", listed(known),
            core::did_you_mean(p.name, std::vector<std::string>(known.begin(), known.end()))))};
    const bool all = !p.rest.empty() && !p.market.empty() && !p.user.empty();
    if (p.simulated()) {
        if (!p.rest.empty() || !p.market.empty() || !p.user.empty() || !p.key.empty())
            return std::unexpected{table.error(
                "a simulated exchange has its own addresses and key: leave out rest, market, user "
                "and key")};
        return {};
    }
    if (!all && venue::find_addresses(venue::venue_of(p.name), p.environment) == nullptr) {
        std::vector<std::string_view> environments{"simulated"};
        for (const auto& row : venue::all_addresses())
            if (row.venue == venue::venue_of(p.name)) environments.push_back(row.environment);
        return std::unexpected{table.error(fmt::format(
            "environment must be one of {}; or give rest, market and user", listed(environments)))};
    }
    if (p.key.empty())
        return std::unexpected{
            table.error("key is missing: the name of one in `nightjar keys list`")};
    return {};
}

/// [[venues.fee_tiers]], of a venue that is spoken to: one that is simulated charges one rate.
Status read_fee_tiers(TomlTable& table, VenuePlan& venue) {
    constexpr double part = 1e-4;
    for (auto& row : table.tables("fee_tiers")) {
        exec::FeeTier tier;
        tier.volume = row.money("volume", "0");
        tier.rates = {row.real("maker_bps", 0) * part, row.real("taker_bps", 0) * part};
        NJ_TRY(row.finish());
        if (!row.has("maker_bps") || !row.has("taker_bps"))
            return std::unexpected{row.error("a tier of fees needs maker_bps and taker_bps")};
        const auto before = venue.fee_tiers.empty() ? core::Money{} : venue.fee_tiers.back().volume;
        if (tier.volume <= before)
            return std::unexpected{row.error("volumes of fee_tiers must rise, from above 0")};
        venue.fee_tiers.push_back(tier);
    }
    if (!venue.fee_tiers.empty() && (venue.protocol.name.empty() || venue.protocol.simulated()))
        return std::unexpected{table.error(
            "fee_tiers are of real venues: one that is simulated charges maker_bps and taker_bps")};
    return {};
}

Result<VenuePlan> read_venue(TomlTable table) {
    VenuePlan venue;
    venue.name = table.text("name");
    venue.cash = table.money("cash", "0");
    venue.matching.fees.maker_ppb = ppb(table.real("maker_bps", 2));
    venue.matching.fees.taker_ppb = ppb(table.real("taker_bps", 5));
    venue.matching.slippage_ppb = ppb(table.real("slippage_bps", 2));
    const auto paid_in = table.text("fees_in", "quote");
    if (paid_in == "received")
        venue.matching.fees.paid_in = sim::FeeModel::PaidIn::Received;
    else if (paid_in != "quote")
        return std::unexpected{table.error("fees_in must be \"quote\" or \"received\"")};
    NJ_TRY(queue, read_queue(table));
    venue.matching.queue = queue;
    if (const auto bps = table.real("funding_bps", 1); bps != 0)
        venue.matching.funding = sim::FundingModel{ppb(bps)};
    venue.order_latency = table.duration("order_latency", "50ms");
    venue.report_latency = table.duration("report_latency", "50ms");
    venue.latency_sigma = table.real("latency_sigma", 0);
    venue.latencies = table.text("latencies", "");
    NJ_TRY(read_protocol(table, venue.protocol));
    NJ_TRY(read_fee_tiers(table, venue));
    NJ_TRY(table.finish());
    return venue;
}

/// [[instruments.margin_tiers]].
Result<core::MarginTiers> read_margin_tiers(TomlTable& table) {
    constexpr double ppm_per_bp = 100;
    const auto ppm = [](double bps) {
        return static_cast<std::int32_t>(std::lround(std::clamp(bps, 0.0, 1e6) * ppm_per_bp));
    };
    std::vector<core::MarginTier> tiers;
    for (auto& row : table.tables("margin_tiers")) {
        core::MarginTier tier;
        tier.up_to = row.money("up_to", "0");
        tier.initial_ppm = ppm(row.real("initial_bps", 0));
        tier.maintenance_ppm = ppm(row.real("maintenance_bps", 0));
        NJ_TRY(row.finish());
        tiers.push_back(tier);
    }
    auto made = core::MarginTiers::of(tiers, core::MarginTiers::By::Notional);
    if (!made) return std::unexpected{table.error(made.error().text())};
    return made;
}

Result<InstrumentPlan> read_instrument(TomlTable table) {
    InstrumentPlan instrument;
    instrument.venue = table.text("venue");
    instrument.symbol = table.text("symbol");
    instrument.base = table.text("base", "");
    instrument.quote = table.text("quote", "");
    using enum core::InstrumentKind;
    NJ_TRY(kind, read_choice(table, "kind", Spot, {Spot, LinearPerpetual, InversePerpetual}));
    instrument.kind = kind;
    if (table.has("tick")) instrument.tick = table.money("tick", "0");
    instrument.contract = table.money("contract", "1");
    if (table.has("lot"))
        instrument.lot = table.money("lot", "0");
    else if (table.has("contract"))
        instrument.lot = instrument.contract;
    instrument.min_notional = table.money("min_notional", "0");
    instrument.initial_margin_bps =
        static_cast<std::int32_t>(table.integer("initial_margin_bps", 1'000));
    instrument.maintenance_margin_bps =
        static_cast<std::int32_t>(table.integer("maintenance_margin_bps", 500));
    using enum core::MarginMode;
    NJ_TRY(mode, read_choice(table, "margin_mode", Cross, {Cross, Isolated}));
    instrument.margin_mode = mode;
    NJ_TRY(tiers, read_margin_tiers(table));
    instrument.margin_tiers = std::move(tiers);
    instrument.data = table.text("data", "");
    instrument.tape = table.text("tape", "");
    if (!instrument.data.empty() && !instrument.tape.empty())
        return std::unexpected{table.error("data and tape are two histories: give one")};
    instrument.funding = table.text("funding", "");
    if (!instrument.funding.empty() && instrument.data.empty())
        return std::unexpected{table.error("funding belongs to bars; a tape has its own")};
    instrument.price = table.real("price", 0);
    instrument.yearly_volatility = table.real("yearly_volatility", 0.6);
    NJ_TRY(table.finish());
    return instrument;
}

/// [strategies.protection].
Result<exec::ProtectionTerms> read_protection(TomlTable table) {
    constexpr double all = 100;
    exec::ProtectionTerms terms;
    terms.stop = table.real("stop", 0);
    terms.take_profit = table.real("take_profit", 0);
    terms.trailing = table.real("trailing", 0);
    const auto native = table.flag("native", terms.native);
    NJ_TRY(table.finish());
    terms.native = native;
    const auto wrong = [&](std::string_view key, double percent, double most) {
        return std::unexpected{table.error(
            fmt::format("{} = {}: percent, from 0 (off) to below {}", key, percent, most))};
    };
    constexpr double most_profit = 10'000;
    if (!(terms.stop >= 0 && terms.stop < all)) return wrong("stop", terms.stop, all);
    if (!(terms.trailing >= 0 && terms.trailing < all))
        return wrong("trailing", terms.trailing, all);
    if (!(terms.take_profit >= 0 && terms.take_profit < most_profit))
        return wrong("take_profit", terms.take_profit, most_profit);
    return terms;
}

Result<StrategyPlan> read_strategy(TomlTable table) {
    StrategyPlan strategy;
    strategy.name = table.text("name");
    strategy.kind = table.text("kind");
    strategy.instruments = table.texts("instruments");
    strategy.timeframe = table.duration("timeframe", "0s");
    strategy.cash = table.money("cash", "0");
    strategy.params = table.table("params").rest();
    for (auto& signal : table.tables("signals")) {
        strategy::SignalChoice choice;
        choice.kind = signal.text("kind");
        choice.weight = signal.real("weight", 1);
        choice.params = signal.rest();
        NJ_TRY(signal.finish());
        strategy.signals.push_back(std::move(choice));
    }
    for (auto& sizer : table.tables("sizers")) {
        engine::SizerChoice choice;
        choice.kind = sizer.text("kind");
        choice.params = sizer.rest();
        NJ_TRY(sizer.finish());
        strategy.sizers.push_back(std::move(choice));
    }
    auto execution = table.table("execution");
    strategy.execution.algo = execution.text("algo", strategy.execution.algo);
    strategy.execution.params = execution.rest();
    NJ_TRY(execution.finish());
    NJ_TRY(protection, read_protection(table.table("protection")));
    strategy.protection = protection;
    if (strategy.instruments.empty())
        return std::unexpected{table.error("a strategy needs instruments = [\"venue:SYMBOL\"]")};
    if (strategy.sizers.empty())
        return std::unexpected{table.error("a strategy needs [[strategies.sizers]]")};
    NJ_TRY(table.finish());
    return strategy;
}

Status read_risk(TomlTable table, Plan& plan) {
    plan.gate.off = table.texts("off");
    risk::LossGuard losses;
    auto limits = table.table("losses");
    losses.daily_bps = limits.integer("daily_bps", losses.daily_bps);
    losses.drawdown_bps = limits.integer("drawdown_bps", losses.drawdown_bps);
    losses.strategy_bps = limits.integer("strategy_bps", losses.strategy_bps);
    NJ_TRY(limits.finish());
    plan.losses = losses;
    // The gate refuses what the guard has tripped on: the same numbers for both.
    plan.gate.settings["daily_loss"] = {{"limit_bps", fmt::format("{}", losses.daily_bps)}};
    plan.gate.settings["drawdown"] = {{"limit_bps", fmt::format("{}", losses.drawdown_bps)}};
    plan.gate.settings["strategy_loss"] = {{"limit_bps", fmt::format("{}", losses.strategy_bps)}};
    for (const auto& check : table.keys())
        if (check != "off" && check != "losses")
            plan.gate.settings[check] = table.table(check).rest();
    return table.finish();
}

template <class Item, class Read>
Status read_all(TomlTable& file, std::string_view key, std::vector<Item>& items, Read read) {
    for (auto& table : file.tables(key)) {
        NJ_TRY(item, read(std::move(table)));
        items.push_back(std::move(item));
    }
    if (items.empty()) return std::unexpected{file.error(fmt::format("no [[{}]] is there", key))};
    return {};
}

/// What a venue says of its instruments need not be said here; else it must.
Status set_instruments(const TomlTable& file, Plan& plan) {
    const auto spoken = static_cast<std::size_t>(std::ranges::count_if(
        plan.venues, [](const VenuePlan& venue) { return !venue.protocol.name.empty(); }));
    if (spoken != 0 && spoken != plan.venues.size())
        return std::unexpected{file.error(
            "either every venue has a protocol, or none: there is one market for a session")};
    for (auto& instrument : plan.instruments) {
        const auto venue = std::ranges::find(plan.venues, instrument.venue, &VenuePlan::name);
        if (instrument.margin_mode == core::MarginMode::Isolated && venue != plan.venues.end() &&
            venue::venue_of(venue->protocol.name) == "okx")
            return std::unexpected{file.error(
                fmt::format("{}: orders to OKX are sent with cross margin: leave out margin_mode",
                            instrument.name()))};
        if (plan.speaks()) continue;
        if (instrument.base.empty() || instrument.quote.empty())
            return std::unexpected{
                file.error(fmt::format("{}: base and quote are missing", instrument.name()))};
        if (!instrument.lot) instrument.lot = core::Money{10'000};  // 0.00000001
    }
    return {};
}

/// Where a venue's prices come from is seen by what its instruments bring.
Status set_prices(const TomlTable& file, Plan& plan) {
    const auto has_history = [](const InstrumentPlan& instrument) {
        return !instrument.data.empty() || !instrument.tape.empty();
    };
    // Without history the venues' prices are those of the simulated market's own books.
    const bool none = std::ranges::none_of(plan.instruments, has_history);
    for (auto& venue : plan.venues) {
        std::int64_t bars = 0;
        std::int64_t tapes = 0;
        for (const auto& instrument : plan.instruments) {
            if (instrument.venue != venue.name) continue;
            ++(instrument.tape.empty() ? bars : tapes);
        }
        if (bars > 0 && tapes > 0)
            return std::unexpected{file.error(fmt::format(
                "{}: all instruments of one venue have bars (data), or all have tapes (tape)",
                venue.name))};
        venue.matching.prices = none        ? sim::Prices::Book
                                : tapes > 0 ? sim::Prices::Recorded
                                            : sim::Prices::Bars;
    }
    return {};
}

}  // namespace

std::int64_t ppb(double bps) {
    constexpr double ppb_per_bp = 100'000;
    return static_cast<std::int64_t>(std::lround(bps * ppb_per_bp));
}

Status read_latencies(Plan& plan) {
    for (auto& venue : plan.venues) {
        if (venue.latencies.empty()) continue;
        NJ_TRY(table,
               data::read_latencies(std::filesystem::path{plan.data_root} / venue.latencies));
        venue.measured = std::move(table);
    }
    return {};
}

Result<Plan> read_plan(TomlTable& file) {
    Plan plan;
    plan.currency = file.text("currency", "USDT");
    plan.seed = static_cast<std::uint64_t>(file.integer("seed", 1));
    NJ_TRY(read_all(file, "venues", plan.venues, read_venue));
    NJ_TRY(read_all(file, "instruments", plan.instruments, read_instrument));
    for (auto& table : file.tables("routes")) {
        plan.routes.push_back(table.texts("instruments"));
        NJ_TRY(table.finish());
        if (plan.routes.back().size() < 2 || plan.routes.back().size() > exec::most_venues)
            return std::unexpected{table.error(
                fmt::format("a route has 2 to {} instruments, the one that strategies name first",
                            exec::most_venues))};
    }
    NJ_TRY(read_all(file, "strategies", plan.strategies, read_strategy));
    NJ_TRY(read_risk(file.table("risk"), plan));
    NJ_TRY(ramp, read_ramp(file, plan.strategies));
    plan.ramp = std::move(ramp);
    auto backtest = file.table("backtest");
    plan.data_root = backtest.text("data_root", "");
    plan.from = backtest.time("from");
    plan.to = backtest.time("to");
    plan.warmup_bars = backtest.integer("warmup_bars", -1);
    plan.feed_latency = backtest.duration("feed_latency", "0s");
    NJ_TRY(backtest.finish());
    NJ_TRY(set_instruments(file, plan));
    NJ_TRY(set_prices(file, plan));
    auto dashboard = file.table("dashboard");
    plan.port = static_cast<std::uint16_t>(dashboard.integer("port", 8420));
    NJ_TRY(dashboard.finish());
    NJ_TRY(notifiers, read_notifiers(file));
    plan.notifiers = std::move(notifiers);
    NJ_TRY(file.finish());
    return plan;
}

}  // namespace nightjar::app
