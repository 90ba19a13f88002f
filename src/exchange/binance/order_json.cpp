#include "exchange/binance/order_json.hpp"

#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

using core::Money;

namespace {

Json spot_body(const Hall& hall, const Order& order) {
    const auto& instrument = hall.catalog()[order.terms.instrument];
    return {{"price", price_text(hall, order)},
            {"origQty", format_qty(order.terms.qty, instrument)},
            {"executedQty", format_qty(order.filled, instrument)},
            {"origQuoteOrderQty", to_string(order.terms.spend.value_or(Money{}))},
            {"cummulativeQuoteQty", to_string(order.quote)},
            {"status", status_text(order)},
            {"timeInForce", tif_text(Market::Spot, order)},
            {"type", kind_text(Market::Spot, order)},
            {"side", side_text(order.terms.side)}};
}

Json spot_head(const Hall& hall, const Order& order) {
    return {{"symbol", hall.catalog()[order.terms.instrument].symbol},
            {"orderId", order.id.value},
            {"orderListId", -1},
            {"clientOrderId", order.terms.client_id}};
}

void put_stop(const Hall& hall, const Order& order, Json& to) {
    if (order.terms.trigger) to["stopPrice"] = stop_text(hall, order);
}

Json futures_order(const Hall& hall, const Order& order) {
    const auto& instrument = hall.catalog()[order.terms.instrument];
    const auto filled = format_qty(order.filled, instrument);
    return {{"orderId", order.id.value},
            {"symbol", instrument.symbol},
            {"status", status_text(order)},
            {"clientOrderId", client_id_text(Market::UsdFutures, order)},
            {"price", price_text(hall, order)},
            {"avgPrice", to_string(average_price(hall, order))},
            {"origQty", format_qty(order.terms.qty, instrument)},
            {"executedQty", filled},
            {"cumQty", filled},
            {"cumQuote", to_string(order.quote)},
            {"timeInForce", tif_text(Market::UsdFutures, order)},
            {"type", kind_text(Market::UsdFutures, order)},
            {"reduceOnly", order.terms.reduce_only},
            {"closePosition", false},
            {"side", side_text(order.terms.side)},
            {"positionSide", "BOTH"},
            {"stopPrice", "0"},
            {"workingType", "CONTRACT_PRICE"},
            {"priceProtect", false},
            {"origType", kind_text(Market::UsdFutures, order)},
            {"priceMatch", "NONE"},
            {"selfTradePreventionMode", "EXPIRE_MAKER"},
            {"goodTillDate", 0},
            {"time", ms_of(order.made)},
            {"updateTime", ms_of(order.changed)}};
}

Json fills_json(const Hall& hall, const Client& client, const Order& order) {
    const auto& instrument = hall.catalog()[order.terms.instrument];
    auto fills = Json::array();
    for (const auto& execution : client.orders.executions())
        if (execution.order == order.id)
            fills.push_back({{"price", format_price(execution.price, instrument)},
                             {"qty", format_qty(execution.qty, instrument)},
                             {"commission", to_string(execution.fee)},
                             {"commissionAsset", hall.catalog().name(execution.fee_asset)},
                             {"tradeId", execution.id.value}});
    return fills;
}

}  // namespace

std::string_view status_text(const Order& order) {
    switch (order.status) {
        case OrderStatus::Waiting:
        case OrderStatus::Open: break;
        case OrderStatus::Filled: return "FILLED";
        case OrderStatus::Cancelled: return "CANCELED";
        case OrderStatus::Expired:
            if (order.reason == core::OrderReason::SelfTrade) return "EXPIRED_IN_MATCH";
            return "EXPIRED";
        case OrderStatus::Rejected: return "EXPIRED";
    }
    return order.filled.raw > 0 ? "PARTIALLY_FILLED" : "NEW";
}

std::string_view kind_text(Market market, const Order& order) {
    if (market == Market::Spot || !order.terms.trigger) return order.terms.kind;
    return order.terms.type == core::OrderType::Market ? "MARKET" : "LIMIT";
}

std::string client_id_text(Market market, const Order& order) {
    if (market == Market::Spot || !order.terms.trigger) return order.terms.client_id;
    return fmt::format("triggered_{}", order.id.value);
}

std::string_view tif_text(Market market, const Order& order) {
    if (order.terms.post_only && market == Market::UsdFutures) return "GTX";
    switch (order.terms.tif) {
        case core::TimeInForce::Gtc: return "GTC";
        case core::TimeInForce::Ioc: return "IOC";
        case core::TimeInForce::Fok: return "FOK";
    }
    return "GTC";
}

std::string price_text(const Hall& hall, const Order& order) {
    return format_price(order.terms.price, hall.catalog()[order.terms.instrument]);
}

std::string stop_text(const Hall& hall, const Order& order) {
    const auto price = order.terms.trigger ? order.terms.trigger->price : core::Price{};
    return format_price(price, hall.catalog()[order.terms.instrument]);
}

std::string shown_text(const Hall& hall, const Order& order) {
    return format_qty(order.terms.shown, hall.catalog()[order.terms.instrument]);
}

Money average_price(const Hall& hall, const Order& order) {
    return average(order.quote, hall.catalog()[order.terms.instrument].units(order.filled));
}

Json order_json(const Office& office, const Order& order) {
    if (office.market == Market::UsdFutures) return futures_order(office.hall, order);
    auto json = spot_head(office.hall, order);
    json.update(spot_body(office.hall, order));
    json.update({{"stopPrice", stop_text(office.hall, order)},
                 {"icebergQty", shown_text(office.hall, order)},
                 {"time", ms_of(order.made)},
                 {"updateTime", ms_of(order.changed)},
                 {"isWorking", order.status != OrderStatus::Waiting},
                 {"workingTime", ms_of(order.made)},
                 {"selfTradePreventionMode", "EXPIRE_MAKER"}});
    return json;
}

Json placed_json(const Office& office, const Client& client, const Order& order, Detail detail) {
    if (office.market == Market::UsdFutures) return futures_order(office.hall, order);
    auto json = spot_head(office.hall, order);
    json["transactTime"] = ms_of(order.made);
    if (detail == Detail::Ack) return json;
    json.update(spot_body(office.hall, order));
    put_stop(office.hall, order, json);
    json["workingTime"] = ms_of(order.made);
    if (detail == Detail::Full) json["fills"] = fills_json(office.hall, client, order);
    json["selfTradePreventionMode"] = "EXPIRE_MAKER";
    return json;
}

std::string_view algo_status_text(const Order& order) {
    const bool open = is_open(order.status);
    if (order.woken)
        return order.status == OrderStatus::Rejected ? "REJECTED" : open ? "TRIGGERED" : "FINISHED";
    return open ? "NEW" : "CANCELED";
}

Json algo_json(const Hall& hall, const Order& order) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    return {{"algoId", algo_number(order.id)},
            {"clientAlgoId", terms.client_id},
            {"algoType", "CONDITIONAL"},
            {"orderType", terms.kind},
            {"symbol", instrument.symbol},
            {"side", side_text(terms.side)},
            {"positionSide", "BOTH"},
            {"timeInForce", tif_text(Market::UsdFutures, order)},
            {"quantity", format_qty(terms.qty, instrument)},
            {"algoStatus", algo_status_text(order)},
            {"actualOrderId", order.woken ? std::to_string(order.id.value) : std::string{}},
            {"actualPrice", to_string(average_price(hall, order))},
            {"triggerPrice", stop_text(hall, order)},
            {"price", price_text(hall, order)},
            {"selfTradePreventionMode", "EXPIRE_MAKER"},
            {"workingType", "CONTRACT_PRICE"},
            {"priceMatch", "NONE"},
            {"closePosition", false},
            {"priceProtect", false},
            {"reduceOnly", terms.reduce_only},
            {"createTime", ms_of(order.made)},
            {"updateTime", ms_of(order.changed)},
            {"triggerTime", order.woken ? ms_of(order.changed) : 0},
            {"goodTillDate", 0}};
}

Json cancelled_json(const Office& office, const Order& order) {
    if (office.market == Market::UsdFutures) return futures_order(office.hall, order);
    Json json{{"symbol", office.hall.catalog()[order.terms.instrument].symbol},
              {"origClientOrderId", order.terms.client_id},
              {"orderId", order.id.value},
              {"orderListId", -1},
              {"clientOrderId", order.cancel_id},
              {"transactTime", ms_of(order.changed)}};
    json.update(spot_body(office.hall, order));
    put_stop(office.hall, order, json);
    json["selfTradePreventionMode"] = "EXPIRE_MAKER";
    return json;
}

Json execution_json(const Office& office, const Execution& execution) {
    const auto& catalog = office.hall.catalog();
    const auto& instrument = catalog[execution.instrument];
    const bool buy = execution.side == core::Side::Buy;
    Json json{{"symbol", instrument.symbol},
              {"id", execution.id.value},
              {"orderId", execution.order.value},
              {"price", format_price(execution.price, instrument)},
              {"qty", format_qty(execution.qty, instrument)},
              {"quoteQty", to_string(execution.quote)},
              {"commission", to_string(execution.fee)},
              {"commissionAsset", catalog.name(execution.fee_asset)},
              {"time", ms_of(execution.at)}};
    if (office.market == Market::Spot) {
        json.update({{"orderListId", -1},
                     {"isBuyer", buy},
                     {"isMaker", execution.maker},
                     {"isBestMatch", true}});
    } else {
        json.update({{"buyer", buy},
                     {"maker", execution.maker},
                     {"side", side_text(execution.side)},
                     {"positionSide", "BOTH"},
                     {"realizedPnl", to_string(execution.realized)},
                     {"marginAsset", catalog.name(instrument.quote)}});
    }
    return json;
}

}  // namespace nightjar::exchange::binance
