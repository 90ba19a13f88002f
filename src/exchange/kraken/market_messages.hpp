#pragma once
/// What the public channels say.

#include "exchange/kraken/names.hpp"

namespace nightjar::exchange::kraken {

[[nodiscard]] Json trade_item(const MarketView& view, const Print& print);
/// The last 50, the oldest first.
[[nodiscard]] Json last_trades(const MarketView& view);
[[nodiscard]] Json ticker_items(const MarketView& view, core::Time now);
/// The bar that grows now; nothing before the first trade.
[[nodiscard]] Json bar_items(const MarketView& view, core::Duration interval);
/// Assets and pairs.
[[nodiscard]] Json instrument_data(const Hall& hall);

[[nodiscard]] Json channel_message(std::string_view channel, std::string_view type, Json data);

}  // namespace nightjar::exchange::kraken
