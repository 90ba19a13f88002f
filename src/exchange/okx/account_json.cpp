#include "exchange/okx/account_json.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/positions.hpp"

#include <algorithm>

namespace nightjar::exchange::okx {

using core::Money;

namespace {

Json detail_json(const Hall& hall, core::AssetId asset, const Holding& holding, Money value) {
    const auto free = to_string(std::max(holding.free(), Money{}));
    const auto held = to_string(holding.locked + holding.margin);
    return {{"ccy", hall.catalog().name(asset)},
            {"eq", to_string(holding.total + holding.unrealized)},
            {"eqUsd", to_string(value)},
            {"disEq", to_string(value)},
            {"cashBal", to_string(holding.total)},
            {"availBal", free},
            {"availEq", free},
            {"frozenBal", held},
            {"ordFrozen", to_string(holding.locked)},
            {"imr", to_string(holding.margin)},
            {"upl", to_string(holding.unrealized)},
            {"isoEq", "0"},
            {"liab", "0"},
            {"interest", "0"},
            {"uTime", ms_text(hall.now())}};
}

}  // namespace

Json account_json(const Hall& hall, const Client& client, std::string_view asset) {
    auto details = Json::array();
    Money total;
    const auto& assets = hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const core::AssetId id{static_cast<std::uint16_t>(i)};
        const auto holding = hall.holding(client, id);
        const auto value = worth(hall, id, holding.total + holding.unrealized);
        total += value;
        const bool wanted = asset.empty() || asset == assets[i];
        const bool there = holding.total.raw != 0 || id == hall.currency();
        if (wanted && there) details.push_back(detail_json(hall, id, holding, value));
    }
    const auto currency = hall.holding(client, hall.currency());
    const auto maintenance = to_string(maintenance_of(hall, client));
    return {{"uTime", ms_text(hall.now())},
            {"totalEq", to_string(total)},
            {"isoEq", "0"},
            {"adjEq", to_string(total)},
            {"availEq", to_string(std::max(currency.free(), Money{}))},
            {"ordFroz", to_string(currency.locked)},
            {"imr", to_string(currency.margin)},
            {"mmr", maintenance},
            {"upl", to_string(currency.unrealized)},
            {"mgnRatio", ""},
            {"notionalUsd", ""},
            {"details", std::move(details)}};
}

Json position_json(const Hall& hall, const Client& client, const MarketView& view) {
    const auto& instrument = view.instrument();
    const auto position = position_of(hall, client, instrument.id);
    const auto entry = to_string(position.entry);
    const bool flat = position.qty.raw == 0;
    return {{"instType", type_of(instrument)},
            {"mgnMode", "cross"},
            {"posId", std::to_string(code_of(instrument))},
            {"posSide", "net"},
            {"pos", qty_text(position.qty, instrument)},
            {"posCcy", ""},
            {"ccy", hall.config().currency},
            {"avgPx", flat ? "" : entry},
            {"bePx", flat ? "" : entry},
            {"markPx", mark_text(view)},
            {"upl", to_string(position.unrealized)},
            {"uplRatio", flat ? "" : to_string(average(position.unrealized, position.initial))},
            {"lever", std::to_string(hall.leverage(client, instrument.id))},
            {"liqPx", flat ? "" : to_string(position.liquidation)},
            {"imr", to_string(position.initial)},
            {"margin", ""},
            {"mmr", to_string(position.maintenance)},
            {"mgnRatio", ""},
            {"notionalUsd", to_string(magnitude(position.notional))},
            {"realizedPnl", to_string(client.books.position(instrument.id).realized)},
            {"adl", "1"},
            {"instId", instrument.symbol},
            {"tradeId", ""},
            {"cTime", ms_text(hall.now())},
            {"uTime", ms_text(hall.now())}};
}

Json account_change_json(const Hall& hall, const Client& client, const MarketView& view,
                         const char* event) {
    const auto& instrument = view.instrument();
    const auto at = ms_text(hall.now());
    auto balances = Json::array();
    auto positions = Json::array();
    for (const auto asset : {instrument.base, instrument.quote})
        if (!is_swap(instrument) || asset == instrument.settle())
            balances.push_back({{"ccy", hall.catalog().name(asset)},
                                {"cashBal", to_string(hall.holding(client, asset).total)},
                                {"uTime", at}});
    if (is_swap(instrument)) {
        const auto whole = position_json(hall, client, view);
        Json row;
        for (const auto* name : {"posId", "tradeId", "instId", "instType", "mgnMode", "posSide",
                                 "pos", "ccy", "posCcy", "avgPx", "uTime"})
            row[name] = whole[name];
        positions.push_back(std::move(row));
    }
    return {{"pTime", at},
            {"eventType", event},
            {"balData", std::move(balances)},
            {"posData", std::move(positions)},
            {"trades", Json::array()}};
}

}  // namespace nightjar::exchange::okx
