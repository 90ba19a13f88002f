#include "exchange/coinbase/order_json.hpp"

#include "exchange/coinbase/terms.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::coinbase {

namespace {

std::string_view tif_text(const Terms& terms) {
    if (terms.tif == core::TimeInForce::Gtc) return "GOOD_UNTIL_CANCELLED";
    return terms.tif == core::TimeInForce::Ioc ? "IMMEDIATE_OR_CANCEL" : "FILL_OR_KILL";
}

std::string_view type_text(const Terms& terms) {
    if (terms.trigger) return "STOP_LIMIT";
    return terms.type == core::OrderType::Limit ? "LIMIT" : "MARKET";
}

std::string_view cancel_text(const Order& order) {
    if (order.status == OrderStatus::Cancelled) return "User requested cancel";
    return order.status == OrderStatus::Expired ? "The rest could not be filled at once" : "";
}

std::string_view reject_text(const Order& order) {
    return order.status == OrderStatus::Rejected ? "REJECT_REASON_UNSPECIFIED" : "";
}

std::string_view trigger_text(const Order& order) {
    if (!order.terms.trigger) return "INVALID_ORDER_TYPE";
    return order.status == OrderStatus::Waiting ? "STOP_PENDING" : "STOP_TRIGGERED";
}

/// What can be said in either place, as text.
struct Sums {
    std::string average;
    std::string percent;
    std::string after_fees;
    std::string held;
    std::size_t fills{};
    core::Time last_fill;
};

Sums sums_of(const Hall& hall, const Client& client, const Order& order) {
    constexpr std::int64_t hundredths = 10'000;
    constexpr int digits = 2;
    const auto& instrument = hall.catalog()[order.terms.instrument];
    Sums sums;
    sums.average = to_string(average(order.quote, instrument.units(order.filled)));
    const auto share = order.terms.qty.raw == 0
                           ? core::Wide{}
                           : core::Wide{order.filled.raw} * hundredths / order.terms.qty.raw;
    sums.percent = core::format_decimal(share, digits);
    const bool buy = order.terms.side == core::Side::Buy;
    sums.after_fees = to_string(buy ? order.quote + order.fee : order.quote - order.fee);
    const auto price =
        order.terms.type == core::OrderType::Limit ? order.terms.price : core::Price{};
    const auto left = is_open(order.status) ? order.left() : core::Qty{};
    sums.held = to_string(buy ? instrument.notional(price, left) : instrument.units(left));
    for (const auto& execution : client.orders.executions()) {
        if (execution.order != order.id) continue;
        ++sums.fills;
        sums.last_fill = execution.at;
    }
    return sums;
}

}  // namespace

std::string_view status_text(const Order& order) {
    switch (order.status) {
        case OrderStatus::Waiting:
        case OrderStatus::Open: return "OPEN";
        case OrderStatus::Filled: return "FILLED";
        case OrderStatus::Cancelled:
        case OrderStatus::Expired: return "CANCELLED";
        case OrderStatus::Rejected: return "FAILED";
    }
    return "OPEN";
}

Json order_json(const Hall& hall, const Client& client, const Order& order) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto sums = sums_of(hall, client, order);
    Json json{{"order_id", order_name(order.id)},
              {"product_id", instrument.symbol},
              {"user_id", user_name(client)},
              {"order_configuration", configuration(hall, terms)},
              {"side", side_text(terms.side)},
              {"client_order_id", terms.client_id},
              {"status", status_text(order)},
              {"time_in_force", tif_text(terms)},
              {"created_time", core::format_time(order.made)},
              {"completion_percentage", sums.percent},
              {"filled_size", format_qty(order.filled, instrument)},
              {"average_filled_price", sums.average},
              {"fee", ""},
              {"number_of_fills", std::to_string(sums.fills)},
              {"filled_value", to_string(order.quote)},
              {"pending_cancel", false},
              {"size_in_quote", terms.spend.has_value()},
              {"total_fees", to_string(order.fee)},
              {"size_inclusive_of_fees", terms.spend.has_value()},
              {"total_value_after_fees", sums.after_fees},
              {"trigger_status", trigger_text(order)},
              {"order_type", type_text(terms)},
              {"reject_reason", reject_text(order)},
              {"settled", !is_open(order.status)},
              {"product_type", "SPOT"},
              {"reject_message", ""},
              {"cancel_message", cancel_text(order)},
              {"order_placement_source", "RETAIL_ADVANCED"},
              {"outstanding_hold_amount", sums.held},
              {"is_liquidation", false}};
    json["last_fill_time"] = sums.fills == 0 ? Json{} : Json(core::format_time(sums.last_fill));
    json["edit_history"] = Json::array();
    return json;
}

Json fill_json(const Hall& hall, const Client& client, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    const auto at = core::format_time(execution.at);
    return {{"entry_id", trade_name(execution)},
            {"trade_id", trade_name(execution)},
            {"order_id", order_name(execution.order)},
            {"trade_time", at},
            {"trade_type", "FILL"},
            {"price", format_price(execution.price, instrument)},
            {"size", format_qty(execution.qty, instrument)},
            {"commission", to_string(execution.fee)},
            {"product_id", instrument.symbol},
            {"sequence_timestamp", at},
            {"liquidity_indicator", execution.maker ? "MAKER" : "TAKER"},
            {"size_in_quote", false},
            {"user_id", user_name(client)},
            {"side", side_text(execution.side)}};
}

Json user_order_json(const Hall& hall, const Client& client, const Order& order) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto sums = sums_of(hall, client, order);
    const bool limit = terms.type == core::OrderType::Limit;
    return {{"avg_price", sums.average},
            {"cancel_reason", cancel_text(order)},
            {"client_order_id", terms.client_id},
            {"completion_percentage", sums.percent},
            {"contract_expiry_type", "UNKNOWN_CONTRACT_EXPIRY_TYPE"},
            {"cumulative_quantity", format_qty(order.filled, instrument)},
            {"filled_value", to_string(order.quote)},
            {"leaves_quantity",
             format_qty(is_open(order.status) ? order.left() : core::Qty{}, instrument)},
            {"limit_price", limit ? format_price(terms.price, instrument) : "0"},
            {"number_of_fills", std::to_string(sums.fills)},
            {"order_id", order_name(order.id)},
            {"order_side", side_text(terms.side)},
            {"order_type", type_text(terms)},
            {"outstanding_hold_amount", sums.held},
            {"post_only", terms.post_only ? "true" : "false"},
            {"product_id", instrument.symbol},
            {"product_type", "SPOT"},
            {"reject_reason", reject_text(order)},
            {"retail_portfolio_id", user_name(client)},
            {"risk_managed_by", "UNKNOWN_RISK_MANAGEMENT_TYPE"},
            {"status", status_text(order)},
            {"stop_price",
             terms.trigger ? format_price(terms.trigger->price, instrument) : std::string{}},
            {"time_in_force", tif_text(terms)},
            {"total_fees", to_string(order.fee)},
            {"total_value_after_fees", sums.after_fees},
            {"trigger_status", trigger_text(order)},
            {"creation_time", core::format_time(order.made)},
            {"end_time", "0001-01-01T00:00:00Z"},
            {"start_time", "0001-01-01T00:00:00Z"}};
}

}  // namespace nightjar::exchange::coinbase
