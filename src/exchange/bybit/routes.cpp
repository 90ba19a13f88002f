/// Which path is whose, with the limit that the venue's documentation gives it.

#include "exchange/bybit/front_desk.hpp"
#include "exchange/bybit/handlers.hpp"

#include <array>

namespace nightjar::exchange::bybit {

namespace {

constexpr std::array table{
    Route{"GET", "/v5/market/time", 600, true, server_time},
    Route{"GET", "/v5/market/instruments-info", 600, true, instruments_info},
    Route{"GET", "/v5/market/risk-limit", 600, true, risk_limits},
    Route{"GET", "/v5/market/orderbook", 600, true, orderbook},
    Route{"GET", "/v5/market/kline", 600, true, klines},
    Route{"GET", "/v5/market/recent-trade", 600, true, recent_trades},
    Route{"GET", "/v5/market/tickers", 600, true, tickers},
    Route{"GET", "/v5/market/funding/history", 600, true, funding_history},
    Route{"GET", "/v5/asset/coin/query-info", 5, false, coin_info},
    Route{"GET", "/v5/user/query-api", 10, false, key_info},
    Route{"GET", "/v5/account/info", 50, false, account_info},
    Route{"GET", "/v5/account/wallet-balance", 50, false, wallet_balance},
    Route{"GET", "/v5/account/fee-rate", 10, false, fee_rate},
    Route{"POST", "/v5/order/create", 20, false, create_order},
    Route{"POST", "/v5/order/amend", 10, false, amend_order},
    Route{"POST", "/v5/order/cancel", 20, false, cancel_order},
    Route{"POST", "/v5/order/cancel-all", 20, false, cancel_all},
    Route{"POST", "/v5/order/create-batch", 20, false, create_batch},
    Route{"POST", "/v5/order/disconnected-cancel-all", 5, false, guard_disconnect},
    Route{"GET", "/v5/order/realtime", 50, false, open_orders},
    Route{"GET", "/v5/order/history", 50, false, order_history},
    Route{"GET", "/v5/execution/list", 50, false, executions},
    Route{"GET", "/v5/position/list", 50, false, positions},
    Route{"POST", "/v5/position/set-leverage", 10, false, set_leverage},
    Route{"POST", "/v5/position/switch-mode", 10, false, switch_mode},
};

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace nightjar::exchange::bybit
