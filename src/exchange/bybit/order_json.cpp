#include "exchange/bybit/order_json.hpp"

#include "exchange/decimal_text.hpp"

namespace nightjar::exchange::bybit {

using core::Money;
using core::OrderReason;

namespace {

std::string_view status_of(const Order& order, bool linear) {
    switch (order.status) {
        case OrderStatus::Waiting:
            if (order.asleep()) return "Untriggered";
            [[fallthrough]];
        case OrderStatus::Open: return order.filled.raw > 0 ? "PartiallyFilled" : "New";
        case OrderStatus::Filled: return "Filled";
        case OrderStatus::Rejected: return "Rejected";
        case OrderStatus::Cancelled:
        case OrderStatus::Expired: break;
    }
    if (order.asleep()) return "Deactivated";
    return !linear && order.filled.raw > 0 ? "PartiallyFilledCanceled" : "Cancelled";
}

struct Ending {
    std::string_view reject{"EC_NoError"};
    std::string_view cancel{"UNKNOWN"};
};

Ending ending_of(const Order& order) {
    if (is_open(order.status) || order.status == OrderStatus::Filled) return {};
    switch (order.reason) {
        case OrderReason::PostOnlyWouldTake: return {"EC_PostOnlyWillTakeLiquidity", "UNKNOWN"};
        case OrderReason::SelfTrade: return {"EC_BySelfMatch", "CancelBySmp"};
        case OrderReason::Liquidation: return {"EC_NoError", "CancelByPrepareLiq"};
        case OrderReason::Disconnected: return {"EC_PerCancelRequest", "CancelByDCP"};
        case OrderReason::NoLiquidity: return {"EC_NoImmediateQtyToFill", "UNKNOWN"};
        case OrderReason::Unfillable:
            if (order.terms.tif == core::TimeInForce::Fok)
                return {"EC_NoEnoughQtyToFill", "UNKNOWN"};
            return {"EC_CancelForNoFullFill", "UNKNOWN"};
        default: return {"EC_PerCancelRequest", "CancelByUser"};
    }
}

std::string_view tif_of(const Terms& terms) {
    if (terms.post_only) return "PostOnly";
    switch (terms.tif) {
        case core::TimeInForce::Gtc: break;
        case core::TimeInForce::Ioc: return "IOC";
        case core::TimeInForce::Fok: return "FOK";
    }
    return terms.type == core::OrderType::Market ? "IOC" : "GTC";
}

/// In what the order was counted in: quote where it says what it is worth.
std::string wanted_of(const Terms& terms, const core::Instrument& instrument) {
    return terms.spend ? to_string(*terms.spend) : qty_text(terms.qty, instrument);
}

Json fees_of(const Hall& hall, const Order& order) {
    auto fees = Json::object();
    if (order.filled.raw > 0)
        fees[std::string{hall.catalog().name(order.fee_asset)}] = to_string(order.fee);
    return fees;
}

Json any_order_json(const Hall& hall, const Order& order) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const bool linear = is_linear(instrument);
    const bool filled = order.filled.raw > 0;
    const bool market = terms.type == core::OrderType::Market;
    const auto left = is_open(order.status) ? order.left() : core::Qty{};
    const auto ending = ending_of(order);
    const bool closing = terms.kind == "LIQUIDATION";
    return {
        {"category", category_of(instrument)},
        {"symbol", symbol_of(instrument)},
        {"orderId", std::to_string(order.id.value)},
        {"orderLinkId", own_name(order)},
        {"blockTradeId", ""},
        {"side", side_text(terms.side)},
        {"positionIdx", 0},
        {"orderStatus", status_of(order, linear)},
        {"createType", closing ? "CreateByLiq" : "CreateByUser"},
        {"cancelType", ending.cancel},
        {"rejectReason", ending.reject},
        {"timeInForce", tif_of(terms)},
        {"isLeverage", linear ? "" : "0"},
        {"price", market ? "0" : format_price(terms.price, instrument)},
        {"qty", wanted_of(terms, instrument)},
        {"avgPrice", filled ? to_string(average(order.quote, instrument.units(order.filled))) : ""},
        {"leavesQty", qty_text(left, instrument)},
        {"leavesValue",
         to_string(market || left.raw == 0 ? Money{} : instrument.notional(terms.price, left))},
        {"cumExecQty", qty_text(order.filled, instrument)},
        {"cumExecValue", to_string(order.quote)},
        {"cumExecFee", to_string(order.fee)},
        {"cumFeeDetail", fees_of(hall, order)},
        {"orderType", market ? "Market" : "Limit"},
        {"stopOrderType", terms.trigger ? "Stop" : ""},
        {"orderIv", ""},
        {"triggerPrice",
         terms.trigger ? format_price(terms.trigger->price, instrument) : std::string{}},
        {"takeProfit", ""},
        {"stopLoss", ""},
        {"triggerDirection", !terms.trigger         ? 0
                             : terms.trigger->above ? 1
                                                    : 2},
        {"triggerBy", terms.trigger ? "LastPrice" : ""},
        {"lastPriceOnCreated", ""},
        {"reduceOnly", terms.reduce_only},
        {"closeOnTrigger", false},
        {"marketUnit", linear || !market ? ""
                       : terms.spend     ? "quoteCoin"
                                         : "baseCoin"},
        {"placeType", ""},
        {"smpType", "None"},
        {"smpGroup", 0},
        {"smpOrderId", ""},
        {"createdTime", ms_text(order.made)},
        {"updatedTime", ms_text(order.changed)}};
}

}  // namespace

std::string_view own_name(const Order& order) {
    const auto made = fmt::format("web_{}", order.id.value);
    const std::string_view name{order.terms.client_id};
    return name == made ? std::string_view{} : name;
}

Json order_json(const Hall& hall, const Order& order) {
    auto told = any_order_json(hall, order);
    // Only orders of derivatives have it: clients tell them apart by that.
    if (is_linear(hall.catalog()[order.terms.instrument])) told["tpslMode"] = "UNKNOWN";
    return told;
}

Json execution_json(const Hall& hall, const Client& client, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    const auto rates = hall.config().fees.rates(instrument.kind);
    const auto* order = client.orders.find(execution.order);
    const bool closing = order != nullptr && order->terms.kind == "LIQUIDATION";
    const bool market = order == nullptr || order->terms.type == core::OrderType::Market;
    return {{"category", category_of(instrument)},
            {"symbol", symbol_of(instrument)},
            {"orderId", std::to_string(execution.order.value)},
            {"orderLinkId", order == nullptr ? std::string_view{} : own_name(*order)},
            {"side", side_text(execution.side)},
            {"orderPrice", market ? "0" : format_price(order->terms.price, instrument)},
            {"orderQty", order == nullptr ? "0" : wanted_of(order->terms, instrument)},
            {"leavesQty", order == nullptr ? "0" : qty_text(order->left(), instrument)},
            {"createType", closing ? "CreateByLiq" : "CreateByUser"},
            {"orderType", market ? "Market" : "Limit"},
            {"stopOrderType", "UNKNOWN"},
            {"execFee", to_string(execution.fee)},
            {"feeCurrency", hall.catalog().name(execution.fee_asset)},
            {"execId", std::to_string(execution.id.value)},
            {"execPrice", format_price(execution.price, instrument)},
            {"execQty", qty_text(execution.qty, instrument)},
            {"execType", closing ? "BustTrade" : "Trade"},
            {"execValue", to_string(execution.quote)},
            {"execTime", ms_text(execution.at)},
            {"execPnl", to_string(execution.realized)},
            {"isMaker", execution.maker},
            {"feeRate", rate_text(execution.maker ? rates.maker_ppb : rates.taker_ppb)},
            {"tradeIv", ""},
            {"markIv", ""},
            {"markPrice", mark_text(hall.view(execution.instrument))},
            {"indexPrice", ""},
            {"underlyingPrice", ""},
            {"blockTradeId", ""},
            {"closedSize", "0"},
            {"isLeverage", "0"},
            {"seq", execution.id.value}};
}

Json funding_json(const Hall& hall, const Payment& payment) {
    const auto& instrument = hall.catalog()[payment.instrument];
    const auto& view = hall.view(payment.instrument);
    const auto paid = payment.change < core::Money{};
    return {{"category", "linear"},
            {"symbol", symbol_of(instrument)},
            {"orderId", std::to_string(payment.id)},
            {"orderLinkId", ""},
            {"side", paid ? "Sell" : "Buy"},
            {"orderPrice", "0"},
            {"orderQty", "0"},
            {"leavesQty", "0"},
            {"createType", ""},
            {"orderType", "UNKNOWN"},
            {"stopOrderType", "UNKNOWN"},
            {"execFee", to_string(-payment.change)},
            {"feeCurrency", hall.config().currency},
            {"execId", std::to_string(payment.id)},
            {"execPrice", mark_text(view)},
            {"execQty", "0"},
            {"execType", "Funding"},
            {"execValue", "0"},
            {"execTime", ms_text(payment.at)},
            {"isMaker", false},
            {"feeRate", funding_text()},
            {"markPrice", mark_text(view)},
            {"closedSize", "0"},
            {"seq", payment.id}};
}

}  // namespace nightjar::exchange::bybit
