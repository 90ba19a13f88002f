#include "exchange/binance/market_json.hpp"

#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::binance {

using core::Duration;

std::optional<Duration> read_interval(std::string_view text) {
    struct Named {
        std::string_view name;
        Duration span;
    };
    static constexpr std::array known{
        Named{"1m", core::minutes(1)},   Named{"3m", core::minutes(3)},
        Named{"5m", core::minutes(5)},   Named{"15m", core::minutes(15)},
        Named{"30m", core::minutes(30)}, Named{"1h", core::hours(1)},
        Named{"2h", core::hours(2)},     Named{"4h", core::hours(4)},
        Named{"6h", core::hours(6)},     Named{"8h", core::hours(8)},
        Named{"12h", core::hours(12)},   Named{"1d", core::days(1)},
        Named{"3d", core::days(3)},      Named{"1w", core::days(7)},
        Named{"1M", calendar_month},
    };
    const auto found = std::ranges::find(known, text, &Named::name);
    return found == known.end() ? std::nullopt : std::optional{found->span};
}

std::string weighted_price(const Bar& day, const core::Instrument& instrument) {
    return to_string(average(day.quote, instrument.units(day.volume)));
}

Json day_json(Market market, const MarketView& view, core::Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    const auto change = change_of(day, instrument);
    Json json{{"symbol", instrument.symbol},
              {"priceChange", change.amount},
              {"priceChangePercent", change.percent},
              {"weightedAvgPrice", weighted_price(day, instrument)}};
    if (market == Market::Spot) json["prevClosePrice"] = format_price(day.open, instrument);
    json["lastPrice"] = format_price(day.close, instrument);
    json["lastQty"] =
        view.prints().empty() ? "0" : format_qty(view.prints().back().qty, instrument);
    if (market == Market::Spot) {
        const auto top = top_of(view);
        json.update({{"bidPrice", top.bid},
                     {"bidQty", top.bid_qty},
                     {"askPrice", top.ask},
                     {"askQty", top.ask_qty}});
    }
    json.update({{"openPrice", format_price(day.open, instrument)},
                 {"highPrice", format_price(day.high, instrument)},
                 {"lowPrice", format_price(day.low, instrument)},
                 {"volume", format_qty(day.volume, instrument)},
                 {"quoteVolume", to_string(day.quote)},
                 {"openTime", ms_of(std::max(day.open_time, now - core::days(1)))},
                 {"closeTime", ms_of(now)},
                 {"firstId", day.first_trade.value},
                 {"lastId", day.last_trade.value},
                 {"count", day.trades}});
    return json;
}

}  // namespace nightjar::exchange::binance
