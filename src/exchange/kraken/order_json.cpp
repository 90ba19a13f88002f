#include "exchange/kraken/order_json.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/exact_json.hpp"
#include "exchange/kraken/terms.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::kraken {

namespace {

std::string_view status_text(const Order& order) {
    if (is_open(order.status)) return "open";
    return order.status == OrderStatus::Filled ? "closed" : "canceled";
}

std::string flags_text(const Terms& terms) {
    std::string flags{"fciq"};
    if (terms.post_only) flags += ",post";
    if (terms.spend) flags += ",viqc";
    return flags;
}

struct Prices {
    std::string first{"0"};
    std::string second{"0"};
};

Prices prices_of(const core::Instrument& instrument, const Terms& terms) {
    Prices prices;
    const bool limit = terms.type == core::OrderType::Limit;
    if (terms.trigger) prices.first = price_text(terms.trigger->price, instrument);
    if (limit) (terms.trigger ? prices.second : prices.first) = price_text(terms.price, instrument);
    return prices;
}

Json mark_json(const Terms& terms) { return terms.tag.empty() ? Json(0) : exact_number(terms.tag); }

}  // namespace

std::string description(const Hall& hall, const Terms& terms) {
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto prices = prices_of(instrument, terms);
    auto text = fmt::format("{} {} {} @ {}", side_text(terms.side),
                            terms.spend ? to_string(*terms.spend) : qty_text(terms.qty, instrument),
                            pair_name(hall, instrument), terms.kind);
    if (prices.first != "0") text += " " + prices.first;
    if (prices.second != "0") text += " -> limit " + prices.second;
    return text;
}

core::Money average_price(const Hall& hall, const Order& order) {
    return average(order.quote, hall.catalog()[order.terms.instrument].units(order.filled));
}

Json order_json(const Hall& hall, const Client& client, const Order& order, bool with_trades) {
    const auto& terms = order.terms;
    const auto& instrument = hall.catalog()[terms.instrument];
    const auto prices = prices_of(instrument, terms);
    const bool limit_too = terms.trigger && terms.type == core::OrderType::Limit;
    Json json{{"refid", nullptr}, {"userref", mark_json(terms)}};
    if (const auto name = client_name(order); !name.empty()) json["cl_ord_id"] = name;
    json.update({{"status", status_text(order)},
                 {"reason", nullptr},
                 {"opentm", seconds_number(order.made)},
                 {"starttm", 0},
                 {"expiretm", 0},
                 {"descr",
                  {{"pair", pair_name(hall, instrument)},
                   {"type", side_text(terms.side)},
                   {"ordertype", terms.kind},
                   {"price", prices.first},
                   {"price2", prices.second},
                   {"leverage", "none"},
                   {"order", description(hall, terms)},
                   {"close", ""}}},
                 {"vol", qty_text(terms.qty, instrument)},
                 {"vol_exec", qty_text(order.filled, instrument)},
                 {"cost", to_string(order.quote)},
                 {"fee", to_string(order.fee)},
                 {"price", to_string(average_price(hall, order))},
                 {"stopprice", terms.trigger ? prices.first : "0.00000000"},
                 {"limitprice", limit_too ? prices.second : "0.00000000"},
                 {"misc", ""},
                 {"oflags", flags_text(terms)}});
    if (!is_open(order.status)) {
        json["closetm"] = seconds_number(order.changed);
        if (order.status != OrderStatus::Filled) json["reason"] = reason_text(order);
    }
    if (!with_trades) return json;
    auto names = Json::array();
    for (const auto& execution : client.orders.executions())
        if (execution.order == order.id) names.push_back(trade_name(execution));
    json["trades"] = std::move(names);
    return json;
}

Json execution_json(const Hall& hall, const Client& client, const Execution& execution) {
    const auto& instrument = hall.catalog()[execution.instrument];
    const auto* order = client.orders.find(execution.order);
    return {{"ordertxid", order_name(execution.order)},
            {"postxid", ""},
            {"pair", pair_key(hall, instrument)},
            {"time", seconds_number(execution.at)},
            {"type", side_text(execution.side)},
            {"ordertype", order == nullptr ? "limit" : order->terms.kind},
            {"price", price_text(execution.price, instrument)},
            {"cost", to_string(execution.quote)},
            {"fee", to_string(execution.fee)},
            {"vol", qty_text(execution.qty, instrument)},
            {"margin", "0.00000"},
            {"misc", ""},
            {"trade_id", execution.id.value},
            {"maker", execution.maker}};
}

}  // namespace nightjar::exchange::kraken
