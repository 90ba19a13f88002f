/// Orders: placed, changed, cancelled. Answers name the order only; what became of it is told by
/// the stream.

#include "exchange/bybit/handlers.hpp"
#include "exchange/bybit/order_json.hpp"
#include "exchange/bybit/terms.hpp"

namespace nightjar::exchange::bybit {

namespace {

Json names_of(const Order& order) {
    return {{"orderId", std::to_string(order.id.value)}, {"orderLinkId", own_name(order)}};
}

core::Result<const Order*> place(Office& office, Client& client, const Args& args) {
    NJ_TRY(terms, read_terms(office.hall, args));
    return office.hall.place(client, std::move(terms));
}

}  // namespace

Answer create_order(Office& office, const Call& call) {
    NJ_TRY(order, place(office, *call.client, call.args));
    return Said{names_of(*order)};
}

Answer create_batch(Office& office, const Call& call) {
    NJ_TRY(linear, need_linear(call.args));
    auto rows = Json::array();
    auto words = Json::array();
    for (const auto& args : call.items) {
        const auto order = place(office, *call.client, args);
        Json row{{"category", args.get("category")}, {"symbol", args.get("symbol")}};
        row.update(order ? names_of(**order)
                         : Json{{"orderId", ""}, {"orderLinkId", args.get("orderLinkId")}});
        row["createAt"] = order ? ms_text(office.hall.now()) : "";
        const auto refusal = order ? Refusal{0, "OK"} : refusal_of(linear, order.error());
        rows.push_back(std::move(row));
        words.push_back({{"code", refusal.code}, {"msg", refusal.text}});
    }
    return Said{{{"list", std::move(rows)}}, {{"list", std::move(words)}}};
}

Answer amend_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(office.hall, *call.client, call.args));
    const auto& instrument = office.hall.catalog()[order->terms.instrument];
    auto price = order->terms.price;
    auto qty = order->terms.qty;
    if (const auto text = call.args.find("price")) {
        NJ_TRY(wanted, read_venue_price(*text, instrument));
        price = wanted;
    }
    if (const auto text = call.args.find("qty")) {
        NJ_TRY(wanted, read_venue_qty(*text, instrument));
        qty = wanted;
    }
    if (price == order->terms.price && qty == order->terms.qty)
        return core::fail(Errc::BadRequest, "order not modified");
    NJ_TRY(amended, office.hall.amend(*call.client, order->id, price, qty));
    return Said{names_of(*amended)};
}

Answer cancel_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(office.hall, *call.client, call.args));
    NJ_TRY(cancelled, office.hall.cancel(*call.client, order->id));
    return Said{names_of(*cancelled)};
}

Answer cancel_all(Office& office, const Call& call) {
    NJ_TRY(linear, need_linear(call.args));
    const auto& args = call.args;
    if (linear && !args.find("symbol") && !args.find("baseCoin") && !args.find("settleCoin"))
        return core::fail(Errc::BadRequest, "params error: symbol, baseCoin or settleCoin");
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        if (fits(office.hall, view.instrument(), args))
            for (const auto id : office.hall.cancel_all(*call.client, view.instrument().id))
                rows.push_back(names_of(*std::as_const(call.client->orders).find(id)));
    return Said{{{"list", std::move(rows)}, {"success", "1"}}};
}

Answer guard_disconnect(Office& office, const Call& call) {
    constexpr std::int64_t shortest = 3;
    constexpr std::int64_t longest = 300;
    NJ_TRY(seconds, call.args.number("timeWindow"));
    const auto product = call.args.find("product").value_or("OPTIONS");
    if (!seconds || *seconds < shortest || *seconds > longest ||
        (product != "SPOT" && product != "DERIVATIVES"))
        return core::fail(Errc::BadRequest, "params error: product or timeWindow invalid");
    auto& guards = product == "SPOT" ? office.guards.spot : office.guards.linear;
    guards.insert_or_assign(call.client->account, core::seconds(*seconds));
    return Said{Json::object()};
}

}  // namespace nightjar::exchange::bybit
