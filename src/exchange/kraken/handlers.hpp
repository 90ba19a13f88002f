#pragma once
/// Who answers which request: the public market, orders, accounts.

#include "exchange/kraken/office.hpp"

namespace nightjar::exchange::kraken {

// info_rest.cpp
Answer server_time(Office& office, const Call& call);
Answer system_status(Office& office, const Call& call);
Answer assets(Office& office, const Call& call);
Answer asset_pairs(Office& office, const Call& call);

// market_rest.cpp
Answer depth(Office& office, const Call& call);
Answer bars(Office& office, const Call& call);
Answer trades(Office& office, const Call& call);
Answer ticker(Office& office, const Call& call);

// order_rest.cpp
Answer add_order(Office& office, const Call& call);
Answer add_orders(Office& office, const Call& call);
Answer amend_order(Office& office, const Call& call);
Answer edit_order(Office& office, const Call& call);
Answer cancel_order(Office& office, const Call& call);
Answer cancel_orders(Office& office, const Call& call);
Answer cancel_all(Office& office, const Call& call);
Answer cancel_all_after(Office& office, const Call& call);

// history_rest.cpp
Answer open_orders(Office& office, const Call& call);
Answer closed_orders(Office& office, const Call& call);
Answer query_orders(Office& office, const Call& call);
Answer trades_history(Office& office, const Call& call);
Answer query_trades(Office& office, const Call& call);

// account_rest.cpp
Answer balance(Office& office, const Call& call);
Answer balance_extended(Office& office, const Call& call);
Answer trade_balance(Office& office, const Call& call);
Answer trade_volume(Office& office, const Call& call);
Answer stream_token(Office& office, const Call& call);
Answer key_info(Office& office, const Call& call);

}  // namespace nightjar::exchange::kraken
