#include "report/execution.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace nightjar::report {

namespace {

using Json = nlohmann::ordered_json;
using core::ParentMeasured;

constexpr double percent = 100;

double part(core::Qty some, core::Qty all) {
    return all.raw == 0 ? 0 : static_cast<double>(some.raw) / static_cast<double>(all.raw);
}

/// A sum of numbers by their weights.
struct Mean {
    double sum{};
    double weight{};
    void add(double value, double by) {
        sum += value * by;
        weight += by;
    }
    [[nodiscard]] double value() const { return weight > 0 ? sum / weight : 0; }
};

struct MarkoutMeans {
    Mean maker;
    Mean taker;
};

std::string horizon_name(core::Duration horizon) {
    return fmt::format("{:g} s",
                       static_cast<double>(horizon.ns) / static_cast<double>(core::seconds(1).ns));
}

std::string bps(double value) { return fmt::format("{:+.2f}", value); }

constexpr std::string_view cost_heads =
    "    shortfall     delay    timing    spread    impact      fees   rebates  unfilled";
std::string cost_cells(const core::CostParts& c) {
    std::string out = fmt::format("{:>13}", bps(c.total()));
    for (const auto& part : core::CostParts::parts)
        out += fmt::format("{:>10}", bps(c.*part.value));
    return out;
}

std::string owners(const ToldParent& parent, const Story& story) {
    std::string names;
    for (const auto& share : parent.shares)
        names += (names.empty() ? "" : "+") + story.strategy_name(share.strategy);
    return names;
}

std::string duration_text(core::Duration d) {
    const double seconds = static_cast<double>(d.ns) / static_cast<double>(core::seconds(1).ns);
    return seconds < 100 ? fmt::format("{:.1f} s", seconds)
                         : fmt::format("{:.0f} min", seconds / 60);
}

std::string parent_line(const ToldParent& parent, const Story& story) {
    const auto& m = parent.measured;
    return fmt::format(
        "  {} {:<18} {:<4} {:>12} {:<10} {:>4.0f} % {:>8}{}\n", core::format_time(m.from),
        story.instrument_name(m.instrument), core::name(m.side),
        core::format_qty(m.qty, story.instruments[m.instrument.value]), parent.algorithm,
        percent * part(m.filled, m.qty), duration_text(m.to - m.from), cost_cells(m.costs));
}

std::string markout_lines(const ExecutionSummary& s) {
    std::string out = fmt::format("markouts, bps      {:>10}{:>10}\n", "maker", "taker");
    for (std::size_t i = 0; i < s.markouts.size(); ++i) {
        const auto& m = s.markouts.at(i);
        const auto cell = [](double value, core::Qty of) {
            return of.raw > 0 ? bps(value) : std::string{"-"};
        };
        out += fmt::format("  after {:<10} {:>10}{:>10}\n",
                           horizon_name(ParentMeasured::horizons.at(i)), cell(m.maker, m.maker_qty),
                           cell(m.taker, m.taker_qty));
    }
    return out;
}

Json costs_json(const core::CostParts& c) {
    Json json{{"shortfall_bps", c.total()}};
    for (const auto& part : core::CostParts::parts) json[std::string{part.name}] = c.*part.value;
    return json;
}

template <class Markouts>
Json markouts_json(const Markouts& markouts) {
    auto list = Json::array();
    for (std::size_t i = 0; i < markouts.size(); ++i) {
        const auto& m = markouts.at(i);
        const double seconds = static_cast<double>(ParentMeasured::horizons.at(i).ns) /
                               static_cast<double>(core::seconds(1).ns);
        list.push_back({{"after_s", seconds},
                        {"maker_bps", m.maker_qty.raw > 0 ? Json(m.maker) : Json()},
                        {"taker_bps", m.taker_qty.raw > 0 ? Json(m.taker) : Json()}});
    }
    return list;
}

Json summary_json(const ExecutionSummary& s) {
    return {{"parents", s.parents},
            {"worth", s.worth},
            {"filled_part", s.filled},
            {"maker_part", s.maker},
            {"costs", costs_json(s.costs)},
            {"vwap_slip_bps", s.vwap_slip},
            {"leaked_bps", s.leaked},
            {"behind_mean", s.behind_mean},
            {"messages", s.messages},
            {"fills", s.fills},
            {"markouts", markouts_json(s.markouts)}};
}

Json parent_json(const ToldParent& parent, const Story& story) {
    const auto& m = parent.measured;
    const auto& instrument = story.instruments[m.instrument.value];
    const double tick = core::approximate(instrument.tick);
    return {{"parent", m.parent.value},
            {"from_ns", m.from.ns},
            {"to_ns", m.to.ns},
            {"instrument", story.instrument_name(m.instrument)},
            {"strategies", owners(parent, story)},
            {"algorithm", parent.algorithm},
            {"end", parent.end ? Json(core::name(*parent.end)) : Json()},
            {"side", core::name(m.side)},
            {"qty", core::format_qty(m.qty, instrument)},
            {"filled", core::format_qty(m.filled, instrument)},
            {"maker_part", part(m.maker, m.filled)},
            {"decided", m.decided * tick},
            {"arrival", m.arrival * tick},
            {"average", m.average * tick},
            {"end_mid", m.end * tick},
            {"costs", costs_json(m.costs)},
            {"fees_unknown", m.fees_unknown},
            {"market_vwap", m.market_vwap > 0 ? Json(m.market_vwap * tick) : Json()},
            {"vwap_slip_bps", m.vwap_slip()},
            {"participation", m.participation()},
            {"leaked_bps", m.leaked},
            {"behind_mean", m.behind_mean},
            {"behind_worst", m.behind_worst},
            {"messages", m.messages},
            {"fills", parent.fills.size()},
            {"markouts", markouts_json(m.markouts)}};
}

}  // namespace

std::set<std::string> algorithms(const Story& story) {
    std::set<std::string> names;
    for (const auto& parent : story.parents) names.insert(parent.algorithm);
    return names;
}

double worth(const ToldParent& parent, const Story& story) {
    const auto& m = parent.measured;
    const auto& instrument = story.instruments[m.instrument.value];
    const core::Price decided{std::llround(m.decided)};
    if (decided.raw <= 0) return 0;
    return core::approximate(instrument.notional(decided, m.qty));
}

ExecutionSummary summarise_execution(const Story& story, std::string_view algorithm) {
    ExecutionSummary s;
    Mean filled;
    Mean maker;
    Mean slip;
    Mean leaked;
    Mean behind;
    std::array<MarkoutMeans, ParentMeasured::horizons.size()> markouts;
    for (const auto& parent : story.parents) {
        if (!algorithm.empty() && parent.algorithm != algorithm) continue;
        const auto& m = parent.measured;
        const double weight = worth(parent, story);
        const double done = weight * part(m.filled, m.qty);
        ++s.parents;
        s.worth += weight;
        s.messages += m.messages;
        s.fills += parent.fills.size();
        s.costs.add(m.costs, weight);
        filled.add(part(m.filled, m.qty), weight);
        maker.add(part(m.maker, m.filled), done);
        leaked.add(m.leaked, weight);
        if (m.market_vwap > 0 && m.filled.raw > 0) slip.add(m.vwap_slip(), done);
        if (m.window.ns > 0) behind.add(m.behind_mean, weight);
        for (std::size_t i = 0; i < markouts.size(); ++i) {
            const auto& one = m.markouts.at(i);
            markouts.at(i).maker.add(one.maker, weight * part(one.maker_qty, m.qty));
            markouts.at(i).taker.add(one.taker, weight * part(one.taker_qty, m.qty));
            s.markouts.at(i).maker_qty += one.maker_qty;
            s.markouts.at(i).taker_qty += one.taker_qty;
        }
    }
    core::CostParts mean;
    if (s.worth > 0) mean.add(s.costs, 1 / s.worth);
    s.costs = mean;
    s.filled = filled.value();
    s.maker = maker.value();
    s.vwap_slip = slip.value();
    s.leaked = leaked.value();
    s.behind_mean = behind.value();
    for (std::size_t i = 0; i < markouts.size(); ++i) {
        s.markouts.at(i).maker = markouts.at(i).maker.value();
        s.markouts.at(i).taker = markouts.at(i).taker.value();
    }
    return s;
}

std::string execution_text(const Story& story) {
    if (story.parents.empty())
        return "no parent order of this session was measured: none ended, or none had a price\n";
    const auto all = summarise_execution(story);
    std::string out =
        fmt::format("{} parents, worth {:.2f} {}; basis points of it, above 0 costs\n", all.parents,
                    all.worth, story.currency());
    out += fmt::format("{:<12}{:>8}{}\n", "algorithm", "parents", cost_heads);
    for (const auto& name : algorithms(story)) {
        const auto s = summarise_execution(story, name);
        out += fmt::format("{:<12}{:>8}{}\n", name, s.parents, cost_cells(s.costs));
    }
    out += fmt::format("{:<12}{:>8}{}\n", "all", all.parents, cost_cells(all.costs));
    out += fmt::format(
        "filled {:.1f} %, of it {:.1f} % as maker; against the market's average price {} bps; "
        "leaked {} bps; {:.1f} messages a fill\n",
        percent * all.filled, percent * all.maker, bps(all.vwap_slip), bps(all.leaked),
        all.fills > 0 ? static_cast<double>(all.messages) / static_cast<double>(all.fills) : 0);
    out += markout_lines(all);
    constexpr std::size_t most_lines = 40;
    const auto shown = std::min(story.parents.size(), most_lines);
    out += fmt::format("the last {} of {}\n", shown, story.parents.size());
    for (std::size_t i = story.parents.size() - shown; i < story.parents.size(); ++i)
        out += parent_line(story.parents[i], story);
    return out;
}

std::string execution_json(const Story& story) {
    Json json;
    json["all"] = summary_json(summarise_execution(story));
    json["algorithms"] = Json::object();
    for (const auto& name : algorithms(story))
        json["algorithms"][name] = summary_json(summarise_execution(story, name));
    json["parents"] = Json::array();
    for (const auto& parent : story.parents) json["parents"].push_back(parent_json(parent, story));
    return json.dump(1);
}

}  // namespace nightjar::report
