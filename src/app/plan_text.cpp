#include "app/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nightjar::app {

namespace {

std::string bps(std::int64_t ppb) { return core::format_decimal(ppb, 5); }

void put(std::string& text, std::string_view key, std::string_view value) {
    text += fmt::format("{} = {}\n", key, value);
}

void put(std::string& text, std::string_view prefix, const core::ParamTexts& params) {
    for (const auto& [key, value] : params) put(text, fmt::format("{}.{}", prefix, key), value);
}

void put(std::string& text, const StrategyPlan& strategy) {
    const auto at = "strategy." + strategy.name;
    put(text, at + ".kind", strategy.kind);
    put(text, at + ".cash", to_string(strategy.cash));
    put(text, at + ".timeframe", core::format_duration(strategy.timeframe));
    for (const auto& instrument : strategy.instruments) put(text, at + ".instrument", instrument);
    put(text, at, strategy.params);
    for (const auto& signal : strategy.signals) {
        put(text, at + ".signal", fmt::format("{} weight {}", signal.kind, signal.weight));
        put(text, at + ".signal." + signal.kind, signal.params);
    }
    for (const auto& sizer : strategy.sizers) {
        put(text, at + ".sizer", sizer.kind);
        put(text, at + ".sizer." + sizer.kind, sizer.params);
    }
    // Only what differs from the usual, as with margins.
    if (const auto& [algo, params] = strategy.execution; algo != engine::ExecutionChoice{}.algo) {
        put(text, at + ".execution", algo);
        put(text, at + ".execution", params);
    }
    if (const auto& terms = strategy.protection; terms.any())
        put(text, at + ".protection",
            fmt::format("stop {} % take profit {} % trailing {} % {}", terms.stop,
                        terms.take_profit, terms.trailing, terms.native ? "native" : "emulated"));
}

void put_routes(std::string& text, const Plan& plan) {
    for (const auto& route : plan.routes)
        put(text, "route", fmt::format("{}", fmt::join(route, " ")));
}

/// Not what proves it: a folder of this machine, whose word is in the first stages.
void put(std::string& text, const RampPlan& ramp) {
    const auto& rules = ramp.rules;
    put(text, "ramp",
        fmt::format("canary {} ppm sample {} alpha {} beta {} min_samples {} drift_samples {}",
                    rules.canary_ppm, core::format_duration(rules.sample), rules.alpha, rules.beta,
                    rules.min_samples, rules.drift_samples));
    constexpr double all_bps = 10'000;
    for (const auto& [name, expected] : ramp.expected)
        put(text, "ramp.expected." + name,
            fmt::format("{:.6g} bp, deviation {:.6g} bp", expected.mean * all_bps,
                        expected.deviation * all_bps));
}

/// Only what differs from the usual: sessions without it read as they always did.
void put_margin(std::string& text, const InstrumentPlan& instrument) {
    const auto at = "instrument." + instrument.name();
    if (instrument.margin_mode != core::MarginMode::Cross)
        put(text, at + ".margin_mode", name(instrument.margin_mode));
    for (const auto& tier : instrument.margin_tiers.all())
        put(text, at + ".margin_tier",
            fmt::format("up to {} initial {} bp maintenance {} bp", to_string(tier.up_to),
                        core::format_decimal(tier.initial_ppm, 2),
                        core::format_decimal(tier.maintenance_ppm, 2)));
}

/// Whose word the margin checks go by.
std::string margin_line(const InstrumentPlan& instrument) {
    if (const auto tiers = instrument.margin_tiers.all(); !tiers.empty())
        return fmt::format("{}: margin by {} tiers, {}", instrument.name(), tiers.size(),
                           name(instrument.margin_mode));
    return fmt::format(
        "{}: margin by the configuration's rates, {} bp to open and {} bp to hold, {}; the venue's "
        "tiers are not known",
        instrument.name(), instrument.initial_margin_bps, instrument.maintenance_margin_bps,
        name(instrument.margin_mode));
}

std::string quantiles(const std::vector<core::Duration>& measured) {
    constexpr double ms = 1e6;
    const auto at = [&](double share) {
        return static_cast<double>(data::quantile(measured, share).ns) / ms;
    };
    return fmt::format("{:.3f} ms in the middle, {:.3f} at 99 %", at(0.5), at(0.99));
}

std::string latency_text(const VenuePlan& venue) {
    const auto one = [](const std::vector<core::Duration>& measured, core::Duration set) {
        return measured.empty() ? core::format_duration(set) : quantiles(measured);
    };
    auto text = fmt::format("{} there and {} back", one(venue.measured.orders, venue.order_latency),
                            one(venue.measured.reports, venue.report_latency));
    if (!venue.latencies.empty())
        text += fmt::format(", each drawn by itself from {}", venue.latencies);
    return text;
}

}  // namespace

std::string describe(const Plan& plan) {
    std::string text;
    put(text, "currency", plan.currency);
    put(text, "seed", fmt::format("{}", plan.seed));
    put(text, "feed_latency", core::format_duration(plan.feed_latency));
    put(text, "warmup_bars", fmt::format("{}", plan.warmup_bars));
    if (plan.from) put(text, "from", core::format_time(*plan.from));
    if (plan.to) put(text, "to", core::format_time(*plan.to));
    for (const auto& venue : plan.venues)
        put(text, "venue." + venue.name,
            fmt::format("cash {} maker {} bp taker {} bp slippage {} bp order latency {} report "
                        "latency {} sigma {}",
                        to_string(venue.cash), bps(venue.matching.fees.maker_ppb),
                        bps(venue.matching.fees.taker_ppb), bps(venue.matching.slippage_ppb),
                        core::format_duration(venue.order_latency),
                        core::format_duration(venue.report_latency), venue.latency_sigma));
    for (const auto& venue : plan.venues)
        if (const auto& protocol = venue.protocol; !protocol.name.empty())
            put(text, "venue." + venue.name + ".protocol",
                fmt::format("{} {} {} {} {}", protocol.name, protocol.environment, protocol.rest,
                            protocol.market, protocol.user));
    for (const auto& venue : plan.venues)
        for (const auto& tier : venue.fee_tiers)
            put(text, "venue." + venue.name + ".fee_tier",
                fmt::format("from {} maker {:.6g} bp taker {:.6g} bp", to_string(tier.volume),
                            tier.rates.maker * 1e4, tier.rates.taker * 1e4));
    for (const auto& venue : plan.venues)
        if (!venue.latencies.empty())
            put(text, "venue." + venue.name + ".latencies",
                fmt::format("{} sha256 {}", venue.latencies, venue.measured.sha256));
    for (const auto& instrument : plan.instruments)
        if (!instrument.funding.empty())
            put(text, "instrument." + instrument.name() + ".funding", instrument.funding);
    for (const auto& instrument : plan.instruments) put_margin(text, instrument);
    for (const auto& venue : plan.venues)
        if (venue.matching.prices == sim::Prices::Recorded)
            put(text, "venue." + venue.name + ".queue",
                fmt::format("{} {}", name(venue.matching.queue.kind()),
                            venue.matching.queue.power()));
    put_routes(text, plan);
    for (const auto& strategy : plan.strategies) put(text, strategy);
    for (const auto& [check, params] : plan.gate.settings) put(text, "risk." + check, params);
    for (const auto& check : plan.gate.off) put(text, "risk.off", check);
    if (plan.ramp) put(text, *plan.ramp);
    return text;
}

std::vector<std::string> assumptions(const Plan& plan, bool real_time) {
    std::vector<std::string> lines;
    for (const auto& venue : plan.venues) {
        if (real_time && plan.speaks()) {
            lines.push_back(fmt::format("{}: fees, latencies and fills are the venue's own ({}{})",
                                        venue.name, venue.protocol.name,
                                        venue.protocol.simulated() ? ", simulated" : ""));
            continue;
        }
        lines.push_back(fmt::format(
            "{}: fees {} bp maker, {} bp taker, paid in {}; takers slip {} bp where no book is; "
            "messages take {}",
            venue.name, bps(venue.matching.fees.maker_ppb), bps(venue.matching.fees.taker_ppb),
            venue.matching.fees.paid_in == sim::FeeModel::PaidIn::Quote ? "quote"
                                                                        : "what is received",
            bps(venue.matching.slippage_ppb), latency_text(venue)));
        for (const auto& line : sim::assumptions(venue.matching))
            lines.push_back(venue.name + ": " + line);
    }
    for (const auto& instrument : plan.instruments)
        if (real_time && plan.speaks() && instrument.kind != core::InstrumentKind::Spot)
            lines.push_back(margin_line(instrument));
    for (const auto& instrument : plan.instruments)
        if (instrument.margin_mode == core::MarginMode::Isolated && !(real_time && plan.speaks()))
            lines.push_back(instrument.name() +
                            ": isolated margin; a liquidation takes what was set aside for the "
                            "position and no more");
    lines.emplace_back(
        "a position that is open at the end is valued at its last price, without cost of exit");
    for (const auto& name : plan.gate.off) lines.push_back("check off: " + name);
    if (!plan.losses) lines.emplace_back("no loss limit raises the kill level");
    return lines;
}

}  // namespace nightjar::app
