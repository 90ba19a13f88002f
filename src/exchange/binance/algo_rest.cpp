/// Conditional orders of futures, in the service that keeps them until they are triggered.

#include "exchange/binance/handlers.hpp"
#include "exchange/binance/order_json.hpp"
#include "exchange/binance/terms.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace nightjar::exchange::binance {

namespace {

Json ended(const Order& order) {
    return {{"algoId", algo_number(order.id)},
            {"clientAlgoId", order.terms.client_id},
            {"code", "200"},
            {"msg", "success"}};
}

}  // namespace

Answer place_algo(Office& office, const Call& call) {
    NJ_TRY(terms, read_algo_terms(office, call.params));
    const auto order = office.hall.place(*call.client, std::move(terms));
    if (!order) return refused(office.market, Wish::Place, order.error());
    return algo_json(office.hall, **order);
}

Answer query_algo(Office& office, const Call& call) {
    NJ_TRY(order, need_algo(office, call, Wish::Query));
    return algo_json(office.hall, *order);
}

Answer cancel_algo(Office& office, const Call& call) {
    NJ_TRY(order, need_algo(office, call, Wish::Cancel));
    if (!order->waits()) return refuse(-2011, "Unknown order sent.");
    const auto cancelled = office.hall.cancel(*call.client, order->id);
    if (!cancelled) return refused(office.market, Wish::Cancel, cancelled.error());
    return ended(**cancelled);
}

Answer open_algos(Office& office, const Call& call) {
    NJ_TRY(instrument, symbol_of(office, call.params));
    const auto& orders = std::as_const(call.client->orders);
    auto rows = Json::array();
    for (const auto* order : instrument ? orders.open(*instrument) : orders.open())
        if (order->waits()) rows.push_back(algo_json(office.hall, *order));
    return rows;
}

Answer all_algos(Office& office, const Call& call) {
    NJ_TRY(instrument, symbol_of(office, call.params));
    auto rows = Json::array();
    for (const auto& [id, order] : call.client->orders.all())
        if (order.terms.trigger && (!instrument || order.terms.instrument == *instrument))
            rows.push_back(algo_json(office.hall, order));
    return rows;
}

Answer cancel_open_algos(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    for (const auto* order : std::as_const(call.client->orders).open(view->instrument().id))
        if (order->waits()) (void)office.hall.cancel(*call.client, order->id);
    return Json{{"code", "200"}, {"msg", "The operation of cancel all open order is done."}};
}

}  // namespace nightjar::exchange::binance
