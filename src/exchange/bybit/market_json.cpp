#include "exchange/bybit/market_json.hpp"

#include <array>

namespace nightjar::exchange::bybit {

std::optional<core::Duration> read_interval(std::string_view text) {
    static constexpr std::array known{
        NamedSpan{"1", core::minutes(1)},   NamedSpan{"3", core::minutes(3)},
        NamedSpan{"5", core::minutes(5)},   NamedSpan{"15", core::minutes(15)},
        NamedSpan{"30", core::minutes(30)}, NamedSpan{"60", core::hours(1)},
        NamedSpan{"120", core::hours(2)},   NamedSpan{"240", core::hours(4)},
        NamedSpan{"360", core::hours(6)},   NamedSpan{"720", core::hours(12)},
        NamedSpan{"D", core::days(1)},      NamedSpan{"W", core::days(7)},
        NamedSpan{"M", calendar_month},
    };
    return find_span(text, known);
}

Json ticker_json(const Hall& hall, const MarketView& view) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(hall.now()).value_or(Bar{});
    const auto top = top_of(view);
    constexpr std::int64_t all_ppm = 1'000'000;
    constexpr int ppm_digits = 6;
    const auto change = core::Wide{(day.close - day.open).raw} * all_ppm;
    Json json{
        {"symbol", symbol_of(instrument)},
        {"bid1Price", top.bid},
        {"bid1Size", top.bid_qty},
        {"ask1Price", top.ask},
        {"ask1Size", top.ask_qty},
        {"lastPrice", format_price(view.last().value_or(day.close), instrument)},
        {"prevPrice24h", format_price(day.open, instrument)},
        {"price24hPcnt", core::format_decimal(
                             day.open.raw == 0 ? core::Wide{} : change / day.open.raw, ppm_digits)},
        {"highPrice24h", format_price(day.high, instrument)},
        {"lowPrice24h", format_price(day.low, instrument)},
        {"turnover24h", to_string(day.quote)},
        {"volume24h", qty_text(day.volume, instrument)},
    };
    if (!is_linear(instrument)) {
        json["usdIndexPrice"] = mark_text(view);
        return json;
    }
    json.update({{"markPrice", mark_text(view)},
                 {"indexPrice", mark_text(view)},
                 {"prevPrice1h", format_price(day.open, instrument)},
                 {"openInterest", "0"},
                 {"openInterestValue", "0"},
                 {"fundingRate", funding_text()},
                 {"nextFundingTime", ms_text(next_funding(hall.now()))},
                 {"fundingIntervalHour", "8"},
                 {"fundingCap", "0.005"},
                 {"predictedDeliveryPrice", ""},
                 {"basisRate", ""},
                 {"deliveryFeeRate", ""},
                 {"deliveryTime", "0"}});
    return json;
}

}  // namespace nightjar::exchange::bybit
