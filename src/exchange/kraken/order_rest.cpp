/// Orders: placed, changed, cancelled.

#include "exchange/errc.hpp"
#include "exchange/kraken/handlers.hpp"
#include "exchange/kraken/order_json.hpp"
#include "exchange/kraken/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

namespace {

/// The younger an order, the more it costs to touch it.
struct Price {
    core::Duration younger_than;
    std::int64_t amend;
    std::int64_t cancel;
};
constexpr std::array prices{
    Price{core::seconds(5), 4, 8},  Price{core::seconds(10), 3, 6}, Price{core::seconds(15), 2, 5},
    Price{core::seconds(45), 1, 4}, Price{core::seconds(90), 1, 2}, Price{core::seconds(300), 1, 1},
};

Price price_of(const Order& order, core::Time now) {
    for (const auto& price : prices)
        if (now - order.made < price.younger_than) return price;
    return {{}, 1, 0};
}

Asked<const Order*> place(Office& office, Client& client, Terms terms) {
    if (!order_count(office, client, terms.instrument).take(1, office.hall.now()))
        return refuse("EOrder:Rate limit exceeded");
    const auto order = office.hall.place(client, std::move(terms));
    if (!order) return refuse(order.error());
    return *order;
}

Asked<void> cancel(Office& office, Client& client, const Order& order) {
    const auto now = office.hall.now();
    order_count(office, client, order.terms.instrument).charge(price_of(order, now).cancel, now);
    const auto gone = office.hall.cancel(client, order.id);
    if (!gone) return refuse(gone.error());
    return {};
}

Json placed_json(const Office& office, const Order& order) {
    Json json{{"txid", Json::array({order_name(order.id)})},
              {"descr", {{"order", description(office.hall, order.terms)}}}};
    if (const auto name = client_name(order); !name.empty()) json["cl_ord_id"] = name;
    return json;
}

/// All open orders with that mark.
std::vector<core::OrderId> marked(const Client& client, std::string_view mark) {
    std::vector<core::OrderId> ids;
    for (const auto* order : client.orders.open())
        if (order->terms.tag == mark) ids.push_back(order->id);
    return ids;
}

bool is_mark(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Answer add_order(Office& office, const Call& call) {
    NJ_TRY(terms, read_terms(office, call.params));
    if (call.params.flag("validate")) {
        if (const auto taken = office.hall.check(*call.client, terms); !taken)
            return refuse(taken.error());
        return Json{{"descr", {{"order", description(office.hall, terms)}}}};
    }
    NJ_TRY(order, place(office, *call.client, std::move(terms)));
    return placed_json(office, *order);
}

Answer add_orders(Office& office, const Call& call) {
    constexpr std::size_t most = 15;
    const auto wanted = call.batch == nullptr ? Json{} : call.batch->value("orders", Json{});
    if (!wanted.is_array() || wanted.size() < 2 || wanted.size() > most) return invalid("orders");
    auto rows = Json::array();
    for (const auto& item : wanted) {
        auto params = Params::of(item);
        for (const auto* shared : {"pair", "validate", "deadline"})
            if (const auto value = call.params.find(shared))
                params.set(shared, std::string{*value});
        auto placed = add_order(office, {params, call.client});
        if (!placed) {
            rows.push_back({{"error", placed.error().text}});
            continue;
        }
        // Of a batch each has one name.
        if (placed->contains("txid")) {
            const auto name = (*placed)["txid"][0];
            (*placed)["txid"] = name;
        }
        rows.push_back(*std::move(placed));
    }
    return Json{{"orders", std::move(rows)}};
}

Answer amend_order(Office& office, const Call& call) {
    NJ_TRY(order, need_order(call));
    const auto& instrument = office.hall.catalog()[order->terms.instrument];
    auto price = order->terms.price;
    auto qty = order->terms.qty;
    if (call.params.find("limit_price")) {
        NJ_TRY(wanted, read_price(instrument, call.params, "limit_price"));
        price = wanted;
    }
    if (call.params.find("order_qty")) {
        NJ_TRY(wanted, read_qty(instrument, call.params, "order_qty"));
        qty = wanted;
    }
    const auto now = office.hall.now();
    const auto points = price_of(*order, now).amend;
    if (!order_count(office, *call.client, instrument.id).take(points, now))
        return refuse("EOrder:Rate limit exceeded");
    const auto side = order->terms.side;
    const auto best = office.hall.view(instrument.id).best(opposite(side));
    const bool takes = best && (side == core::Side::Buy ? price >= *best : price <= *best);
    if (takes && call.params.flag("post_only")) return refuse("EOrder:Post only order");
    const auto amended = office.hall.amend(*call.client, order->id, price, qty);
    if (!amended) return refuse(amended.error());
    auto name = order_name({(*amended)->id.value ^ static_cast<std::uint64_t>(now.ns)});
    name.front() = 'T';
    return Json{{"amend_id", std::move(name)}};
}

/// The older way: the order goes, and another one with what is left of its terms comes.
Answer edit_order(Office& office, const Call& call) {
    NJ_TRY(view, need_pair(office, call.params));
    NJ_TRY(order, need_order(call));
    const auto& instrument = view->instrument();
    auto terms = order->terms;
    if (terms.instrument != instrument.id || !is_open(order->status))
        return refuse("EOrder:Unknown order");
    terms.client_id.clear();
    terms.post_only = call.params.find("oflags").value_or(std::string_view{}).contains("post");
    if (call.params.find("volume")) {
        NJ_TRY(qty, read_qty(instrument, call.params, "volume"));
        terms.qty = qty;
    }
    if (call.params.find("price")) {
        NJ_TRY(price, read_price(instrument, call.params, "price"));
        (terms.trigger ? terms.trigger->price : terms.price) = price;
    }
    // What the order holds is free for the other one: only funds cannot be told before.
    const auto taken = office.hall.check(*call.client, terms);
    if (!taken && taken.error().code.value != static_cast<int>(Errc::InsufficientFunds))
        return refuse(taken.error());
    const auto before = order->id;
    NJ_TRY(cancel(office, *call.client, *order));
    NJ_TRY(placed, place(office, *call.client, std::move(terms)));
    auto json = placed_json(office, *placed);
    json["txid"] = order_name(placed->id);
    json.update({{"originaltxid", order_name(before)},
                 {"volume", qty_text(placed->terms.qty, instrument)},
                 {"price", price_text(placed->terms.price, instrument)},
                 {"orders_cancelled", 1},
                 {"status", "ok"}});
    return json;
}

Answer cancel_order(Office& office, const Call& call) {
    if (const auto mark = call.params.find("txid"); mark && is_mark(*mark)) {
        const auto ids = marked(*call.client, *mark);
        if (ids.empty()) return refuse("EOrder:Unknown order");
        for (const auto id : ids)
            NJ_TRY(cancel(office, *call.client, *std::as_const(call.client->orders).find(id)));
        return Json{{"count", ids.size()}};
    }
    NJ_TRY(order, need_order(call));
    NJ_TRY(cancel(office, *call.client, *order));
    return Json{{"count", 1}};
}

Answer cancel_orders(Office& office, const Call& call) {
    constexpr std::size_t most = 50;
    if (call.batch == nullptr) return invalid("orders");
    std::size_t seen = 0;
    std::size_t count = 0;
    for (const auto& [list, field] :
         {std::pair{"orders", "txid"}, std::pair{"cl_ord_ids", "cl_ord_id"}}) {
        const auto names = call.batch->value(list, Json::array());
        if (!names.is_array()) return invalid(list);
        for (const auto& item : names) {
            const bool wrapped = item.is_object() && item.contains(field);
            const auto& name = wrapped ? item.at(field) : item;
            if (!name.is_string() || ++seen > most) return invalid(list);
            Params params;
            params.set(field, name.get<std::string>());
            if (const auto gone = cancel_order(office, {params, call.client}))
                count += gone->value("count", std::size_t{});
        }
    }
    return Json{{"count", count}};
}

Answer cancel_all(Office& office, const Call& call) {
    return Json{{"count", office.hall.cancel_all(*call.client, std::nullopt).size()}};
}

Answer cancel_all_after(Office& office, const Call& call) {
    constexpr std::uint64_t longest = 86'400;
    NJ_TRY(seconds, call.params.number("timeout"));
    if (!seconds || *seconds > longest) return invalid("timeout");
    const auto now = office.hall.now();
    const auto at = now + core::seconds(static_cast<std::int64_t>(*seconds));
    office.hall.cancel_after(*call.client, std::nullopt,
                             *seconds == 0 ? std::nullopt : std::optional{at});
    return Json{{"currentTime", date_text(now)},
                {"triggerTime", *seconds == 0 ? "0" : date_text(at)}};
}

}  // namespace nightjar::exchange::kraken
