#pragma once
/// Orders and executions as the REST interface shows them.

#include "exchange/kraken/office.hpp"

namespace nightjar::exchange::kraken {

[[nodiscard]] constexpr std::string_view side_text(core::Side side) {
    return side == core::Side::Buy ? "buy" : "sell";
}
/// "buy 0.10000000 XBTUSD @ limit 30000.0"
[[nodiscard]] std::string description(const Hall& hall, const Terms& terms);
[[nodiscard]] core::Money average_price(const Hall& hall, const Order& order);
/// With the names of its executions where they are asked for.
[[nodiscard]] Json order_json(const Hall& hall, const Client& client, const Order& order,
                              bool with_trades);
[[nodiscard]] Json execution_json(const Hall& hall, const Client& client,
                                  const Execution& execution);

}  // namespace nightjar::exchange::kraken
