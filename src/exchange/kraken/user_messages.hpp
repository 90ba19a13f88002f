#pragma once
/// What the private channels say: executions and balances.

#include "exchange/kraken/names.hpp"

#include <vector>

namespace nightjar::exchange::kraken {

/// All that is to be said of one event, in order: the items of one message each.
[[nodiscard]] std::vector<Json> execution_items(const Hall& hall, const Order& order,
                                                const OrderEvent& event);
[[nodiscard]] Json open_order_items(const Hall& hall, const Client& client);
/// The last 50, the oldest first.
[[nodiscard]] Json last_execution_items(const Hall& hall, const Client& client);

[[nodiscard]] Json balance_snapshot(const Hall& hall, const Client& client);
/// Of both assets, as the fill left them.
[[nodiscard]] Json balance_items(const Hall& hall, const Client& client,
                                 const Execution& execution);

}  // namespace nightjar::exchange::kraken
