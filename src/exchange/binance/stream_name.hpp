#pragma once
/// Names of market streams: "btcusdt@depth5@100ms".

#include "exchange/binance/refusal.hpp"
#include "exchange/hall.hpp"

#include <optional>

namespace nightjar::exchange::binance {

struct StreamName {
    enum class Kind : std::uint8_t {
        Trade,
        AggTrade,
        BookTicker,
        Depth,
        PartialDepth,
        Kline,
        Ticker,
        MiniTicker,
        MarkPrice,
        AllTickers,
        AllMiniTickers,
        AllMarkPrices,
    };
    Kind kind{};
    const MarketView* view{};   ///< absent for all
    core::Duration every{};     ///< Depth, PartialDepth, MarkPrice
    std::size_t levels{};       ///< PartialDepth
    core::Duration interval{};  ///< Kline
};

/// Nothing for what the venue does not have.
[[nodiscard]] std::optional<StreamName> read_stream(Market market, const Hall& hall,
                                                    std::string_view text);

}  // namespace nightjar::exchange::binance
