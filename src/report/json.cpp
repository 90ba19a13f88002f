#include "report/report.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::report {

namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json to_json(const Summary& s) {
    return {{"bars", s.bars},
            {"events", s.events},
            {"orders", s.orders},
            {"fills", s.fills},
            {"refusals", s.refusals},
            {"fees", s.fees},
            {"funding", s.funding},
            {"net_pnl", s.net_pnl},
            {"return_pct", s.return_pct},
            {"cagr_pct", number(s.cagr_pct)},
            {"sharpe", number(s.sharpe)},
            {"sortino", number(s.sortino)},
            {"calmar", number(s.calmar)},
            {"max_drawdown_pct", s.max_drawdown_pct},
            {"turnover", s.turnover},
            {"final_equity", s.final_equity},
            {"buy_and_hold_pct", number(s.buy_and_hold_pct)}};
}

/// One entry for each strategy's part of a fill.
void put_fill(Json& fills, const Story& story, const ToldFill& told) {
    const auto& instrument = story.instruments[told.instrument.value];
    for (const auto& share : told.shares)
        fills.push_back({{"time_ns", told.at.ns},
                         {"venue", story.opening.venues[told.venue.value]},
                         {"instrument", instrument.symbol},
                         {"side", core::name(told.fill.side)},
                         {"price", core::format_price(told.fill.price, instrument)},
                         {"qty", core::format_qty(magnitude(share.qty), instrument)},
                         {"fee", to_string(share.fee)},
                         {"fee_asset", story.opening.assets[told.fill.fee_asset.value]},
                         {"liquidity", core::name(told.fill.liquidity)},
                         {"order_id", told.fill.order.value},
                         {"strategy", story.strategy_name(share.strategy)}});
}

Json strategies(const Story& story) {
    auto list = Json::array();
    for (const auto& strategy : story.strategies) {
        const auto curve = story.curves.find(strategy.strategy.value);
        Json json{{"name", strategy.name}, {"kind", strategy.kind}};
        if (curve != story.curves.end()) {
            json["net_pnl"] = core::approximate(curve->second.last - strategy.cash);
            json["final_equity"] = core::approximate(curve->second.last);
            json["max_drawdown_pct"] = static_cast<double>(curve->second.max_drawdown_ppb) / 1e7;
        }
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

std::string to_json(const Story& story, const Extras& extras) {
    Json json;
    json["session"] = extras.session;
    json["journal_sha256"] = extras.journal_sha256;
    json["summary"] = to_json(summarise(story));
    if (extras.timing)
        json["timing"] = {{"load_s", extras.timing->load_s},
                          {"engine_s", extras.timing->engine_s},
                          {"wall_s", extras.timing->wall_s}};
    json["strategies"] = strategies(story);
    json["kill_level"] = core::name(story.kill_level);
    json["risk"] = Json::array();
    for (const auto& told : story.risk)
        json["risk"].push_back({{"time", core::format_time(told.at)}, {"text", told.text}});
    json["assumptions"] = story.opening.assumptions;
    if (!extras.what_if.empty()) json["what_if"] = Json::parse(what_if_json(extras.what_if));
    json["data_problems"] = extras.data_problems;
    json["fills"] = Json::array();
    for (const auto& told : story.fills) put_fill(json["fills"], story, told);
    return json.dump(1);
}

}  // namespace nightjar::report
