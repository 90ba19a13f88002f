#include "exchange/kraken/user_messages.hpp"

#include "exchange/exact_json.hpp"
#include "exchange/kraken/order_json.hpp"
#include "exchange/kraken/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::kraken {

using Kind = OrderEvent::Kind;

namespace {

std::string_view status_text(const Order& order) {
    if (is_open(order.status)) return order.filled.raw > 0 ? "partially_filled" : "new";
    return order.status == OrderStatus::Filled ? "filled" : "canceled";
}

std::string_view exec_type(Kind kind) {
    switch (kind) {
        case Kind::New: return "new";
        case Kind::Triggered: return "status";
        case Kind::Traded: return "trade";
        case Kind::Amended: return "amended";
        case Kind::Cancelled:
        case Kind::Expired:
        case Kind::Rejected: return "canceled";
    }
    return "status";
}

std::string_view tif_text(const Terms& terms) {
    if (terms.tif == core::TimeInForce::Gtc) return "GTC";
    return terms.tif == core::TimeInForce::Ioc ? "IOC" : "FOK";
}

Json money(core::Money amount) { return exact_number(to_string(amount)); }

Json order_item(const Hall& hall, const Order& order, std::string_view kind, core::Time at) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    Json item{{"exec_type", kind}, {"order_id", order_name(order.id)}};
    if (const auto name = client_name(order); !name.empty()) item["cl_ord_id"] = name;
    item.update({{"order_userref", terms.tag.empty() ? Json(0) : exact_number(terms.tag)},
                 {"symbol", instrument.symbol},
                 {"side", side_text(terms.side)},
                 {"order_type", terms.kind},
                 {"order_qty", exact_number(qty_text(terms.qty, instrument))}});
    if (terms.type == core::OrderType::Limit) {
        item["limit_price"] = exact_number(price_text(terms.price, instrument));
        item["limit_price_type"] = "static";
        item["post_only"] = terms.post_only;
    }
    if (terms.trigger)
        item["triggers"] = {
            {"reference", "last"},
            {"price", exact_number(price_text(terms.trigger->price, instrument))},
            {"price_type", "static"},
            {"status", order.status == OrderStatus::Waiting ? "untriggered" : "triggered"}};
    item.update({{"time_in_force", tif_text(terms)},
                 {"order_status", status_text(order)},
                 {"cum_qty", exact_number(qty_text(order.filled, instrument))},
                 {"cum_cost", money(order.quote)},
                 {"avg_price", money(average_price(hall, order))},
                 {"fee_usd_equiv", money(order.fee)},
                 {"fee_ccy_pref", "fciq"},
                 {"timestamp", date_text(at)}});
    if (!is_open(order.status) && order.status != OrderStatus::Filled) {
        item["cancel_reason"] = reason_text(order);
        item["reason"] = reason_text(order);
    }
    return item;
}

void add_execution(Json& item, const Hall& hall, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    auto fee =
        Json{{"asset", hall.catalog().name(execution.fee_asset)}, {"qty", money(execution.fee)}};
    item.update({{"exec_id", trade_name(execution)},
                 {"trade_id", execution.id.value},
                 {"last_qty", exact_number(qty_text(execution.qty, instrument))},
                 {"last_price", exact_number(price_text(execution.price, instrument))},
                 {"liquidity_ind", execution.maker ? "m" : "t"},
                 {"cost", money(execution.quote)},
                 {"fees", Json::array({std::move(fee)})}});
}

/// One that was, without what the order has become since.
Json past_execution(const Hall& hall, const Client& client, const Execution& execution) {
    const auto* order = client.orders.find(execution.order);
    const auto& instrument = hall.catalog()[execution.instrument];
    Json item{{"exec_type", "trade"}, {"order_id", order_name(execution.order)}};
    if (order != nullptr && !client_name(*order).empty()) item["cl_ord_id"] = client_name(*order);
    item.update({{"symbol", instrument.symbol},
                 {"side", side_text(execution.side)},
                 {"order_type", order == nullptr ? "limit" : order->terms.kind},
                 {"order_status", order == nullptr ? "filled" : status_text(*order)},
                 {"timestamp", date_text(execution.at)}});
    add_execution(item, hall, execution);
    return item;
}

}  // namespace

std::vector<Json> execution_items(const Hall& hall, const Order& order, const OrderEvent& event) {
    std::vector<Json> messages;
    // A refused order leaves no trace, unless it had waited for its trigger before.
    if (event.kind == Kind::Rejected && !order.terms.trigger) return messages;
    auto item = order_item(hall, order, exec_type(event.kind), event.at);
    if (event.execution != nullptr) add_execution(item, hall, *event.execution);
    messages.push_back(Json::array({std::move(item)}));
    // Clients that look for trades in one message look for states of orders in another one.
    if (event.execution != nullptr && order.status == OrderStatus::Filled)
        messages.push_back(Json::array({order_item(hall, order, "filled", event.at)}));
    return messages;
}

Json open_order_items(const Hall& hall, const Client& client) {
    auto items = Json::array();
    for (const auto* order : client.orders.open())
        items.push_back(order_item(hall, *order, "new", order->changed));
    return items;
}

Json last_execution_items(const Hall& hall, const Client& client) {
    constexpr std::size_t most = 50;
    const auto& all = client.orders.executions();
    auto items = Json::array();
    for (auto i = all.size() - std::min(most, all.size()); i < all.size(); ++i)
        items.push_back(past_execution(hall, client, all[i]));
    return items;
}

Json balance_snapshot(const Hall& hall, const Client& client) {
    auto items = Json::array();
    const auto& assets = hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const auto total = money(hall.holding(client, {static_cast<std::uint16_t>(i)}).total);
        auto wallet = Json{{"type", "spot"}, {"id", "main"}, {"balance", total}};
        items.push_back({{"asset", assets[i]},
                         {"asset_class", "currency"},
                         {"balance", total},
                         {"wallets", Json::array({std::move(wallet)})}});
    }
    return items;
}

Json balance_items(const Hall& hall, const Client& client, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    const bool buy = execution.side == core::Side::Buy;
    const auto units = instrument.units(execution.qty);
    auto items = Json::array();
    for (const auto asset : {instrument.base, instrument.quote}) {
        const bool base = asset == instrument.base;
        const auto amount = base ? units : execution.quote;
        items.push_back(
            {{"ledger_id", trade_name(execution)},
             {"ref_id", trade_name(execution)},
             {"timestamp", date_text(execution.at)},
             {"type", "trade"},
             {"asset", hall.catalog().name(asset)},
             {"asset_class", "currency"},
             {"category", "trade"},
             {"wallet_type", "spot"},
             {"wallet_id", "main"},
             {"amount", money(buy == base ? amount : -amount)},
             {"fee", money(asset == execution.fee_asset ? execution.fee : core::Money{})},
             {"balance", money(hall.holding(client, asset).total)}});
    }
    return items;
}

}  // namespace nightjar::exchange::kraken
