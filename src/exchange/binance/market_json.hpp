#pragma once
/// What the REST interface and the streams say of a market in the same words.

#include "exchange/binance/refusal.hpp"
#include "exchange/market_text.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace nightjar::exchange::binance {

/// "1m", "3m" .. "1M".
[[nodiscard]] std::optional<core::Duration> read_interval(std::string_view text);

/// The last 24 hours, or as much of them as there has been.
[[nodiscard]] Json day_json(Market market, const MarketView& view, core::Time now);
[[nodiscard]] std::string weighted_price(const Bar& day, const core::Instrument& instrument);

}  // namespace nightjar::exchange::binance
