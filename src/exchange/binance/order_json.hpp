#pragma once
/// Orders and fills as the REST interface and the WebSocket API show them.

#include "exchange/binance/office.hpp"

namespace nightjar::exchange::binance {

[[nodiscard]] std::string_view status_text(const Order& order);
/// The type's name and time in force, as the client gave them; the name of a conditional order of
/// futures is that of the order that it becomes.
[[nodiscard]] std::string_view kind_text(Market market, const Order& order);
[[nodiscard]] std::string_view tif_text(Market market, const Order& order);
[[nodiscard]] constexpr std::string_view side_text(core::Side side) {
    return side == core::Side::Buy ? "BUY" : "SELL";
}
/// Futures: what has been triggered is an order with a client id of the venue's making.
[[nodiscard]] std::string client_id_text(Market market, const Order& order);
/// Futures: what waits for its trigger is none of the market's orders.
[[nodiscard]] constexpr bool in_market(Market market, const Order& order) {
    return market == Market::Spot || !order.asleep();
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
/// A conditional order of futures, as the service that keeps it shows it.
[[nodiscard]] Json algo_json(const Hall& hall, const Order& order);
[[nodiscard]] std::string_view algo_status_text(const Order& order);
[[nodiscard]] Json cancelled_json(const Office& office, const Order& order);
[[nodiscard]] Json execution_json(const Office& office, const Execution& execution);

}  // namespace nightjar::exchange::binance
