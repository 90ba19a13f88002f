#pragma once
/// What the streams, and in part the REST interface, say of a market.

#include "exchange/coinbase/names.hpp"

namespace nightjar::exchange::coinbase {

[[nodiscard]] Json trade_json(const MarketView& view, const Print& print);
[[nodiscard]] Json candle_json(const MarketView& view, const Bar& bar);

// Events of channels.
[[nodiscard]] Json book_snapshot(const MarketView& view);
[[nodiscard]] Json book_update(const MarketView& view, const DepthDiff& diff);
/// The newest first.
[[nodiscard]] Json trades_snapshot(const MarketView& view);
[[nodiscard]] Json trades_update(const MarketView& view, const Print& print);
[[nodiscard]] Json ticker_event(const MarketView& view, std::string_view type, core::Time now);
[[nodiscard]] Json candles_event(const MarketView& view, std::string_view type,
                                 const std::vector<Bar>& bars);

}  // namespace nightjar::exchange::coinbase
