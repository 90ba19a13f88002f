#pragma once
/// What a user stream says: executionReport and outboundAccountPosition of spot,
/// ORDER_TRADE_UPDATE and ACCOUNT_UPDATE of futures.

#include "exchange/binance/refusal.hpp"
#include "exchange/hall.hpp"

#include <vector>

namespace nightjar::exchange::binance {

/// All that is to be said of one event, in order.
[[nodiscard]] std::vector<Json> order_messages(Market market, const Hall& hall,
                                               const Client& client, const Order& order,
                                               const OrderEvent& event);
[[nodiscard]] Json funding_message(const Hall& hall, const Client& client, const Payment& payment);

}  // namespace nightjar::exchange::binance
