/// Orders and fills, asked for. Lists begin with the newest, and go on after what was the last.

#include "exchange/okx/handlers.hpp"
#include "exchange/okx/order_json.hpp"
#include "exchange/okx/terms.hpp"

#include <ranges>
#include <utility>

namespace nightjar::exchange::okx {

namespace {

constexpr std::size_t page = 100;

struct Window {
    std::optional<core::Time> from;
    std::optional<core::Time> to;
    std::size_t rows{};

    [[nodiscard]] bool holds(core::Time at) const {
        return (!from || at >= *from) && (!to || at <= *to);
    }
};

core::Result<Window> read_window(const Args& args) {
    NJ_TRY(from, args.time("begin"));
    NJ_TRY(to, args.time("end"));
    NJ_TRY(rows, args.rows("limit", page, page));
    // What happened within the last of these milliseconds is in it too.
    if (to) to = *to + core::milliseconds(1) - core::nanoseconds(1);
    return Window{from, to, rows};
}

Answer list_orders(const Hall& hall, const Call& call, bool open) {
    NJ_TRY(window, read_window(call.args));
    NJ_TRY(older_than, call.args.number("after"));
    NJ_TRY(newer_than, call.args.number("before"));
    const auto kind = call.args.find("ordType");
    auto rows = Json::array();
    for (const auto& [id, order] : std::views::reverse(call.client->orders.all())) {
        if (rows.size() == window.rows) break;
        const auto number = static_cast<std::int64_t>(id.value);
        if (order.asleep() || is_open(order.status) != open ||
            (older_than && number >= *older_than))
            continue;
        if ((newer_than && number <= *newer_than) || !window.holds(order.made)) continue;
        if (kind && *kind != order.terms.kind) continue;
        if (!fits(hall, hall.catalog()[order.terms.instrument], call.args)) continue;
        rows.push_back(order_json(hall, order));
    }
    return rows;
}

}  // namespace

Answer query_order(Hall& hall, const Call& call) {
    NJ_TRY(order, need_order(hall, *call.client, call.args));
    return Json::array({order_json(hall, *order)});
}

Answer pending_orders(Hall& hall, const Call& call) { return list_orders(hall, call, true); }

Answer order_history(Hall& hall, const Call& call) { return list_orders(hall, call, false); }

Answer fills(Hall& hall, const Call& call) {
    NJ_TRY(window, read_window(call.args));
    NJ_TRY(order, call.args.number("ordId"));
    const auto after = call.args.find("after");
    bool begun = !after;
    auto rows = Json::array();
    for (const auto& execution : std::views::reverse(call.client->orders.executions())) {
        if (rows.size() == window.rows) break;
        const bool last_told = !begun && bill_of(execution) == *after;
        if (!std::exchange(begun, begun || last_told)) continue;
        if (order && execution.order.value != static_cast<std::uint64_t>(*order)) continue;
        if (!window.holds(execution.at)) continue;
        if (!fits(hall, hall.catalog()[execution.instrument], call.args)) continue;
        rows.push_back(fill_json(hall, *call.client, execution));
    }
    return rows;
}

/// Of what changes a balance there is funding only; trades are told as fills.
Answer bills(Hall& hall, const Call& call) {
    constexpr std::string_view funding = "8";
    NJ_TRY(window, read_window(call.args));
    NJ_TRY(older_than, call.args.number("after"));
    const auto type = call.args.find("type");
    auto rows = Json::array();
    for (const auto& payment : std::views::reverse(call.client->funding)) {
        if (rows.size() == window.rows || (type && *type != funding)) break;
        const auto& instrument = hall.catalog()[payment.instrument];
        if (older_than && payment.id >= static_cast<std::uint64_t>(*older_than)) continue;
        if (!window.holds(payment.at) || !fits(hall, instrument, call.args)) continue;
        rows.push_back({{"billId", std::to_string(payment.id)},
                        {"type", funding},
                        {"subType", payment.change < core::Money{} ? "173" : "174"},
                        {"instType", type_of(instrument)},
                        {"instId", instrument.symbol},
                        {"ccy", hall.config().currency},
                        {"balChg", to_string(payment.change)},
                        {"pnl", to_string(payment.change)},
                        {"fee", "0"},
                        {"sz", "0"},
                        {"mgnMode", "cross"},
                        {"ordId", ""},
                        {"ts", ms_text(payment.at)}});
    }
    return rows;
}

}  // namespace nightjar::exchange::okx
