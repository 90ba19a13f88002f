#pragma once
/// What venues say of a market in the same words.

#include "exchange/market_view.hpp"
#include "sim/models/funding.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange {

using Json = nlohmann::ordered_json;

/// In what the venue counts quantities in: units, or contracts.
[[nodiscard]] std::string qty_text(core::Qty qty, const core::Instrument& instrument);
/// Errors: BadQty, for what is no number of lots; BadPrice, for what is not on a tick.
[[nodiscard]] core::Result<core::Qty> read_venue_qty(std::string_view text,
                                                     const core::Instrument& instrument);
[[nodiscard]] core::Result<core::Price> read_venue_price(std::string_view text,
                                                         const core::Instrument& instrument);
/// Of base for spot and linear perpetuals.
[[nodiscard]] std::string units_text(core::Qty qty, const core::Instrument& instrument);

template <class Levels>
Json levels_json(const Levels& levels, const core::Instrument& instrument, std::size_t most) {
    auto rows = Json::array();
    for (const auto& [price, qty] : levels) {
        if (rows.size() == most) break;
        rows.push_back(Json::array({format_price(price, instrument), qty_text(qty, instrument)}));
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

/// From the first price of the last 24 hours to the last one.
struct Change {
    std::string amount;
    std::string percent;
};
[[nodiscard]] Change change_of(const Bar& day, const core::Instrument& instrument);

}  // namespace nightjar::exchange
