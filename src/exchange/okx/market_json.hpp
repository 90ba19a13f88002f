#pragma once
/// The market as the REST interface and the streams show it.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

/// "1m" .. "1M".
[[nodiscard]] std::optional<core::Duration> read_bar(std::string_view text);

template <class Levels>
Json book_side(const Levels& levels, const core::Instrument& instrument, std::size_t most) {
    auto rows = Json::array();
    for (const auto& [price, qty] : levels) {
        if (rows.size() == most) break;
        rows.push_back(Json::array({format_price(price, instrument), qty_text(qty, instrument), "0",
                                    qty.raw == 0 ? "0" : "1"}));
    }
    return rows;
}
[[nodiscard]] Json trade_json(const MarketView& view, const Print& print);
[[nodiscard]] Json candle_json(const MarketView& view, const Bar& bar, bool closed);
[[nodiscard]] Json ticker_json(const MarketView& view, core::Time now);
[[nodiscard]] Json mark_json(const MarketView& view, core::Time now);
[[nodiscard]] Json funding_json(const MarketView& view, core::Time now);

}  // namespace nightjar::exchange::okx
