#pragma once
/// Orders and fills as the REST interface and the WebSocket API show them.

#include "exchange/binance/office.hpp"

namespace nightjar::exchange::binance {

[[nodiscard]] std::string_view status_text(const Order& order);
/// The type's name and time in force, as the client gave them.
[[nodiscard]] std::string_view kind_text(const Order& order);
[[nodiscard]] std::string_view tif_text(Market market, const Order& order);
[[nodiscard]] constexpr std::string_view side_text(core::Side side) {
    return side == core::Side::Buy ? "BUY" : "SELL";
}
[[nodiscard]] std::string price_text(const Hall& hall, const Order& order);
[[nodiscard]] std::string stop_text(const Hall& hall, const Order& order);
[[nodiscard]] core::Money average_price(const Hall& hall, const Order& order);

/// As a query shows it.
[[nodiscard]] Json order_json(const Office& office, const Order& order);
enum class Detail : std::uint8_t { Ack, Result, Full };
/// As the answer to its placing shows it.
[[nodiscard]] Json placed_json(const Office& office, const Client& client, const Order& order,
                               Detail detail);
[[nodiscard]] Json cancelled_json(const Office& office, const Order& order);
[[nodiscard]] Json execution_json(const Office& office, const Execution& execution);

}  // namespace nightjar::exchange::binance
