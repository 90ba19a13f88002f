#include "exchange/bybit/market_json.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::bybit {

std::optional<core::Duration> read_interval(std::string_view text) {
    struct Named {
        std::string_view name;
        core::Duration span;
    };
    static constexpr std::array known{
        Named{"1", core::minutes(1)},   Named{"3", core::minutes(3)},
        Named{"5", core::minutes(5)},   Named{"15", core::minutes(15)},
        Named{"30", core::minutes(30)}, Named{"60", core::hours(1)},
        Named{"120", core::hours(2)},   Named{"240", core::hours(4)},
        Named{"360", core::hours(6)},   Named{"720", core::hours(12)},
        Named{"D", core::days(1)},      Named{"W", core::days(7)},
        Named{"M", calendar_month},
    };
    const auto found = std::ranges::find(known, text, &Named::name);
    return found == known.end() ? std::nullopt : std::optional{found->span};
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
