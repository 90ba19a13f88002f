#include "exchange/bybit/account_json.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/positions.hpp"

#include <algorithm>

namespace nightjar::exchange::bybit {

using core::Money;

namespace {

Json coin_json(const Hall& hall, core::AssetId asset, const Holding& holding, Money value,
               Money maintenance) {
    return {{"coin", hall.catalog().name(asset)},
            {"equity", to_string(holding.total + holding.unrealized)},
            {"usdValue", to_string(value)},
            {"walletBalance", to_string(holding.total)},
            {"free", ""},
            {"locked", to_string(holding.locked)},
            {"availableToWithdraw", ""},
            {"borrowAmount", "0"},
            {"availableToBorrow", ""},
            {"accruedInterest", "0"},
            {"totalOrderIM", "0"},
            {"totalPositionIM", to_string(holding.margin)},
            {"totalPositionMM", to_string(maintenance)},
            {"unrealisedPnl", to_string(holding.unrealized)},
            {"cumRealisedPnl", "0"},
            {"bonus", "0"},
            {"marginCollateral", true},
            {"collateralSwitch", true}};
}

}  // namespace

Json wallet_json(const Hall& hall, const Client& client, std::string_view coin) {
    auto coins = Json::array();
    Money equity;
    Money wallet;
    const auto maintenance = maintenance_of(hall, client);
    const auto& assets = hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const core::AssetId id{static_cast<std::uint16_t>(i)};
        const auto holding = hall.holding(client, id);
        const auto value = worth(hall, id, holding.total + holding.unrealized);
        equity += value;
        wallet += worth(hall, id, holding.total);
        const bool currency = id == hall.currency();
        const bool wanted = coin.empty() || coin == assets[i];
        if (wanted && (currency || holding.total.raw != 0))
            coins.push_back(coin_json(hall, id, holding, value, currency ? maintenance : Money{}));
    }
    const auto currency = hall.holding(client, hall.currency());
    return {{"accountType", "UNIFIED"},
            {"accountLTV", "0"},
            {"accountIMRate", "0"},
            {"accountMMRate", "0"},
            {"totalEquity", to_string(equity)},
            {"totalWalletBalance", to_string(wallet)},
            {"totalMarginBalance", to_string(equity)},
            {"totalAvailableBalance", to_string(std::max(currency.free(), Money{}))},
            {"totalPerpUPL", to_string(currency.unrealized)},
            {"totalInitialMargin", to_string(currency.margin + currency.locked)},
            {"totalMaintenanceMargin", to_string(maintenance)},
            {"coin", std::move(coins)}};
}

Json position_json(const Hall& hall, const Client& client, const MarketView& view) {
    const auto& instrument = view.instrument();
    const auto position = position_of(hall, client, instrument.id);
    const bool flat = position.qty.raw == 0;
    const auto realized = to_string(client.books.position(instrument.id).realized);
    const auto entry = to_string(position.entry);
    return {{"positionIdx", 0},
            {"riskId", 1},
            {"riskLimitValue", "1000000000"},
            {"category", "linear"},
            {"symbol", symbol_of(instrument)},
            {"side", flat ? std::string_view{} : side_text(side_of(position.qty))},
            {"size", qty_text(flat ? core::Qty{} : magnitude(position.qty), instrument)},
            {"avgPrice", entry},
            {"entryPrice", entry},
            {"positionValue", to_string(magnitude(position.notional))},
            {"tradeMode", 0},
            {"autoAddMargin", 0},
            {"positionStatus", "Normal"},
            {"leverage", std::to_string(hall.leverage(client, instrument.id))},
            {"markPrice", mark_text(view)},
            {"liqPrice", flat ? "" : to_string(position.liquidation)},
            {"bustPrice", ""},
            {"positionIM", to_string(position.initial)},
            {"positionMM", to_string(position.maintenance)},
            {"positionBalance", to_string(position.initial)},
            {"tpslMode", "Full"},
            {"takeProfit", ""},
            {"stopLoss", ""},
            {"trailingStop", "0"},
            {"unrealisedPnl", to_string(position.unrealized)},
            {"curRealisedPnl", realized},
            {"cumRealisedPnl", realized},
            {"adlRankIndicator", 0},
            {"isReduceOnly", false},
            {"createdTime", ms_text(hall.config().opens)},
            {"updatedTime", ms_text(hall.now())},
            {"seq", ms_of(hall.now())}};
}

}  // namespace nightjar::exchange::bybit
