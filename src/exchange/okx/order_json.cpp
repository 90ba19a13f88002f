#include "exchange/okx/order_json.hpp"

#include "exchange/decimal_text.hpp"

namespace nightjar::exchange::okx {

using core::OrderReason;

namespace {

std::string_view state_of(const Order& order) {
    if (order.status == OrderStatus::Filled) return "filled";
    if (!is_open(order.status)) return "canceled";
    return order.filled.raw > 0 ? "partially_filled" : "live";
}

std::string_view cancel_source(const Order& order) {
    if (is_open(order.status) || order.status == OrderStatus::Filled) return "";
    switch (order.reason) {
        case OrderReason::PostOnlyWouldTake: return "31";
        case OrderReason::SelfTrade: return "32";
        case OrderReason::Liquidation: return "2";
        case OrderReason::Disconnected: return "20";
        case OrderReason::Unfillable:
        case OrderReason::NoLiquidity:
            return order.terms.tif == core::TimeInForce::Fok ? "13" : "14";
        default: return "1";
    }
}

std::string sign_of_fee(core::Money fee) { return to_string(-fee); }

}  // namespace

std::string_view own_name(const Order& order) {
    if (order.terms.trigger) return {};
    // The venue's names have no such sign: it is one that the hall made.
    const std::string_view name{order.terms.client_id};
    return name.starts_with("web_") ? std::string_view{} : name;
}

std::string bill_of(const Execution& execution) {
    constexpr std::uint64_t instruments = 16;
    return std::to_string(execution.id.value * instruments + execution.instrument.value);
}

Json order_json(const Hall& hall, const Order& order, const Execution* execution) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const bool swap = is_swap(instrument);
    const bool market = terms.type == core::OrderType::Market;
    const bool filled = order.filled.raw > 0;
    const auto name = [&](core::AssetId asset) { return hall.catalog().name(asset); };
    const auto fee_asset = filled                          ? order.fee_asset
                           : swap                          ? instrument.settle()
                           : terms.side == core::Side::Buy ? instrument.base
                                                           : instrument.quote;
    return {
        {"instType", type_of(instrument)},
        {"instId", instrument.symbol},
        {"ccy", ""},
        {"ordId", std::to_string(order.id.value)},
        {"clOrdId", own_name(order)},
        {"algoId", terms.trigger ? algo_id(order) : std::string{}},
        {"algoClOrdId", terms.trigger ? std::string_view{terms.client_id} : std::string_view{}},
        {"tag", ""},
        {"px", market ? "" : format_price(terms.price, instrument)},
        {"sz", terms.spend ? to_string(*terms.spend) : qty_text(terms.qty, instrument)},
        {"tgtCcy", swap || !market ? ""
                   : terms.spend   ? "quote_ccy"
                                   : "base_ccy"},
        {"ordType", !terms.trigger ? std::string_view{terms.kind}
                    : market       ? "market"
                                   : "limit"},
        {"side", core::name(terms.side)},
        {"posSide", swap ? "net" : ""},
        {"tdMode", swap ? "cross" : "cash"},
        {"accFillSz", qty_text(order.filled, instrument)},
        {"avgPx", filled ? to_string(average(order.quote, instrument.units(order.filled))) : ""},
        {"state", state_of(order)},
        {"lever", ""},
        {"fee", sign_of_fee(order.fee)},
        {"feeCcy", name(fee_asset)},
        {"rebate", "0"},
        {"rebateCcy", name(instrument.quote)},
        {"pnl", execution == nullptr ? "0" : to_string(execution->realized)},
        {"source", ""},
        {"category", terms.kind == "LIQUIDATION" ? "full_liquidation" : "normal"},
        {"reduceOnly", terms.reduce_only ? "true" : "false"},
        {"cancelSource", cancel_source(order)},
        {"cancelSourceReason", ""},
        {"fillPx", execution == nullptr ? "" : format_price(execution->price, instrument)},
        {"fillSz", execution == nullptr ? "0" : qty_text(execution->qty, instrument)},
        {"tradeId", execution == nullptr ? "" : std::to_string(execution->id.value)},
        {"fillTime", execution == nullptr ? "" : ms_text(execution->at)},
        {"uTime", ms_text(order.changed)},
        {"cTime", ms_text(order.made)}};
}

std::string algo_id(const Order& order) { return std::to_string(algo_number(order.id)); }

Json algo_json(const Hall& hall, const Order& order) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const bool swap = is_swap(instrument);
    const auto price = terms.type == core::OrderType::Market
                           ? std::string{"-1"}
                           : format_price(terms.price, instrument);
    const auto trigger = format_price(terms.trigger->price, instrument);
    const auto number = order.woken ? std::to_string(order.id.value) : std::string{};
    const bool failed = order.woken && order.status == OrderStatus::Rejected;
    const bool loss = terms.trigger->above == (terms.side == core::Side::Buy);
    Json row{{"instType", type_of(instrument)},
             {"instId", instrument.symbol},
             {"algoId", algo_id(order)},
             {"algoClOrdId", terms.client_id},
             {"clOrdId", ""},
             {"ordId", failed ? std::string{} : number},
             {"ordIdList", order.woken && !failed ? Json::array({number}) : Json::array()},
             {"ordType", terms.kind},
             {"state", failed                  ? "order_failed"
                       : order.woken           ? "effective"
                       : is_open(order.status) ? "live"
                                               : "canceled"},
             {"side", core::name(terms.side)},
             {"posSide", swap ? "net" : ""},
             {"sz", qty_text(terms.qty, instrument)},
             {"tdMode", swap ? "cross" : "cash"},
             {"reduceOnly", terms.reduce_only ? "true" : "false"},
             {"actualSz", order.woken ? qty_text(order.filled, instrument) : "0"},
             {"failCode", failed ? "51008" : ""},
             {"tag", ""},
             {"cTime", ms_text(order.made)},
             {"uTime", ms_text(order.changed)}};
    for (const std::string_view kind : {"sl", "tp"}) {
        const bool this_one = terms.kind == "conditional" && loss == (kind == "sl");
        row[std::string{kind} + "TriggerPx"] = this_one ? trigger : std::string{};
        row[std::string{kind} + "TriggerPxType"] = this_one ? "last" : "";
        row[std::string{kind} + "OrdPx"] = this_one ? price : std::string{};
    }
    row["triggerPx"] = terms.kind == "trigger" ? trigger : std::string{};
    row["ordPx"] = terms.kind == "trigger" ? price : std::string{};
    return row;
}

Json fill_json(const Hall& hall, const Client& client, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    const auto* order = client.orders.find(execution.order);
    const auto at = ms_text(execution.at);
    return {{"instType", type_of(instrument)},
            {"instId", instrument.symbol},
            {"tradeId", std::to_string(execution.id.value)},
            {"ordId", std::to_string(execution.order.value)},
            {"clOrdId", order == nullptr ? std::string_view{} : own_name(*order)},
            {"billId", bill_of(execution)},
            {"subType", execution.side == core::Side::Buy ? "1" : "2"},
            {"tag", ""},
            {"fillPx", format_price(execution.price, instrument)},
            {"fillSz", qty_text(execution.qty, instrument)},
            {"fillPnl", to_string(execution.realized)},
            {"side", core::name(execution.side)},
            {"posSide", is_swap(instrument) ? "net" : ""},
            {"execType", execution.maker ? "M" : "T"},
            {"feeCcy", hall.catalog().name(execution.fee_asset)},
            {"fee", sign_of_fee(execution.fee)},
            {"ts", at},
            {"fillTime", at}};
}

}  // namespace nightjar::exchange::okx
