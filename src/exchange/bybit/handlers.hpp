#pragma once
/// Who answers which request: the public market, orders, accounts.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

// market_rest.cpp
Answer server_time(Office& office, const Call& call);
Answer instruments_info(Office& office, const Call& call);
Answer risk_limits(Office& office, const Call& call);
Answer orderbook(Office& office, const Call& call);
Answer klines(Office& office, const Call& call);
Answer recent_trades(Office& office, const Call& call);
Answer tickers(Office& office, const Call& call);
Answer funding_history(Office& office, const Call& call);

// account_rest.cpp
Answer coin_info(Office& office, const Call& call);
Answer key_info(Office& office, const Call& call);
Answer account_info(Office& office, const Call& call);
Answer wallet_balance(Office& office, const Call& call);
Answer fee_rate(Office& office, const Call& call);
Answer positions(Office& office, const Call& call);
Answer set_leverage(Office& office, const Call& call);
Answer switch_mode(Office& office, const Call& call);

// order_rest.cpp
Answer create_order(Office& office, const Call& call);
Answer amend_order(Office& office, const Call& call);
Answer cancel_order(Office& office, const Call& call);
Answer cancel_all(Office& office, const Call& call);
Answer create_batch(Office& office, const Call& call);
Answer guard_disconnect(Office& office, const Call& call);

// query_rest.cpp
Answer open_orders(Office& office, const Call& call);
Answer order_history(Office& office, const Call& call);
Answer executions(Office& office, const Call& call);

}  // namespace nightjar::exchange::bybit
