/// Which path is whose, with what the venue counts for it.

#include "exchange/kraken/front_desk.hpp"
#include "exchange/kraken/handlers.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

namespace {

constexpr std::array routes{
    Route{"/0/public/Time", server_time, false, 1},
    Route{"/0/public/SystemStatus", system_status, false, 1},
    Route{"/0/public/Assets", assets, false, 1},
    Route{"/0/public/AssetPairs", asset_pairs, false, 1},
    Route{"/0/public/Depth", depth, false, 1},
    Route{"/0/public/OHLC", bars, false, 1},
    Route{"/0/public/Trades", trades, false, 1},
    Route{"/0/public/Ticker", ticker, false, 1},
    // Orders count by pair instead.
    Route{"/0/private/AddOrder", add_order, true, 0},
    Route{"/0/private/AddOrderBatch", add_orders, true, 0},
    Route{"/0/private/AmendOrder", amend_order, true, 0},
    Route{"/0/private/EditOrder", edit_order, true, 0},
    Route{"/0/private/CancelOrder", cancel_order, true, 0},
    Route{"/0/private/CancelOrderBatch", cancel_orders, true, 0},
    Route{"/0/private/CancelAll", cancel_all, true, 1},
    Route{"/0/private/CancelAllOrdersAfter", cancel_all_after, true, 1},
    Route{"/0/private/OpenOrders", open_orders, true, 1},
    Route{"/0/private/ClosedOrders", closed_orders, true, 1},
    Route{"/0/private/QueryOrders", query_orders, true, 1},
    Route{"/0/private/TradesHistory", trades_history, true, 2},
    Route{"/0/private/QueryTrades", query_trades, true, 1},
    Route{"/0/private/Balance", balance, true, 1},
    Route{"/0/private/BalanceEx", balance_extended, true, 1},
    Route{"/0/private/TradeBalance", trade_balance, true, 1},
    Route{"/0/private/TradeVolume", trade_volume, true, 1},
    Route{"/0/private/GetWebSocketsToken", stream_token, true, 1},
    Route{"/0/private/GetApiKeyInfo", key_info, true, 1},
};

}  // namespace

const Route* find_route(std::string_view path) {
    const auto found = std::ranges::find(routes, path, &Route::path);
    return found == routes.end() ? nullptr : &*found;
}

}  // namespace nightjar::exchange::kraken
