#include "report/page_data.hpp"

#include "report/costs.hpp"
#include "report/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace nightjar::report {

namespace {

Json number(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json();
}

/// Standard error of a yearly Sharpe ratio of `days` independent daily returns (Lo 2002).
std::optional<double> sharpe_error(const std::optional<double>& sharpe, std::size_t days) {
    constexpr double year = 365;
    if (!sharpe || days == 0) return std::nullopt;
    return std::sqrt((year + *sharpe * *sharpe / 2) / static_cast<double>(days));
}

std::vector<EquityPoint> points(const Timeline& rows, const std::vector<double>& values) {
    std::vector<EquityPoint> all;
    for (std::size_t i = 0; i < values.size(); ++i) all.push_back({rows.at[i], values[i]});
    return all;
}

Json fall(const std::optional<Fall>& worst) {
    if (!worst) return {};
    return {{"pct", worst->pct},
            {"peak", ms(worst->peak)},
            {"trough", ms(worst->trough)},
            {"recovered", optional_ms(worst->recovered)}};
}

Json wins(const std::vector<Trade>& trades, std::optional<core::StrategyId> strategy) {
    std::uint64_t closed = 0;
    std::uint64_t won = 0;
    std::uint64_t open = 0;
    core::Money profit;
    for (const auto& trade : trades) {
        if (strategy && trade.strategy != *strategy) continue;
        profit += trade.profit();
        ++(trade.closed ? closed : open);
        if (trade.closed && trade.profit() > core::Money{}) ++won;
    }
    return {{"closed", closed}, {"won", won}, {"open", open}, {"profit", to_string(profit)}};
}

Json headline(const Findings& found) {
    const auto& story = found.story;
    const auto s = summarise(story);
    const double initial = core::approximate(story.opening.cash);
    const auto hold_returns = daily_returns(initial, points(found.rows, found.rows.hold));
    const auto days = daily_returns(initial, story.total().points).size();
    const auto net = story.total().last - story.opening.cash;
    return {{"cash", to_string(story.opening.cash)},
            {"final_equity", to_string(story.total().last)},
            {"net", to_string(net)},
            {"return_pct", s.return_pct},
            {"cagr_pct", number(s.cagr_pct)},
            {"sharpe", number(s.sharpe)},
            {"sharpe_error", number(sharpe_error(s.sharpe, days))},
            {"sortino", number(s.sortino)},
            {"calmar", number(s.calmar)},
            {"days", days},
            {"max_drawdown_pct", s.max_drawdown_pct},
            {"fall", fall(largest_fall(found.rows.at, found.rows.equity, initial))},
            {"hold_pct", number(s.buy_and_hold_pct)},
            {"hold_sharpe", number(sharpe(hold_returns))},
            {"hold_fall", fall(largest_fall(found.rows.at, found.rows.hold, initial))},
            {"turnover", s.turnover},
            {"orders", s.orders},
            {"fills", s.fills},
            {"refusals", s.refusals},
            {"bars", s.bars},
            {"events", s.events},
            {"trades", wins(found.trades, std::nullopt)}};
}

Json costs_data(const Costs& costs) {
    return {{"gross", to_string(costs.gross)},
            {"slippage", to_string(costs.slippage)},
            {"spread", to_string(costs.spread)},
            {"impact", to_string(costs.slippage - costs.spread)},
            {"fees", to_string(costs.fees)},
            {"funding", to_string(costs.funding)},
            {"other", to_string(costs.other)},
            {"net", to_string(costs.net)},
            {"all", to_string(costs.all())},
            {"traded", to_string(costs.traded)},
            {"pct_of_gross", number(costs.pct_of_gross())},
            {"bookings", costs.bookings},
            {"measured", costs.measured},
            {"touched", costs.touched}};
}

Json strategies_data(const Findings& found, const std::vector<std::size_t>& kept) {
    auto list = Json::array();
    for (const auto& strategy : found.story.strategies) {
        const auto curve = found.story.curves.find(strategy.strategy.value);
        Json json{{"name", strategy.name},
                  {"kind", strategy.kind},
                  {"cash", to_string(strategy.cash)},
                  {"costs", costs_data(costs(found.story, found.lines, strategy.strategy))},
                  {"trades", wins(found.trades, strategy.strategy)},
                  {"max_drawdown_pct", 0.0},
                  {"profit", Json::array()}};
        if (curve != found.story.curves.end()) {
            json["max_drawdown_pct"] = static_cast<double>(curve->second.max_drawdown_ppb) / 1e7;
            // All accounts are sampled together; a damaged tail may lack some.
            for (const auto row : kept)
                json["profit"].push_back(
                    row < curve->second.points.size()
                        ? Json(curve->second.points[row].equity - core::approximate(strategy.cash))
                        : Json());
        }
        list.push_back(std::move(json));
    }
    return list;
}

Json signals_data(const Findings& found) {
    auto list = Json::array();
    for (const auto& share : attribution(found.story, found.trades))
        list.push_back({{"strategy", found.story.strategy_name(share.strategy)},
                        {"signal", share.signal},
                        {"trades", share.trades},
                        {"won", share.won},
                        {"profit", to_string(share.profit)},
                        {"against", share.against},
                        {"against_profit", to_string(share.against_profit)}});
    return list;
}

Json curve_data(const Timeline& rows, const std::vector<std::size_t>& kept) {
    Json json{{"samples", rows.at.size()}};
    json["t"] = Json::array();
    const auto put = [&](const char* name, const std::vector<double>& values) {
        json[name] = Json::array();
        for (const auto row : kept) json[name].push_back(values[row]);
    };
    for (const auto row : kept) json["t"].push_back(ms(rows.at[row]));
    put("equity", rows.equity);
    put("hold", rows.hold);
    put("gross", rows.gross);
    put("net", rows.net);
    return json;
}

Json facts(const Told& told) {
    const auto& story = told.story;
    auto list = Json::array();
    list.push_back({"session", told.extras.session});
    list.push_back({"journal_sha256", told.extras.journal_sha256});
    list.push_back({"build", story.opening.build});
    list.push_back(
        {"closed", story.closing ? "yes, cleanly" : "no: it runs, or it was stopped hard"});
    list.push_back({"kill level", core::name(story.kill_level)});
    constexpr std::size_t most_lines = 100;
    const auto hidden = story.risk.size() - std::min(story.risk.size(), most_lines);
    for (const auto& change : story.risk | std::views::drop(hidden))
        list.push_back({core::format_time(change.at), change.text});
    for (const auto& series : story.series)
        list.push_back({"series of " + story.instrument_name(series.instrument),
                        series.name + ", sha256 " + series.sha256});
    for (const auto& [rule, count] : story.refused_by)
        list.push_back({"refused by " + std::string{core::name(rule)}, std::to_string(count)});
    return list;
}

}  // namespace

Json session_data(const Told& told, const PageLimits& limits) {
    const auto& story = told.story;
    Findings found{story, price_lines(story, told.histories), {}, {}};
    found.trades = round_trips(story, found.lines);
    found.rows = timeline(story, found.lines);
    const std::array columns{found.rows.equity, found.rows.hold, found.rows.gross, found.rows.net};
    const auto kept = pick_rows(columns, limits.curve_buckets);

    Json page{{"session", told.extras.session},
              {"journal_sha256", told.extras.journal_sha256},
              {"currency", story.currency()}};
    page["from"] = found.rows.at.empty() ? Json() : Json(ms(found.rows.at.front()));
    page["to"] = found.rows.at.empty() ? Json() : Json(ms(found.rows.at.back()));
    page["headline"] = headline(found);
    page["curve"] = curve_data(found.rows, kept);
    page["months"] = Json::array();
    for (const auto& month :
         monthly_returns(found.rows.at, found.rows.equity, core::approximate(story.opening.cash)))
        page["months"].push_back({month.year, month.month, month.pct});
    page["costs"] = costs_data(costs(story, found.lines));
    page["strategies"] = strategies_data(found, kept);
    page["signals"] = signals_data(found);
    page["execution"] = execution_data(found, limits);
    page["markets"] = markets_data(found, told, limits);
    put_trades(page, found, limits);
    page["assumptions"] = story.opening.assumptions;
    page["what_if"] = Json::parse(what_if_json(told.extras.what_if));
    page["problems"] = told.extras.data_problems;
    page["notes"] = told.notes;
    page["facts"] = facts(told);
    page["config"] = story.opening.config;
    return page;
}

}  // namespace nightjar::report
