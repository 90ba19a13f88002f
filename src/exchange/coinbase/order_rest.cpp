/// Orders: placed, changed, cancelled, asked for.

#include "exchange/coinbase/office.hpp"
#include "exchange/coinbase/order_json.hpp"
#include "exchange/coinbase/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ranges>

namespace nightjar::exchange::coinbase {

namespace {

constexpr std::size_t usual_rows = 100;
constexpr std::size_t most_rows = 1'000;

Json placed_json(const Hall& hall, const Order& order) {
    return {{"success", true},
            {"failure_reason", "UNKNOWN_FAILURE_REASON"},
            {"order_id", order_name(order.id)},
            {"success_response",
             {{"order_id", order_name(order.id)},
              {"product_id", hall.catalog()[order.terms.instrument].symbol},
              {"side", side_text(order.terms.side)},
              {"client_order_id", order.terms.client_id}}},
            {"order_configuration", configuration(hall, order.terms)}};
}

Json refused_json(const Json& request, const Failure& failure) {
    return {{"success", false},
            {"failure_reason", "UNKNOWN_FAILURE_REASON"},
            {"order_id", ""},
            {"error_response",
             {{"error", failure.error},
              {"message", failure.text},
              {"error_details", ""},
              {"preview_failure_reason", failure.preview}}},
            {"order_configuration", request.value("order_configuration", Json::object())}};
}

Json edit_refused(const Failure& failure) {
    auto error =
        Json{{"edit_failure_reason", failure.error}, {"preview_failure_reason", failure.preview}};
    return {{"success", false}, {"errors", Json::array({std::move(error)})}};
}

/// The page before ended with that number.
Asked<std::uint64_t> cursor_of(const Params& params) {
    NJ_TRY(cursor, params.number("cursor"));
    return cursor.value_or(~std::uint64_t{});
}

bool named(const std::vector<std::string_view>& wanted, std::string_view name) {
    return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

/// "product_ids", or the older "product_id".
std::vector<std::string_view> products_of(const Params& params) {
    auto wanted = params.all("product_ids");
    for (const auto name : params.all("product_id")) wanted.push_back(name);
    return wanted;
}

}  // namespace

Answer create_order(Hall& hall, const Call& call) {
    constexpr std::size_t longest = 128;
    const auto name = text_of(*call.body, "client_order_id");
    if (name.empty() || name.size() > longest) return invalid("client_order_id is required");
    // Sent again, an order is the first one.
    if (const auto* known = std::as_const(call.client->orders).find(name))
        return placed_json(hall, *known);
    auto terms = read_terms(hall, *call.body);
    if (!terms) return refused_json(*call.body, terms.error());
    const auto order = hall.place(*call.client, *std::move(terms));
    if (!order) return refused_json(*call.body, failure_of(order.error()));
    return placed_json(hall, **order);
}

Answer edit_order(Hall& hall, const Call& call) {
    const auto id = read_order_name(text_of(*call.body, "order_id"));
    const auto* order = id ? std::as_const(call.client->orders).find(*id) : nullptr;
    if (order == nullptr) return edit_refused({"ORDER_NOT_FOUND", "", ""});
    if (order->terms.kind != "limit_limit_gtc")
        return edit_refused({"ONLY_LIMIT_ORDER_EDITS_SUPPORTED", "", ""});
    if (order->status == OrderStatus::Filled)
        return edit_refused({"ORDER_IS_FULLY_FILLED", "", ""});
    const auto& instrument = hall.catalog()[order->terms.instrument];
    const auto price = parse_price(text_of(*call.body, "price"), instrument);
    const auto qty = parse_qty(text_of(*call.body, "size"), instrument);
    if (!price) return edit_refused({"INVALID_EDITED_PRICE", "", ""});
    if (!qty) return edit_refused({"INVALID_EDITED_SIZE", "", ""});
    if (*qty <= order->filled) return edit_refused({"CANNOT_EDIT_TO_BELOW_FILLED_SIZE", "", ""});
    const auto amended = hall.amend(*call.client, order->id, *price, *qty);
    if (!amended) return edit_refused(edit_failure_of(amended.error()));
    return Json{{"success", true},
                {"success_response", {{"order_id", order_name(order->id)}}},
                {"errors", Json::array()}};
}

Answer cancel_orders(Hall& hall, const Call& call) {
    constexpr std::size_t most = 100;
    const auto names = call.body->value("order_ids", Json{});
    if (!names.is_array() || names.empty() || names.size() > most)
        return invalid("order_ids must have from 1 to 100 items");
    auto rows = Json::array();
    for (const auto& name : names) {
        const auto text = name.is_string() ? name.get<std::string>() : std::string{};
        const auto id = read_order_name(text);
        const bool gone = id && hall.cancel(*call.client, *id).has_value();
        rows.push_back(
            {{"success", gone},
             {"failure_reason", gone ? "UNKNOWN_CANCEL_FAILURE_REASON" : "UNKNOWN_CANCEL_ORDER"},
             {"order_id", text}});
    }
    return Json{{"results", std::move(rows)}};
}

Answer list_orders(Hall& hall, const Call& call) {
    const auto& params = call.params;
    NJ_TRY(limit, params.limit(usual_rows, most_rows));
    NJ_TRY(before, cursor_of(params));
    NJ_TRY(from, params.date("start_date"));
    NJ_TRY(to, params.date("end_date"));
    const auto products = products_of(params);
    const auto states = params.all("order_status");
    const auto side = params.find("order_side");
    auto rows = Json::array();
    std::string cursor;
    bool more = false;
    for (const auto& [id, order] : std::views::reverse(call.client->orders.all())) {
        if (id.value >= before || (from && order.made < *from) || (to && order.made > *to) ||
            !named(states, status_text(order)) || (side && *side != side_text(order.terms.side)) ||
            !named(products, hall.catalog()[order.terms.instrument].symbol))
            continue;
        more = rows.size() == limit;
        if (more) break;
        rows.push_back(order_json(hall, *call.client, order));
        cursor = std::to_string(id.value);
    }
    return Json{{"orders", std::move(rows)},
                {"sequence", "0"},
                {"has_next", more},
                {"cursor", more ? cursor : ""}};
}

Answer get_order(Hall& hall, const Call& call) {
    const auto id = read_order_name(call.name);
    const auto* order = id ? std::as_const(call.client->orders).find(*id) : nullptr;
    if (order == nullptr) return not_found("order with this orderID was not found");
    return Json{{"order", order_json(hall, *call.client, *order)}};
}

Answer list_fills(Hall& hall, const Call& call) {
    const auto& params = call.params;
    NJ_TRY(limit, params.limit(usual_rows, most_rows));
    NJ_TRY(skipped, params.number("cursor"));
    NJ_TRY(from, params.date("start_sequence_timestamp"));
    NJ_TRY(to, params.date("end_sequence_timestamp"));
    const auto products = products_of(params);
    auto orders = params.all("order_ids");
    for (const auto name : params.all("order_id")) orders.push_back(name);
    auto rows = Json::array();
    // Counted from the oldest: what happens meanwhile moves no page.
    const auto& all = call.client->orders.executions();
    auto left = skipped ? std::min<std::uint64_t>(*skipped, all.size()) : all.size();
    for (; left > 0 && rows.size() < limit; --left) {
        const auto& execution = all[left - 1];
        if ((from && execution.at < *from) || (to && execution.at > *to) ||
            !named(orders, order_name(execution.order)) ||
            !named(products, hall.catalog()[execution.instrument].symbol))
            continue;
        rows.push_back(fill_json(hall, *call.client, execution));
    }
    const bool more = left > 0 && rows.size() == limit;
    return Json{{"fills", std::move(rows)}, {"cursor", more ? std::to_string(left) : ""}};
}

}  // namespace nightjar::exchange::coinbase
