#pragma once
/// The market as the REST interface and the streams show it.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

/// "1" .. "720", "D", "W", "M".
[[nodiscard]] std::optional<core::Duration> read_interval(std::string_view text);
[[nodiscard]] Json ticker_json(const Hall& hall, const MarketView& view);

}  // namespace nightjar::exchange::bybit
