#include "venue/kraken/instruments.hpp"

#include "venue/kraken/names.hpp"

#include <fmt/format.h>

namespace nightjar::venue::kraken {

namespace {

using core::Result;
using core::Status;

TradingStatus status_of(std::string_view status) {
    if (status == "online") return TradingStatus::Trading;
    if (status == "cancel_only") return TradingStatus::CancelOnly;
    if (status == "post_only") return TradingStatus::PostOnly;
    if (status == "limit_only") return TradingStatus::LimitOnly;
    return TradingStatus::Halted;  // maintenance, delisted, reduce_only, work_in_progress
}

Result<int> read_decimals(const object& pair, std::string_view field) {
    constexpr std::uint64_t most = 18;
    NJ_TRY(count, read_count(pair, field));
    if (count > most) return bad(field, "?", "more decimals than 18");
    return static_cast<int>(count);
}

struct Fields {
    std::string_view tick;
    std::string_view min_qty;
    std::string_view min_cost;
    std::string_view price_decimals;
    std::string_view qty_decimals;
};

Result<InstrumentRules> read_rules(const object& pair, const Fields& fields) {
    InstrumentRules rules;
    NJ_TRY(status, read_text(pair, "status"));
    NJ_TRY(tick, read_price(pair, fields.tick));
    NJ_TRY(min_qty, read_qty(pair, fields.min_qty));
    NJ_TRY(min_notional, read_qty_if_filled(pair, fields.min_cost));
    NJ_TRY(price_decimals, read_decimals(pair, fields.price_decimals));
    NJ_TRY(qty_decimals, read_decimals(pair, fields.qty_decimals));
    rules.kind = core::InstrumentKind::Spot;
    rules.status = status_of(status);
    rules.tick = tick;
    rules.lot = {1, qty_decimals};
    rules.min_qty = min_qty;
    rules.min_notional = min_notional;
    rules.price_decimals = price_decimals;
    rules.qty_decimals = qty_decimals;
    return rules;
}

}  // namespace

Status read_instruments(const object& data, EventList& to) {
    if (!has(data, "pairs")) return {};  // assets alone
    NJ_TRY(pairs, read_array(data, "pairs"));
    for (const auto entry : pairs) {
        NJ_TRY(pair, as_object("pairs", entry));
        NJ_TRY(symbol, read_text(pair, "symbol"));
        NJ_TRY(base, read_text(pair, "base"));
        NJ_TRY(quote, read_text(pair, "quote"));
        NJ_TRY(rules, read_rules(pair, {"price_increment", "qty_min", "cost_min", "price_precision",
                                        "qty_precision"}));
        NJ_TRY(lot, read_price(pair, "qty_increment"));
        rules.base = base;
        rules.quote = quote;
        rules.lot = lot;
        to.add(symbol, rules);
    }
    return {};
}

Status read_asset_pair(std::string_view name, element value, EventList& to) {
    NJ_TRY(pair, as_object(name, value));
    NJ_TRY(symbol, read_text(pair, "wsname"));
    NJ_TRY(rules,
           read_rules(pair, {"tick_size", "ordermin", "costmin", "pair_decimals", "lot_decimals"}));
    const auto slash = symbol.find('/');
    if (slash == std::string_view::npos) return bad("wsname", symbol, "not BASE/QUOTE");
    rules.base = common_asset(symbol.substr(0, slash));
    rules.quote = common_asset(symbol.substr(slash + 1));
    to.add(to.keep(fmt::format("{}/{}", rules.base, rules.quote)), rules);
    return {};
}

}  // namespace nightjar::venue::kraken
