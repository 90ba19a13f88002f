#include "report/execution.hpp"
#include "report/page_data.hpp"

namespace nightjar::report {

namespace {

using core::ParentMeasured;

Json costs_row(const core::CostParts& c) {
    Json json{{"total", c.total()}};
    for (const auto& part : core::CostParts::parts) json[std::string{part.name}] = c.*part.value;
    return json;
}

Json summary_row(const std::string& name, const ExecutionSummary& s) {
    auto marks = Json::array();
    for (const auto& m : s.markouts)
        marks.push_back({m.maker_qty.raw > 0 ? Json(m.maker) : Json(),
                         m.taker_qty.raw > 0 ? Json(m.taker) : Json()});
    return {{"algorithm", name},  {"parents", s.parents},     {"worth", s.worth},
            {"filled", s.filled}, {"maker", s.maker},         {"costs", costs_row(s.costs)},
            {"marks", marks},     {"vwap_slip", s.vwap_slip}, {"leaked", s.leaked}};
}

/// Times and parts of the schedule, as far as it was worked.
Json schedule_points(const ParentMeasured& m) {
    auto points = Json::array();
    for (std::size_t i = 0; m.window.ns > 0 && i < ParentMeasured::points; ++i) {
        if (m.schedule.at(i) == ParentMeasured::no_point) break;
        const auto step = m.window.ns / static_cast<std::int64_t>(ParentMeasured::points - 1);
        points.push_back({ms(m.from + core::Duration{step * static_cast<std::int64_t>(i)}),
                          static_cast<double>(m.schedule.at(i)) / ParentMeasured::whole});
    }
    return points;
}

/// Time, part filled by then, price, and whether it was a maker's: evenly chosen where many.
Json fill_points(const ToldParent& parent, const Story& story, std::size_t most) {
    auto points = Json::array();
    const auto& m = parent.measured;
    const auto& instrument = story.instruments[m.instrument.value];
    const auto step = std::max<std::size_t>(1, (parent.fills.size() + most - 1) / most);
    core::Qty sum;
    for (std::size_t i = 0; i < parent.fills.size(); ++i) {
        const auto& told = story.fills[parent.fills[i]];
        sum += told.fill.qty;
        if (i % step != 0 && i + 1 != parent.fills.size()) continue;
        points.push_back({ms(told.at),
                          static_cast<double>(sum.raw) / static_cast<double>(m.qty.raw),
                          core::approximate(told.fill.price, instrument),
                          told.fill.liquidity == core::Liquidity::Maker});
    }
    return points;
}

Json parent_row(const ToldParent& parent, const Findings& found, const PageLimits& limits) {
    const auto& story = found.story;
    const auto& m = parent.measured;
    const auto& instrument = story.instruments[m.instrument.value];
    const double tick = core::approximate(instrument.tick);
    const auto price = [&](double ticks) { return ticks > 0 ? Json(ticks * tick) : Json(); };
    return {{"id", m.parent.value},
            {"from", ms(m.from)},
            {"to", ms(m.to)},
            {"market", m.instrument.value},
            {"algorithm", parent.algorithm},
            {"end", parent.end ? Json(core::name(*parent.end)) : Json()},
            {"side", core::name(m.side)},
            {"qty", core::format_qty(m.qty, instrument)},
            {"filled", static_cast<double>(m.filled.raw) / static_cast<double>(m.qty.raw)},
            {"decided", price(m.decided)},
            {"arrival", price(m.arrival)},
            {"average", price(m.average)},
            {"last", price(m.end)},
            {"vwap", price(m.market_vwap)},
            {"costs", costs_row(m.costs)},
            {"worth", worth(parent, story)},
            {"behind", m.behind_worst},
            {"leaked", m.leaked},
            {"participation", m.participation()},
            {"fees_unknown", m.fees_unknown},
            {"schedule", schedule_points(m)},
            {"fills", fill_points(parent, story, limits.parent_fills)}};
}

}  // namespace

Json execution_data(const Findings& found, const PageLimits& limits) {
    const auto& story = found.story;
    Json data{{"all", story.parents.size()}};
    data["horizons"] = Json::array();
    for (const auto horizon : ParentMeasured::horizons)
        data["horizons"].push_back(horizon.ns / core::milliseconds(1).ns);
    data["rows"] = Json::array();
    const auto names = algorithms(story);
    for (const auto& name : names)
        data["rows"].push_back(summary_row(name, summarise_execution(story, name)));
    if (names.size() > 1) data["rows"].push_back(summary_row("all", summarise_execution(story)));
    data["parents"] = Json::array();
    const auto shown = std::min(story.parents.size(), limits.parents);
    for (auto i = story.parents.size() - shown; i < story.parents.size(); ++i)
        data["parents"].push_back(parent_row(story.parents[i], found, limits));
    return data;
}

}  // namespace nightjar::report
