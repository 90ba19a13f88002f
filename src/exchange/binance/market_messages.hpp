#pragma once
/// What the market streams say.

#include "exchange/binance/refusal.hpp"
#include "exchange/market_view.hpp"

namespace nightjar::exchange::binance {

[[nodiscard]] Json trade_message(Market market, const MarketView& view, const Print& print);
[[nodiscard]] Json aggregate_message(const MarketView& view, const Print& print);
[[nodiscard]] Json top_message(Market market, const MarketView& view, core::Time now);
[[nodiscard]] Json diff_message(Market market, const MarketView& view, const DepthDiff& diff,
                                core::Time now);
[[nodiscard]] Json partial_message(Market market, const MarketView& view, const DepthDiff& diff,
                                   std::size_t levels, core::Time now);
[[nodiscard]] Json kline_message(const MarketView& view, const Bar& bar, core::Duration interval,
                                 std::string_view name, bool closed, core::Time now);
[[nodiscard]] Json ticker_message(Market market, const MarketView& view, core::Time now);
[[nodiscard]] Json mini_ticker_message(const MarketView& view, core::Time now);
[[nodiscard]] Json mark_message(const MarketView& view, core::Time now);

}  // namespace nightjar::exchange::binance
