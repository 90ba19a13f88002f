#pragma once
/// Kraken's names and the ways in which it writes numbers and times.

#include "exchange/hall.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace nightjar::exchange::kraken {

using Json = nlohmann::ordered_json;

/// "BTC" is "XBT" in the names of pairs and "XXBT" in lists of assets.
[[nodiscard]] std::string_view short_asset(std::string_view asset);
[[nodiscard]] std::string_view long_asset(std::string_view asset);
/// "XXBTZUSD", "XBTUSD" and "XBT/USD".
[[nodiscard]] std::string pair_key(const Hall& hall, const core::Instrument& instrument);
[[nodiscard]] std::string pair_name(const Hall& hall, const core::Instrument& instrument);
[[nodiscard]] std::string old_symbol(const Hall& hall, const core::Instrument& instrument);
/// By any of its names; null for what is not listed.
[[nodiscard]] const MarketView* find_pair(const Hall& hall, std::string_view name);

/// "O00000-00000-0LFLS1": the venue's names of orders, and with a T of executions.
[[nodiscard]] std::string order_name(core::OrderId id);
[[nodiscard]] std::optional<core::OrderId> read_order_name(std::string_view name);
[[nodiscard]] std::string trade_name(const Execution& execution);

/// How many decimals a pair's numbers are written with.
[[nodiscard]] int price_digits(const core::Instrument& instrument);
[[nodiscard]] int qty_digits(const core::Instrument& instrument);
/// With all of them: "60000.0".
[[nodiscard]] std::string price_text(core::Price price, const core::Instrument& instrument);
[[nodiscard]] std::string qty_text(core::Qty qty, const core::Instrument& instrument);

/// Seconds with at most 7 decimals, as the venue's own: 1616666559.8974127.
[[nodiscard]] Json seconds_number(core::Time at);
/// "2023-09-25T07:49:37.708706Z": cut to microseconds, as the venue's own.
[[nodiscard]] std::string date_text(core::Time at);

/// "canceled" orders say why.
[[nodiscard]] std::string_view reason_text(const Order& order);

}  // namespace nightjar::exchange::kraken
