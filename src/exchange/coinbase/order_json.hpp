#pragma once
/// Orders and fills as the REST interface and the channel `user` show them.

#include "exchange/coinbase/names.hpp"

namespace nightjar::exchange::coinbase {

[[nodiscard]] std::string_view status_text(const Order& order);
[[nodiscard]] Json order_json(const Hall& hall, const Client& client, const Order& order);
[[nodiscard]] Json fill_json(const Hall& hall, const Client& client, const Execution& execution);
/// Of the channel: what is filled so far, and no single fill.
[[nodiscard]] Json user_order_json(const Hall& hall, const Client& client, const Order& order);

}  // namespace nightjar::exchange::coinbase
