#include "ops/snapshot_json.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::ops {

namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

template <class Line, class Make>
Json list(const std::vector<Line>& lines, Make make) {
    auto json = Json::array();
    for (const auto& line : lines) json.push_back(make(line));
    return json;
}

Json to_json(const engine::InstrumentLine& line) {
    return {
        {"name", line.name},       {"price", number(line.price)},   {"bid", number(line.bid)},
        {"ask", number(line.ask)}, {"book_valid", line.book_valid}, {"tradable", line.tradable}};
}

Json to_json(const engine::VenueLine& line) {
    return {{"name", line.name},
            {"state", line.state},
            {"books", line.books},
            {"instruments", line.instruments},
            {"messages", line.messages},
            {"bad", line.bad},
            {"gaps", line.gaps},
            {"connections", line.connections},
            {"unknown", line.unknown},
            {"missed", line.missed},
            {"quarantined", line.quarantined},
            {"ahead_ms", line.ahead_ms}};
}

Json to_json(const engine::PositionLine& line) {
    return {{"owner", line.owner},
            {"instrument", line.instrument},
            {"qty", line.qty},
            {"value", line.value},
            {"unrealised", line.unrealised}};
}

Json to_json(const engine::AccountLine& line) {
    return {{"name", line.name},
            {"equity", line.equity},
            {"pnl", line.pnl},
            {"drawdown_pct", line.drawdown_pct}};
}

Json to_json(const engine::OrderLine& line) {
    return {{"id", line.id},       {"instrument", line.instrument},
            {"side", line.side},   {"type", line.type},
            {"qty", line.qty},     {"filled", line.filled},
            {"price", line.price}, {"state", line.state}};
}

Json to_json(const engine::BreakerLine& line) {
    Json json{{"scope", line.scope}, {"state", line.state}, {"cause", line.cause}};
    json["until"] = line.until.ns == 0 ? Json() : Json(core::format_time(line.until));
    return json;
}

Json to_json(const engine::LimitLine& line) { return {{"name", line.name}, {"value", line.value}}; }

Json to_json(const engine::StageLine& line) {
    return {{"strategy", line.strategy},
            {"stage", line.stage},
            {"stage_number", line.number},
            {"share", line.share},
            {"samples", line.samples},
            {"evidence", line.evidence},
            {"lower", line.lower},
            {"upper", number(line.upper)},
            {"expected_bps", number(line.expected_bps)},
            {"deviation_bps", number(line.deviation_bps)},
            {"failures", line.failures},
            {"missing", line.missing}};
}

Json to_json(const engine::ParentLine& line) {
    return {{"parent", line.id},
            {"instrument", line.instrument},
            {"side", line.side},
            {"algorithm", line.algorithm},
            {"qty", line.qty},
            {"filled", line.filled},
            {"filled_part", line.filled_part},
            {"time_part", line.time_part},
            {"average", number(line.average)},
            {"decided", number(line.decided)},
            {"orders", line.orders}};
}

Json to_json(const engine::ProtectionLine& line) {
    return {{"strategy", line.strategy},
            {"instrument", line.instrument},
            {"state", line.state},
            {"where", line.where},
            {"leg", line.leg},
            {"stop", number(line.stop)},
            {"take_profit", number(line.take_profit)},
            {"resting", number(line.resting)},
            {"best", number(line.best)}};
}

Json to_json(const engine::ManualLine& line) {
    return {{"ticket", line.ticket}, {"parent", line.parent}, {"refused", line.refused},
            {"ended", line.ended},   {"filled", line.filled}, {"average", number(line.average)},
            {"orders", line.orders}};
}

Json to_json(const core::CostTotals& totals) {
    Json json{{"parents", totals.parents}, {"worth", totals.worth}, {"cost", totals.costs.total()}};
    for (const auto& part : core::CostParts::parts)
        json[std::string{part.name}] = totals.costs.*part.value;
    return json;
}

Json to_json(const NewsLine& line) {
    return {{"time", core::format_time(line.at)}, {"kind", line.kind}, {"text", line.text}};
}

}  // namespace

std::string to_json(const SessionFacts& facts, const engine::Snapshot& s,
                    const std::vector<NewsLine>& news) {
    const auto each = [](const auto& line) { return to_json(line); };
    const Json json{{"session", facts.id},
                    {"mode", facts.mode},
                    {"build", facts.build},
                    {"folder", facts.folder},
                    {"time", core::format_time(s.at)},
                    {"published", core::format_time(s.published)},
                    {"currency", s.currency},
                    {"kill_level", core::name(s.kill_level)},
                    {"kill_level_number", static_cast<int>(s.kill_level)},
                    {"kill_cause", s.kill_cause},
                    {"breakers", list(s.breakers, each)},
                    {"events", s.events},
                    {"events_per_second", s.events_per_second},
                    {"bars", s.bars},
                    {"orders", s.orders},
                    {"fills", s.fills},
                    {"refusals", s.refusals},
                    {"unexplained", s.unexplained},
                    {"accounts", list(s.accounts, each)},
                    {"instruments", list(s.instruments, each)},
                    {"venues", list(s.venues, each)},
                    {"positions", list(s.positions, each)},
                    {"open_orders", list(s.open_orders, each)},
                    {"parents", list(s.parents, each)},
                    {"manual", list(s.manual, each)},
                    {"protections", list(s.protections, each)},
                    {"limits", list(s.limits, each)},
                    {"stages", list(s.stages, each)},
                    {"execution", to_json(s.execution)},
                    {"equity_curve", s.equity_curve},
                    {"news", list(news, each)}};
    return json.dump();
}

}  // namespace nightjar::ops
