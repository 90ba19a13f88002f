/// Which path is whose, with the limit that the venue's guide gives it.

#include "exchange/okx/front_desk.hpp"
#include "exchange/okx/handlers.hpp"

#include <array>

namespace nightjar::exchange::okx {

namespace {

constexpr std::array table{
    Route{"GET", "/api/v5/public/time", 10, true, server_time},
    Route{"GET", "/api/v5/public/instruments", 20, true, instruments},
    Route{"GET", "/api/v5/public/position-tiers", 10, true, position_tiers},
    Route{"GET", "/api/v5/public/mark-price", 10, true, mark_prices},
    Route{"GET", "/api/v5/public/funding-rate", 20, true, funding_rate},
    Route{"GET", "/api/v5/public/funding-rate-history", 10, true, funding_history},
    Route{"GET", "/api/v5/market/books", 40, true, books},
    Route{"GET", "/api/v5/market/candles", 40, true, candles},
    Route{"GET", "/api/v5/market/history-candles", 20, true, candles},
    Route{"GET", "/api/v5/market/trades", 100, true, trades},
    Route{"GET", "/api/v5/market/ticker", 20, true, ticker},
    Route{"GET", "/api/v5/market/tickers", 20, true, tickers},
    Route{"GET", "/api/v5/asset/currencies", 12, false, currencies},
    Route{"GET", "/api/v5/account/instruments", 20, false, instruments},
    Route{"GET", "/api/v5/account/config", 5, false, account_config},
    Route{"GET", "/api/v5/account/balance", 10, false, balance},
    Route{"GET", "/api/v5/account/bills", 10, false, bills},
    Route{"GET", "/api/v5/account/positions", 10, false, positions},
    Route{"GET", "/api/v5/account/trade-fee", 5, false, trade_fee},
    Route{"GET", "/api/v5/account/leverage-info", 20, false, leverage_info},
    Route{"POST", "/api/v5/account/set-leverage", 20, false, set_leverage},
    Route{"POST", "/api/v5/account/set-position-mode", 5, false, set_position_mode},
    Route{"POST", "/api/v5/trade/order", 60, false, place_orders},
    Route{"POST", "/api/v5/trade/batch-orders", 300, false, place_orders},
    Route{"POST", "/api/v5/trade/cancel-order", 60, false, cancel_orders},
    Route{"POST", "/api/v5/trade/cancel-batch-orders", 300, false, cancel_orders},
    Route{"POST", "/api/v5/trade/amend-order", 60, false, amend_orders},
    Route{"POST", "/api/v5/trade/amend-batch-orders", 300, false, amend_orders},
    Route{"POST", "/api/v5/trade/cancel-all-after", 2, false, cancel_all_after},
    Route{"POST", "/api/v5/trade/order-algo", 20, false, place_algo},
    Route{"POST", "/api/v5/trade/cancel-algos", 20, false, cancel_algos},
    Route{"GET", "/api/v5/trade/order-algo", 20, false, query_algo},
    Route{"GET", "/api/v5/trade/orders-algo-pending", 20, false, pending_algos},
    Route{"GET", "/api/v5/trade/orders-algo-history", 20, false, algo_history},
    Route{"GET", "/api/v5/trade/order", 60, false, query_order},
    Route{"GET", "/api/v5/trade/orders-pending", 60, false, pending_orders},
    Route{"GET", "/api/v5/trade/orders-history", 40, false, order_history},
    Route{"GET", "/api/v5/trade/fills", 60, false, fills},
    Route{"GET", "/api/v5/trade/fills-history", 10, false, fills},
};

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace nightjar::exchange::okx
