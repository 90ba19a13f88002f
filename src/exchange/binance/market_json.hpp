#pragma once
/// What the REST interface and the streams say of a market in the same words.

#include "exchange/binance/refusal.hpp"
#include "exchange/market_view.hpp"
#include "sim/models/funding.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace nightjar::exchange::binance {

/// "1m", "3m" .. "1M".
[[nodiscard]] std::optional<core::Duration> read_interval(std::string_view text);

template <class Levels>
Json levels_json(const Levels& levels, const core::Instrument& instrument, std::size_t most) {
    auto rows = Json::array();
    for (const auto& [price, qty] : levels) {
        if (rows.size() == most) break;
        rows.push_back(Json::array({format_price(price, instrument), format_qty(qty, instrument)}));
    }
    return rows;
}

struct TopTexts {
    std::string bid{"0"};
    std::string bid_qty{"0"};
    std::string ask{"0"};
    std::string ask_qty{"0"};
};
[[nodiscard]] TopTexts top_of(const MarketView& view);
[[nodiscard]] std::string mark_text(const MarketView& view);

/// What the exchange's clearing takes from longs, as it takes it.
[[nodiscard]] std::string funding_text();
[[nodiscard]] constexpr core::Time next_funding(core::Time now) {
    return sim::FundingModel::after(now);
}

/// The last 24 hours, or as much of them as there has been.
[[nodiscard]] Json day_json(Market market, const MarketView& view, core::Time now);
struct Change {
    std::string amount;
    std::string percent;
};
[[nodiscard]] Change change_of(const Bar& day, const core::Instrument& instrument);
[[nodiscard]] std::string weighted_price(const Bar& day, const core::Instrument& instrument);

}  // namespace nightjar::exchange::binance
