/// Orders: placed, asked for, changed, cancelled.

#include "exchange/binance/handlers.hpp"
#include "exchange/binance/order_json.hpp"
#include "exchange/binance/terms.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

namespace {

constexpr std::size_t usual_rows = 500;
constexpr std::size_t most_rows = 1'000;

Detail detail_of(const Params& params) {
    const auto wanted = params.find("newOrderRespType");
    if (wanted == "ACK") return Detail::Ack;
    if (wanted == "RESULT") return Detail::Result;
    if (wanted == "FULL") return Detail::Full;
    const auto type = params.find("type");
    return type == "LIMIT" || type == "MARKET" ? Detail::Full : Detail::Ack;
}

Answer cancelled(Office& office, Client& client, core::OrderId id, const Params& params,
                 std::string_view name_of_cancel) {
    NJ_TRY(name, client_id_or(params, name_of_cancel, fmt::format("cancel_{}", id.value)));
    const auto order = office.hall.cancel(client, id, name);
    if (!order) return refused(office.market, Wish::Cancel, order.error());
    return cancelled_json(office, **order);
}

std::string cancel_replace_data(const Answer& cancel, const Answer* placed) {
    Json data;
    data["cancelResult"] = cancel ? "SUCCESS" : "FAILURE";
    data["newOrderResult"] = placed == nullptr ? "NOT_ATTEMPTED" : *placed ? "SUCCESS" : "FAILURE";
    data["cancelResponse"] = cancel ? *cancel : to_json(cancel.error());
    data["newOrderResponse"] = placed == nullptr ? Json{}
                               : *placed         ? **placed
                                                 : to_json(placed->error());
    return data.dump();
}

/// Those that wait for their triggers are left alone.
Json cancel_awake(Office& office, const Call& call, const MarketView& view) {
    for (const auto* order : std::as_const(call.client->orders).open(view.instrument().id))
        if (!order->asleep()) (void)office.hall.cancel(*call.client, order->id);
    return {{"code", 200}, {"msg", "The operation of cancel all open order is done."}};
}

Asked<core::OrderId> order_to_replace(const Office& office, const Call& call) {
    NJ_TRY(id, call.params.number("cancelOrderId"));
    if (id) return core::OrderId{static_cast<std::uint64_t>(*id)};
    NJ_TRY(name, call.params.need("cancelOrigClientOrderId"));
    const auto* order = std::as_const(call.client->orders).find(name);
    if (order != nullptr) return order->id;
    return refused(office.market, Wish::Cancel, core::Error{Errc::UnknownOrder, "not known"});
}

Answer replace_cancelled(Office& office, const Call& call) {
    NJ_TRY(id, order_to_replace(office, call));
    return cancelled(office, *call.client, id, call.params, "cancelNewClientOrderId");
}

}  // namespace

Answer place_order(Office& office, const Call& call) {
    NJ_TRY(terms, read_terms(office, call.params));
    const auto order = office.hall.place(*call.client, std::move(terms));
    if (!order) return refused(office.market, Wish::Place, order.error());
    return placed_json(office, *call.client, **order, detail_of(call.params));
}

Answer test_order(Office& office, const Call& call) {
    NJ_TRY(terms, read_terms(office, call.params));
    const auto taken = office.hall.check(*call.client, std::move(terms));
    if (!taken) return refused(office.market, Wish::Place, taken.error());
    return Json::object();
}

Answer query_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(office, call, Wish::Query));
    return order_json(office, *order);
}

Answer cancel_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(office, call, Wish::Cancel));
    return cancelled(office, *call.client, order->id, call.params, "newClientOrderId");
}

Answer open_orders(Office& office, const Call& call) {
    NJ_TRY(instrument, symbol_of(office, call.params));
    const auto& orders = std::as_const(call.client->orders);
    auto rows = Json::array();
    for (const auto* order : instrument ? orders.open(*instrument) : orders.open())
        if (in_market(office.market, *order)) rows.push_back(order_json(office, *order));
    return rows;
}

Answer cancel_open_orders(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    if (office.market == Market::UsdFutures) return cancel_awake(office, call, *view);
    const auto ids = office.hall.cancel_all(*call.client, view->instrument().id);
    if (ids.empty())
        return refused(office.market, Wish::Cancel,
                       core::Error{Errc::UnknownOrder, "none is open"});
    auto rows = Json::array();
    for (const auto id : ids)
        rows.push_back(cancelled_json(office, *std::as_const(call.client->orders).find(id)));
    return rows;
}

Answer all_orders(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(first, call.params.number("orderId"));
    NJ_TRY(from, call.params.time("startTime"));
    NJ_TRY(to, call.params.time("endTime"));
    NJ_TRY(limit, call.params.limit(usual_rows, most_rows));
    std::vector<const Order*> found;
    for (const auto& [id, order] : call.client->orders.all()) {
        if (order.terms.instrument != view->instrument().id) continue;
        if (!in_market(office.market, order)) continue;
        if (first && id.value < static_cast<std::uint64_t>(*first)) continue;
        if ((from && order.made < *from) || (to && order.made > *to)) continue;
        found.push_back(&order);
    }
    const auto skipped = first || from ? 0 : found.size() - std::min(limit, found.size());
    auto rows = Json::array();
    for (auto i = skipped; i < found.size() && rows.size() < limit; ++i)
        rows.push_back(order_json(office, *found[i]));
    return rows;
}

Answer cancel_replace(Office& office, const Call& call) {
    NJ_TRY(mode, call.params.need("cancelReplaceMode"));
    if (mode != "STOP_ON_FAILURE" && mode != "ALLOW_FAILURE") return illegal("cancelReplaceMode");
    const auto cancel = replace_cancelled(office, call);
    constexpr int failed = -2022;
    constexpr int half_done = -2021;
    constexpr unsigned conflict = 409;
    const std::string all_failed{"Order cancel-replace failed."};
    if (!cancel && mode == "STOP_ON_FAILURE")
        return std::unexpected{
            Refusal{failed, all_failed, 400, cancel_replace_data(cancel, nullptr)}};
    const auto placed = place_order(office, call);
    const auto data = cancel_replace_data(cancel, &placed);
    if (cancel && placed) return Json::parse(data);
    if (!cancel && !placed) return std::unexpected{Refusal{failed, all_failed, 400, data}};
    return std::unexpected{
        Refusal{half_done, "Order cancel-replace partially failed.", conflict, data}};
}

Answer amend_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(office, call, Wish::Amend));
    const auto& instrument = office.hall.catalog()[order->terms.instrument];
    NJ_TRY(price, read_price(office, instrument, call.params, "price"));
    NJ_TRY(qty, read_qty(office, instrument, call.params, "quantity"));
    if (price == order->terms.price && qty == order->terms.qty)
        return refuse(-5027, "No need to modify the order.");
    const auto amended = office.hall.amend(*call.client, order->id, price, qty);
    if (!amended) return refused(office.market, Wish::Amend, amended.error());
    return order_json(office, **amended);
}

Answer countdown(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(ms, call.params.number("countdownTime"));
    if (!ms) return refuse(-1102, "Mandatory parameter 'countdownTime' was not sent.");
    constexpr std::int64_t longest = 1'000'000'000;
    if (*ms > longest) return illegal("countdownTime");
    const auto at =
        *ms == 0 ? std::nullopt : std::optional{office.hall.now() + core::milliseconds(*ms)};
    office.hall.cancel_after(*call.client, view->instrument().id, at);
    return Json{{"symbol", view->instrument().symbol}, {"countdownTime", std::to_string(*ms)}};
}

Answer executions(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(order, call.params.number("orderId"));
    NJ_TRY(first, call.params.number("fromId"));
    NJ_TRY(from, call.params.time("startTime"));
    NJ_TRY(to, call.params.time("endTime"));
    NJ_TRY(limit, call.params.limit(usual_rows, most_rows));
    std::vector<const Execution*> found;
    for (const auto& execution : call.client->orders.executions()) {
        if (execution.instrument != view->instrument().id) continue;
        if (order && execution.order.value != static_cast<std::uint64_t>(*order)) continue;
        if (first && execution.id.value < static_cast<std::uint64_t>(*first)) continue;
        if ((from && execution.at < *from) || (to && execution.at > *to)) continue;
        found.push_back(&execution);
    }
    const auto skipped = first || from ? 0 : found.size() - std::min(limit, found.size());
    auto rows = Json::array();
    for (auto i = skipped; i < found.size() && rows.size() < limit; ++i)
        rows.push_back(execution_json(office, *found[i]));
    return rows;
}

}  // namespace nightjar::exchange::binance
