#pragma once
/// Who answers which request: the public market, orders, accounts.

#include "exchange/binance/office.hpp"

namespace nightjar::exchange::binance {

// market_rest.cpp
Answer ping(Office& office, const Call& call);
Answer server_time(Office& office, const Call& call);
Answer depth(Office& office, const Call& call);
Answer klines(Office& office, const Call& call);
Answer trades(Office& office, const Call& call);
Answer aggregates(Office& office, const Call& call);
Answer ticker_day(Office& office, const Call& call);
Answer ticker_price(Office& office, const Call& call);
Answer ticker_book(Office& office, const Call& call);
Answer average_price_now(Office& office, const Call& call);
Answer premium_index(Office& office, const Call& call);
Answer funding_rates(Office& office, const Call& call);

// info_rest.cpp
Answer exchange_info(Office& office, const Call& call);
Answer no_symbols(Office& office, const Call& call);
Answer empty_list(Office& office, const Call& call);
Answer currencies(Office& office, const Call& call);

// order_rest.cpp
Answer place_order(Office& office, const Call& call);
Answer test_order(Office& office, const Call& call);
Answer query_order(Office& office, const Call& call);
Answer cancel_order(Office& office, const Call& call);
Answer open_orders(Office& office, const Call& call);
Answer cancel_open_orders(Office& office, const Call& call);
Answer all_orders(Office& office, const Call& call);
Answer cancel_replace(Office& office, const Call& call);
Answer amend_order(Office& office, const Call& call);
Answer countdown(Office& office, const Call& call);
Answer executions(Office& office, const Call& call);

// algo_rest.cpp
Answer place_algo(Office& office, const Call& call);
Answer query_algo(Office& office, const Call& call);
Answer cancel_algo(Office& office, const Call& call);
Answer open_algos(Office& office, const Call& call);
Answer all_algos(Office& office, const Call& call);
Answer cancel_open_algos(Office& office, const Call& call);

// account_rest.cpp
Answer spot_account(Office& office, const Call& call);
Answer commission(Office& office, const Call& call);
Answer trade_fees(Office& office, const Call& call);
Answer key_rights(Office& office, const Call& call);

// futures_rest.cpp
Answer futures_account(Office& office, const Call& call);
Answer futures_balance(Office& office, const Call& call);
Answer position_risk(Office& office, const Call& call);
Answer income(Office& office, const Call& call);
Answer leverage_brackets(Office& office, const Call& call);
Answer set_leverage(Office& office, const Call& call);
Answer set_margin_type(Office& office, const Call& call);
Answer position_mode(Office& office, const Call& call);
Answer set_position_mode(Office& office, const Call& call);
Answer symbol_config(Office& office, const Call& call);
Answer account_config(Office& office, const Call& call);
Answer make_listen_key(Office& office, const Call& call);
Answer keep_listen_key(Office& office, const Call& call);
Answer close_listen_key(Office& office, const Call& call);

}  // namespace nightjar::exchange::binance
