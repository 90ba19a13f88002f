#pragma once
/// Who answers which request: the public market, orders, accounts.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

// market_rest.cpp
Answer server_time(Hall& hall, const Call& call);
Answer instruments(Hall& hall, const Call& call);
Answer position_tiers(Hall& hall, const Call& call);
Answer books(Hall& hall, const Call& call);
Answer candles(Hall& hall, const Call& call);
Answer trades(Hall& hall, const Call& call);
Answer ticker(Hall& hall, const Call& call);
Answer tickers(Hall& hall, const Call& call);
Answer mark_prices(Hall& hall, const Call& call);
Answer funding_rate(Hall& hall, const Call& call);
Answer funding_history(Hall& hall, const Call& call);

// account_rest.cpp
Answer currencies(Hall& hall, const Call& call);
Answer account_config(Hall& hall, const Call& call);
Answer balance(Hall& hall, const Call& call);
Answer positions(Hall& hall, const Call& call);
Answer trade_fee(Hall& hall, const Call& call);
Answer leverage_info(Hall& hall, const Call& call);
Answer set_leverage(Hall& hall, const Call& call);
Answer set_position_mode(Hall& hall, const Call& call);

// order_rest.cpp
Answer place_orders(Hall& hall, const Call& call);
Answer cancel_orders(Hall& hall, const Call& call);
Answer amend_orders(Hall& hall, const Call& call);
Answer cancel_all_after(Hall& hall, const Call& call);

// algo_rest.cpp
Answer place_algo(Hall& hall, const Call& call);
Answer cancel_algos(Hall& hall, const Call& call);
Answer query_algo(Hall& hall, const Call& call);
Answer pending_algos(Hall& hall, const Call& call);
Answer algo_history(Hall& hall, const Call& call);

// query_rest.cpp
Answer query_order(Hall& hall, const Call& call);
Answer pending_orders(Hall& hall, const Call& call);
Answer order_history(Hall& hall, const Call& call);
Answer fills(Hall& hall, const Call& call);
Answer bills(Hall& hall, const Call& call);

}  // namespace nightjar::exchange::okx
