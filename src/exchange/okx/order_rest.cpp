/// Orders: placed, changed, cancelled, one by one or many at once. Each is answered for itself.

#include "exchange/okx/handlers.hpp"
#include "exchange/okx/order_json.hpp"
#include "exchange/okx/terms.hpp"

namespace nightjar::exchange::okx {

namespace {

Json said(const Hall& hall, const Args& args, const core::Result<const Order*>& order, Wish wish) {
    Json item{{"ordId", args.get("ordId")}, {"clOrdId", args.get("clOrdId")}};
    if (order)
        item = {{"ordId", std::to_string((*order)->id.value)}, {"clOrdId", own_name(**order)}};
    if (wish == Wish::Place) item["tag"] = args.get("tag");
    if (wish == Wish::Amend) item["reqId"] = args.get("reqId");
    item["ts"] = ms_text(hall.now());
    put_verdict(item, wish, order);
    return item;
}

core::Result<const Order*> place(Hall& hall, Client& client, const Args& args) {
    NJ_TRY(terms, read_terms(hall, args));
    return hall.place(client, std::move(terms));
}

core::Result<const Order*> cancel(Hall& hall, Client& client, const Args& args) {
    NJ_TRY(order, need_order(hall, client, args));
    return hall.cancel(client, order->id);
}

core::Result<const Order*> amend(Hall& hall, Client& client, const Args& args) {
    NJ_TRY(order, need_order(hall, client, args));
    const auto& instrument = hall.catalog()[order->terms.instrument];
    auto price = order->terms.price;
    auto qty = order->terms.qty;
    if (!args.find("newSz") && !args.find("newPx"))
        return core::fail(Errc::BadRequest, "Parameter newSz or newPx error");
    if (args.find("newPx")) {
        NJ_TRY(wanted, read_price(instrument, args, "newPx"));
        price = wanted;
    }
    if (args.find("newSz")) {
        NJ_TRY(wanted, read_qty(instrument, args, "newSz"));
        qty = wanted;
    }
    return hall.amend(client, order->id, price, qty);
}

using Deed = core::Result<const Order*> (*)(Hall&, Client&, const Args&);

Json each(Hall& hall, const Call& call, Wish wish, Deed deed) {
    auto items = Json::array();
    for (const auto& args : call.items)
        items.push_back(said(hall, args, deed(hall, *call.client, args), wish));
    return items;
}

}  // namespace

Answer place_orders(Hall& hall, const Call& call) { return each(hall, call, Wish::Place, place); }

Answer cancel_orders(Hall& hall, const Call& call) {
    return each(hall, call, Wish::Cancel, cancel);
}

Answer amend_orders(Hall& hall, const Call& call) { return each(hall, call, Wish::Amend, amend); }

Answer cancel_all_after(Hall& hall, const Call& call) {
    constexpr std::int64_t shortest = 10;
    constexpr std::int64_t longest = 120;
    NJ_TRY(seconds, call.args.number("timeOut"));
    if (!seconds || (*seconds != 0 && (*seconds < shortest || *seconds > longest)))
        return core::fail(Errc::BadRequest, "Parameter timeOut error");
    const auto at = hall.now() + core::seconds(*seconds);
    hall.cancel_after(*call.client, std::nullopt, *seconds == 0 ? std::nullopt : std::optional{at});
    return Json::array({{{"triggerTime", *seconds == 0 ? "0" : ms_text(at)},
                         {"tag", ""},
                         {"ts", ms_text(hall.now())}}});
}

}  // namespace nightjar::exchange::okx
