#include "exchange/binance/market_json.hpp"

#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::binance {

using core::Duration;

std::optional<Duration> read_interval(std::string_view text) {
    static constexpr std::array known{
        NamedSpan{"1m", core::minutes(1)},   NamedSpan{"3m", core::minutes(3)},
        NamedSpan{"5m", core::minutes(5)},   NamedSpan{"15m", core::minutes(15)},
        NamedSpan{"30m", core::minutes(30)}, NamedSpan{"1h", core::hours(1)},
        NamedSpan{"2h", core::hours(2)},     NamedSpan{"4h", core::hours(4)},
        NamedSpan{"6h", core::hours(6)},     NamedSpan{"8h", core::hours(8)},
        NamedSpan{"12h", core::hours(12)},   NamedSpan{"1d", core::days(1)},
        NamedSpan{"3d", core::days(3)},      NamedSpan{"1w", core::days(7)},
        NamedSpan{"1M", calendar_month},
    };
    return find_span(text, known);
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
