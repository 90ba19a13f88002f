/// Orders and executions: those that are open, and those that were.

#include "exchange/kraken/handlers.hpp"
#include "exchange/kraken/order_json.hpp"
#include "exchange/kraken/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ranges>

namespace nightjar::exchange::kraken {

namespace {

constexpr std::size_t page = 50;

struct Span {
    std::optional<core::Time> after;  ///< not with it
    std::optional<core::Time> to;

    [[nodiscard]] bool has(core::Time at) const {
        return (!after || at > *after) && (!to || at <= *to);
    }
};

Asked<Span> read_span(const Params& params) {
    NJ_TRY(after, params.time("start"));
    NJ_TRY(to, params.time("end"));
    return Span{after, to};
}

/// Of that name, or of that mark, where it is asked for.
bool wanted(const Params& params, const Order& order) {
    const auto name = params.find("cl_ord_id");
    const auto mark = params.find("userref");
    return (!name || *name == order.terms.client_id) && (!mark || *mark == order.terms.tag);
}

}  // namespace

Answer open_orders(Office& office, const Call& call) {
    const bool with_trades = call.params.flag("trades");
    auto rows = Json::object();
    for (const auto* order : std::as_const(call.client->orders).open())
        if (wanted(call.params, *order))
            rows[order_name(order->id)] =
                order_json(office.hall, *call.client, *order, with_trades);
    return Json{{"open", std::move(rows)}};
}

Answer closed_orders(Office& office, const Call& call) {
    NJ_TRY(span, read_span(call.params));
    NJ_TRY(offset, call.params.number("ofs"));
    const bool with_trades = call.params.flag("trades");
    auto rows = Json::object();
    std::size_t count = 0;
    for (const auto& [id, order] : std::views::reverse(call.client->orders.all())) {
        if (is_open(order.status) || !wanted(call.params, order) || !span.has(order.changed))
            continue;
        if (count++ >= offset.value_or(0) && rows.size() < page)
            rows[order_name(id)] = order_json(office.hall, *call.client, order, with_trades);
    }
    return Json{{"closed", std::move(rows)}, {"count", count}};
}

Answer query_orders(Office& office, const Call& call) {
    NJ_TRY(names, call.params.need("txid"));
    const bool with_trades = call.params.flag("trades");
    auto rows = Json::object();
    for (const auto name : listed(names)) {
        const auto id = read_order_name(name);
        const auto* order = id ? std::as_const(call.client->orders).find(*id) : nullptr;
        if (order == nullptr || rows.size() == page) return refuse("EOrder:Invalid order");
        rows[std::string{name}] = order_json(office.hall, *call.client, *order, with_trades);
    }
    return rows;
}

Answer trades_history(Office& office, const Call& call) {
    NJ_TRY(span, read_span(call.params));
    NJ_TRY(offset, call.params.number("ofs"));
    auto rows = Json::object();
    std::size_t count = 0;
    for (const auto& execution : std::views::reverse(call.client->orders.executions())) {
        if (!span.has(execution.at)) continue;
        if (count++ >= offset.value_or(0) && rows.size() < page)
            rows[trade_name(execution)] = execution_json(office.hall, *call.client, execution);
    }
    return Json{{"trades", std::move(rows)}, {"count", count}};
}

Answer query_trades(Office& office, const Call& call) {
    NJ_TRY(names, call.params.need("txid"));
    auto rows = Json::object();
    for (const auto name : listed(names)) {
        const auto& all = call.client->orders.executions();
        const auto found = std::ranges::find_if(
            all, [name](const Execution& execution) { return trade_name(execution) == name; });
        if (found == all.end() || rows.size() == page) return refuse("EQuery:Invalid trade");
        rows[std::string{name}] = execution_json(office.hall, *call.client, *found);
    }
    return rows;
}

}  // namespace nightjar::exchange::kraken
