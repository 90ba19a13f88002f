/// The tables that commands show: which columns, and what a filter means for each.

#include "core/base/nearest.hpp"
#include "core/errc.hpp"
#include "store/sqlite.hpp"
#include "store/views.hpp"

#include <algorithm>
#include <array>

namespace nightjar::store {

using core::Result;
using core::Status;

namespace {

struct TableQuery {
    std::string_view name;
    std::string_view columns;
    std::string_view from;
    std::string_view by_strategy;    ///< a condition on ?1; empty: it has none
    std::string_view by_instrument;  ///< likewise on ?2
    std::string_view order;          ///< oldest first
};

constexpr std::string_view same_strategy = "strategy = ?1";
constexpr std::string_view same_instrument = "?2 IN (instrument, venue || ':' || instrument)";

constexpr std::array tables{
    TableQuery{"orders",
               "time_ns, order_id, client_id, (SELECT group_concat(strategy, '+') FROM (SELECT "
               "strategy FROM parent_shares s WHERE s.parent = orders.parent ORDER BY part)) AS "
               "strategy, venue, instrument, side, type, tif, post_only, reduce_only, qty, price, "
               "stop, parent, state, reason, filled, average_price, fees, fee_asset",
               "orders",
               "EXISTS (SELECT 1 FROM parent_shares s WHERE s.parent = orders.parent AND "
               "s.strategy = ?1)",
               same_instrument, "record"},
    TableQuery{"fills",
               "time_ns, venue, instrument, side, price, s.qty AS qty, s.fee AS fee, fee_asset, "
               "liquidity, order_id, s.strategy AS strategy, trade_id",
               "fills JOIN fill_shares s ON s.fill = fills.record", same_strategy, same_instrument,
               "record, part"},
    TableQuery{"crosses", "time_ns, venue, instrument, buyer, seller, price, qty, cash", "crosses",
               "?1 IN (buyer, seller)", same_instrument, "record"},
    TableQuery{"positions", "strategy, venue, instrument, qty, cost, realized", "positions",
               same_strategy, same_instrument, "strategy_id, instrument_id"},
    TableQuery{"balances", "time_ns, strategy, venue, asset, change, reason, instrument",
               "balances", same_strategy, same_instrument, "record"},
    TableQuery{"decisions",
               "time_ns, strategy, venue, instrument, outcome, exposure, qty, limit_price, "
               "urgency, refusal, votes",
               "decisions", same_strategy, same_instrument, "record"},
    TableQuery{"refusals",
               "time_ns, kind, code, rule, unit, value, limit_value, scope, scope_name, strategy, "
               "venue, instrument, order_id, parent, side, qty, text",
               "refusals",
               "(strategy = ?1 OR EXISTS (SELECT 1 FROM parent_shares s WHERE s.parent = "
               "refusals.parent AND s.strategy = ?1))",
               same_instrument, "record"},
    TableQuery{"equity", "time_ns, strategy, equity, peak, max_drawdown_ppb", "equity",
               same_strategy, "", "record"},
    TableQuery{"kill_levels", "time_ns, level, cause, who", "kill_levels", "", "", "record"},
};

ViewKind kind_of(const std::string& declared) {
    if (declared.starts_with("DECIMAL")) return ViewKind::Decimal;
    if (declared.starts_with("TIME")) return ViewKind::Time;
    if (declared.starts_with("FLAG")) return ViewKind::Flag;
    if (declared.starts_with("JSON")) return ViewKind::Json;
    if (declared.starts_with("REAL")) return ViewKind::Real;
    return declared.starts_with("INTEGER") ? ViewKind::Integer : ViewKind::Text;
}

/// Every parameter stands in it, so that all can always be bound.
std::string conditions(const TableQuery& table, const ViewFilter& filter) {
    const auto part = [](std::string_view condition, const std::string& wanted, int number) {
        return wanted.empty() || condition.empty() ? fmt::format("?{} IS NOT NULL", number)
                                                   : std::string{condition};
    };
    return fmt::format(" FROM {} WHERE {} AND {}", table.from,
                       part(table.by_strategy, filter.strategy, 1),
                       part(table.by_instrument, filter.instrument, 2));
}

std::string newest_first(std::string_view order) {
    std::string out;
    for (const char c : order) out += c == ',' ? std::string{" DESC,"} : std::string{c};
    return out + " DESC";
}

}  // namespace

Status Views::check_name(const char* sql, std::string_view what, const std::string& wanted) const {
    NJ_TRY(query, database_->query(sql));
    std::vector<std::string> known;
    for (;;) {
        NJ_TRY(row, query->step());
        if (!row) break;
        known.push_back(query->text(0));
        if (known.back() == wanted) {
            query->reset();
            return {};
        }
    }
    return core::fail(core::Errc::UnknownName, "this session has no {} \"{}\"{}", what, wanted,
                      core::did_you_mean(wanted, known));
}

Result<ViewRows> Views::table(std::string_view name, const ViewFilter& filter) const {
    const auto* const found = std::ranges::find(tables, name, &TableQuery::name);
    NJ_CHECK(found != tables.end(), "no view is called {}", name);
    if (!filter.strategy.empty())
        NJ_TRY(check_name("SELECT strategy FROM strategies UNION ALL VALUES ('house'), ('total')",
                          "strategy", filter.strategy));
    if (!filter.instrument.empty())
        NJ_TRY(
            check_name("SELECT instrument FROM instruments UNION ALL SELECT venue || ':' || "
                       "instrument FROM instruments",
                       "instrument", filter.instrument));
    const auto where = conditions(*found, filter);
    ViewRows out;
    NJ_TRY(count, database_->query("SELECT count(*)" + where, filter.strategy, filter.instrument));
    NJ_TRY(counted, count->step());
    NJ_CHECK(counted, "nothing was counted");
    out.matching = static_cast<std::uint64_t>(count->integer(0));
    count->reset();

    const auto last = filter.last ? static_cast<std::int64_t>(*filter.last) : -1;
    const auto sql = fmt::format("SELECT {}{} ORDER BY {} LIMIT ?3", found->columns, where,
                                 newest_first(found->order));
    NJ_TRY(query, database_->query(sql, filter.strategy, filter.instrument, last));
    for (int i = 0; i < query->columns(); ++i)
        out.columns.push_back({query->name(i), kind_of(query->declared(i))});
    for (;;) {
        NJ_TRY(row, query->step());
        if (!row) break;
        auto& cells = out.rows.emplace_back();
        for (int i = 0; i < query->columns(); ++i) cells.push_back(query->value(i));
    }
    std::ranges::reverse(out.rows);
    return out;
}

}  // namespace nightjar::store
