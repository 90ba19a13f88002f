/// Conditional orders, in the service that keeps them until they are triggered.

#include "exchange/okx/handlers.hpp"
#include "exchange/okx/order_json.hpp"
#include "exchange/okx/terms.hpp"

#include <algorithm>
#include <ranges>

namespace nightjar::exchange::okx {

namespace {

constexpr std::size_t page = 100;

core::Result<const Order*> need_algo(const Client& client, const Args& args) {
    NJ_TRY(id, args.number("algoId"));
    const auto name = args.find("algoClOrdId");
    if (!id && !name) return core::fail(Errc::BadRequest, "Parameter algoId error");
    const auto* order = id ? client.orders.find(order_of_algo(*id)) : client.orders.find(*name);
    if (order != nullptr && order->terms.trigger) return order;
    return core::fail(Errc::UnknownOrder, "not known");
}

Json said(const Args& args, const core::Result<const Order*>& order, Wish wish) {
    Json item{{"algoId", args.get("algoId")}, {"algoClOrdId", args.get("algoClOrdId")}};
    if (order) item["algoId"] = algo_id(**order);
    item["clOrdId"] = "";
    item["tag"] = args.get("tag");
    put_verdict(item, wish, order);
    return item;
}

core::Result<const Order*> place(Hall& hall, Client& client, const Args& args) {
    NJ_TRY(terms, read_algo_terms(hall, args));
    return hall.place(client, std::move(terms));
}

core::Result<const Order*> cancel(Hall& hall, Client& client, const Args& args) {
    NJ_TRY(order, need_algo(client, args));
    if (!order->asleep()) return core::fail(Errc::NotOpen, "it has been triggered");
    return hall.cancel(client, order->id);
}

/// "conditional,oco": one of these.
bool listed(std::string_view kinds, std::string_view kind) {
    return std::ranges::any_of(std::views::split(kinds, ','),
                               [kind](const auto& part) { return std::string_view{part} == kind; });
}

Answer list(const Hall& hall, const Call& call, bool open) {
    NJ_TRY(kinds, call.args.need("ordType"));
    NJ_TRY(rows_wanted, call.args.rows("limit", page, page));
    NJ_TRY(older_than, call.args.number("after"));
    auto rows = Json::array();
    for (const auto& [id, order] : std::views::reverse(call.client->orders.all())) {
        if (rows.size() == rows_wanted) break;
        const auto number = static_cast<std::int64_t>(algo_number(id));
        if (!order.terms.trigger || order.waits() != open || (older_than && number >= *older_than))
            continue;
        if (!listed(kinds, order.terms.kind)) continue;
        if (!fits(hall, hall.catalog()[order.terms.instrument], call.args)) continue;
        rows.push_back(algo_json(hall, order));
    }
    return rows;
}

}  // namespace

Answer place_algo(Hall& hall, const Call& call) {
    return Json::array({said(call.args, place(hall, *call.client, call.args), Wish::Place)});
}

Answer cancel_algos(Hall& hall, const Call& call) {
    auto items = Json::array();
    for (const auto& args : call.items)
        items.push_back(said(args, cancel(hall, *call.client, args), Wish::Cancel));
    return items;
}

Answer query_algo(Hall& hall, const Call& call) {
    NJ_TRY(order, need_algo(*call.client, call.args));
    return Json::array({algo_json(hall, *order)});
}

Answer pending_algos(Hall& hall, const Call& call) { return list(hall, call, true); }

Answer algo_history(Hall& hall, const Call& call) { return list(hall, call, false); }

}  // namespace nightjar::exchange::okx
