/// Orders and fills, asked for. Lists begin with the newest; a cursor says where the next goes on.

#include "exchange/bybit/handlers.hpp"
#include "exchange/bybit/order_json.hpp"
#include "exchange/bybit/terms.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

namespace nightjar::exchange::bybit {

namespace {

constexpr std::size_t usual_orders = 20;
constexpr std::size_t most_orders = 50;
constexpr std::size_t most_closed = 500;

struct Window {
    core::Time from;
    core::Time to;

    [[nodiscard]] bool holds(core::Time at) const { return at >= from && at <= to; }
};

/// The last week where none is asked for, and never more than that.
core::Result<Window> read_window(const Hall& hall, const Args& args) {
    constexpr auto longest = core::days(7);
    NJ_TRY(from, args.time("startTime"));
    NJ_TRY(to, args.time("endTime"));
    const auto last = to     ? *to + core::milliseconds(1) - core::nanoseconds(1)
                      : from ? std::min(*from + longest, hall.now())
                             : hall.now();
    const auto first = from.value_or(last - longest);
    if (last - first > longest + core::milliseconds(1))
        return core::fail(Errc::BadRequest, "params error: more than 7 days are asked for");
    return Window{first, last};
}

bool named(const Order& order, const Args& args) {
    const auto id = args.find("orderId");
    const auto name = args.find("orderLinkId");
    return (!id || *id == std::to_string(order.id.value)) &&
           (!name || *name == order.terms.client_id);
}

/// A fill, or a payment of funding, which the venue has among the executions.
struct Told {
    core::Time at;
    core::InstrumentId instrument;
    core::OrderId order;
    std::string name;  ///< of cursors: trades of two instruments may have one number
    const Execution* execution{};
    const Payment* payment{};
};

/// The newest first.
std::vector<Told> told_to(const Client& client) {
    std::vector<Told> executions;
    for (const auto& execution : client.orders.executions())
        executions.push_back({execution.at, execution.instrument, execution.order,
                              fmt::format("{}_{}", execution.id.value, execution.order.value),
                              &execution, nullptr});
    std::vector<Told> payments;
    for (const auto& payment : client.funding)
        payments.push_back({payment.at,
                            payment.instrument,
                            {payment.id},
                            fmt::format("funding_{}", payment.id),
                            nullptr,
                            &payment});
    std::vector<Told> all;
    std::ranges::merge(executions, payments, std::back_inserter(all), {}, &Told::at, &Told::at);
    std::ranges::reverse(all);
    return all;
}

Said page_of(const Args& args, Json rows, std::string cursor) {
    return {{{"category", args.get("category")},
             {"nextPageCursor", std::move(cursor)},
             {"list", std::move(rows)}}};
}

/// Those that `wanted` lets through.
template <class Wanted>
Answer list_orders(const Office& office, const Call& call, Wanted wanted) {
    NJ_TRY(limit, call.args.rows("limit", usual_orders, most_orders));
    NJ_TRY(cursor, call.args.number("cursor"));
    const auto& catalog = office.hall.catalog();
    auto rows = Json::array();
    std::string next;
    for (const auto& [id, order] : std::views::reverse(call.client->orders.all())) {
        if (cursor && static_cast<std::int64_t>(id.value) >= *cursor) continue;
        if (!wanted(order) || !named(order, call.args)) continue;
        if (!fits(office.hall, catalog[order.terms.instrument], call.args)) continue;
        rows.push_back(order_json(office.hall, order));
        if (rows.size() < limit) continue;
        next = std::to_string(id.value);
        break;
    }
    return page_of(call.args, std::move(rows), std::move(next));
}

}  // namespace

Answer open_orders(Office& office, const Call& call) {
    NJ_TRY(linear, need_linear(call.args));
    const auto& args = call.args;
    if (linear && !args.find("symbol") && !args.find("baseCoin") && !args.find("settleCoin"))
        return core::fail(Errc::BadRequest, "params error: symbol, baseCoin or settleCoin");
    NJ_TRY(open_only, args.number("openOnly"));
    // By its name an order that has ended is found too; so are they all where that is asked for.
    const bool ended =
        args.find("orderId") || args.find("orderLinkId") || open_only.value_or(0) > 0;
    std::size_t closed = 0;
    return list_orders(office, call, [&](const Order& order) {
        return is_open(order.status) || (ended && ++closed <= most_closed);
    });
}

Answer order_history(Office& office, const Call& call) {
    if (const auto known = need_linear(call.args); !known) return std::unexpected{known.error()};
    NJ_TRY(window, read_window(office.hall, call.args));
    return list_orders(office, call, [&](const Order& order) {
        return !is_open(order.status) && window.holds(order.made);
    });
}

Answer executions(Office& office, const Call& call) {
    constexpr std::size_t usual = 50;
    constexpr std::size_t most = 100;
    if (const auto known = need_linear(call.args); !known) return std::unexpected{known.error()};
    NJ_TRY(window, read_window(office.hall, call.args));
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    const auto after = call.args.find("cursor");
    const auto kind = call.args.find("execType");
    const auto& catalog = office.hall.catalog();
    const bool asked_for_one = call.args.find("orderId") || call.args.find("orderLinkId");
    bool begun = !after;
    auto rows = Json::array();
    std::string next;
    for (const auto& told : told_to(*call.client)) {
        if (!fits(office.hall, catalog[told.instrument], call.args)) continue;
        if (!begun) {
            begun = told.name == *after;
            continue;
        }
        const auto* order = call.client->orders.find(told.order);
        const bool wanted = order != nullptr ? named(*order, call.args) : !asked_for_one;
        if (!wanted || !window.holds(told.at)) continue;
        auto row = told.execution != nullptr
                       ? execution_json(office.hall, *call.client, *told.execution)
                       : funding_json(office.hall, *told.payment);
        if (kind && row["execType"] != *kind) continue;
        rows.push_back(std::move(row));
        if (rows.size() < limit) continue;
        next = told.name;
        break;
    }
    return page_of(call.args, std::move(rows), std::move(next));
}

}  // namespace nightjar::exchange::bybit
