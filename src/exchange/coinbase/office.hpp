#pragma once
/// What the handlers of requests work with. Each is a function; routes.cpp says which path is
/// whose.

#include "exchange/coinbase/names.hpp"
#include "exchange/coinbase/params.hpp"

namespace nightjar::exchange::coinbase {

struct Call {
    const Params& params;
    std::string_view name;  ///< what stands where the route has {}
    Client* client{};       ///< whose token it is; there for all that need one
    const Json* body{};     ///< an object, of what was posted
};

using Answer = Asked<Json>;
using Handler = Answer (*)(Hall&, const Call&);

[[nodiscard]] Asked<const MarketView*> need_product(const Hall& hall, std::string_view name);

// info_rest.cpp
Answer server_time(Hall& hall, const Call& call);
Answer old_server_time(Hall& hall, const Call& call);
Answer fiat_currencies(Hall& hall, const Call& call);
Answer crypto_currencies(Hall& hall, const Call& call);
Answer exchange_rates(Hall& hall, const Call& call);
Answer products(Hall& hall, const Call& call);
Answer product(Hall& hall, const Call& call);

// market_rest.cpp
Answer product_book(Hall& hall, const Call& call);
Answer best_bid_ask(Hall& hall, const Call& call);
Answer candles(Hall& hall, const Call& call);
Answer ticker(Hall& hall, const Call& call);

// order_rest.cpp
Answer create_order(Hall& hall, const Call& call);
Answer edit_order(Hall& hall, const Call& call);
Answer cancel_orders(Hall& hall, const Call& call);
Answer list_orders(Hall& hall, const Call& call);
Answer get_order(Hall& hall, const Call& call);
Answer list_fills(Hall& hall, const Call& call);

// account_rest.cpp
Answer accounts(Hall& hall, const Call& call);
Answer account(Hall& hall, const Call& call);
Answer old_accounts(Hall& hall, const Call& call);
Answer transaction_summary(Hall& hall, const Call& call);
Answer key_permissions(Hall& hall, const Call& call);

}  // namespace nightjar::exchange::coinbase
