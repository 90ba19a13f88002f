/// What a configuration lacks, and what it cannot tell.

#include "app/preflight_warnings.hpp"

namespace nightjar::app {

namespace {

/// Something bounds neither order nor book, or nothing acts on a loss.
void warn_of_limits(const Plan& plan, Preflight& report) {
    for (const auto& name : plan.gate.off)
        report.warnings.push_back(fmt::format("the check {} is off", name));
    for (const auto& size : report.sizes)
        if (!size.most) report.warnings.push_back("nothing bounds " + size.what);
    if (!plan.losses) {
        report.warnings.emplace_back("no loss raises the kill level");
        return;
    }
    constexpr std::int64_t half = 5'000;
    if (plan.losses->drawdown_bps >= half)
        report.warnings.emplace_back(
            "positions are closed only after half of the capital or more is lost");
    const auto drawdown = report.limits.back();
    for (const auto& end : report.liquidations)
        if (end.move_bps <= 0)
            report.warnings.push_back(
                fmt::format("{}: the largest book is liquidated at once", end.venue));
        else if (drawdown.move_bps && end.move_bps < *drawdown.move_bps)
            report.warnings.push_back(fmt::format(
                "{}: the largest book is liquidated before the drawdown limit closes it",
                end.venue));
    for (const auto& leap : report.leaps)
        if (leap.loss >= report.capital)
            report.warnings.push_back(
                fmt::format("a leap of {:+} % costs all of the capital", leap.move_bps / 100));
}

void warn_of_ramp(const Plan& plan, Preflight& report) {
    if (!plan.ramp) {
        if (report.real)
            report.warnings.emplace_back(
                "there is no [ramp]: every strategy begins at its full "
                "size");
        return;
    }
    for (const auto& strategy : plan.strategies)
        if (!plan.ramp->expected.contains(strategy.name))
            report.warnings.push_back(
                fmt::format("{}: no [ramp.expected.{}], so that no test raises or lowers its stage",
                            strategy.name, strategy.name));
    if (report.real && plan.ramp->proven_by.empty())
        report.warnings.emplace_back(
            "[ramp] has no proven_by: every strategy stays on paper until a person raises it");
}

void warn_of_people(const Plan& plan, Preflight& report) {
    if (plan.notifiers.empty())
        report.warnings.emplace_back("there is no [[notify]]: nobody is told at night");
    if (!report.real) return;
    report.warnings.emplace_back(
        "no dead-man timer is set at the venues: without a watchdog, orders stay open when the "
        "node dies");
    report.unknown.emplace_back(
        "whether a watchdog runs: nightjar watchdog is a process of its "
        "own");
}

void warn_of_cash(const Plan& plan, Preflight& report) {
    core::Money given;
    for (const auto& strategy : plan.strategies) given += strategy.cash;
    if (given > report.capital)
        report.warnings.push_back(fmt::format("strategies are given {}, the venues hold {}",
                                              to_string(given), to_string(report.capital)));
}

}  // namespace

void add_warnings(const Plan& plan, Preflight& report) {
    warn_of_limits(plan, report);
    warn_of_ramp(plan, report);
    warn_of_people(plan, report);
    warn_of_cash(plan, report);
    if (plan.speaks())
        report.unknown.emplace_back(
            "steps, least amounts and fees: the venues say them when the session starts");
    if (!report.liquidations.empty())
        report.unknown.emplace_back(
            "margins are those of the configuration; a venue may want more of large positions, and "
            "the distance to a liquidation that liquidation.sigmas asks for depends on the market");
    if (std::ranges::find(plan.gate.off, "book_risk") == plan.gate.off.end())
        report.unknown.emplace_back(
            "how far book_risk (R23) holds the book below that: it goes by the deviations of "
            "prices");
    report.unknown.emplace_back(
        "what closing costs: slippage, fees, and markets that do not trade");
}

}  // namespace nightjar::app
