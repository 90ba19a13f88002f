#include "exchange/okx/market_json.hpp"

#include "exchange/decimal_text.hpp"

#include <array>

namespace nightjar::exchange::okx {

std::optional<core::Duration> read_bar(std::string_view text) {
    static constexpr std::array known{
        NamedSpan{"1m", core::minutes(1)},   NamedSpan{"3m", core::minutes(3)},
        NamedSpan{"5m", core::minutes(5)},   NamedSpan{"15m", core::minutes(15)},
        NamedSpan{"30m", core::minutes(30)}, NamedSpan{"1H", core::hours(1)},
        NamedSpan{"2H", core::hours(2)},     NamedSpan{"4H", core::hours(4)},
        NamedSpan{"6H", core::hours(6)},     NamedSpan{"12H", core::hours(12)},
        NamedSpan{"1D", core::days(1)},      NamedSpan{"1W", core::days(7)},
        NamedSpan{"1M", calendar_month},
    };
    constexpr std::string_view utc{"utc"};
    if (text.ends_with(utc)) text.remove_suffix(utc.size());
    return find_span(text, known);
}

Json trade_json(const MarketView& view, const Print& print) {
    return {{"instId", view.instrument().symbol},
            {"tradeId", std::to_string(print.id.value)},
            {"px", format_price(print.price, view.instrument())},
            {"sz", qty_text(print.qty, view.instrument())},
            {"side", core::name(print.taker)},
            {"ts", ms_text(print.at)},
            {"count", "1"},
            {"source", "0"}};
}

Json candle_json(const MarketView& view, const Bar& bar, bool closed) {
    const auto& instrument = view.instrument();
    const auto quote = to_string(bar.quote);
    return Json::array({ms_text(bar.open_time), format_price(bar.open, instrument),
                        format_price(bar.high, instrument), format_price(bar.low, instrument),
                        format_price(bar.close, instrument), qty_text(bar.volume, instrument),
                        is_swap(instrument) ? units_text(bar.volume, instrument) : quote, quote,
                        closed ? "1" : "0"});
}

Json ticker_json(const MarketView& view, core::Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    const auto top = top_of(view);
    const auto open = format_price(day.open, instrument);
    return {
        {"instType", type_of(instrument)},
        {"instId", instrument.symbol},
        {"last", format_price(view.last().value_or(day.close), instrument)},
        {"lastSz", view.prints().empty() ? "0" : qty_text(view.prints().back().qty, instrument)},
        {"askPx", top.ask},
        {"askSz", top.ask_qty},
        {"bidPx", top.bid},
        {"bidSz", top.bid_qty},
        {"open24h", open},
        {"high24h", format_price(day.high, instrument)},
        {"low24h", format_price(day.low, instrument)},
        {"volCcy24h",
         is_swap(instrument) ? units_text(day.volume, instrument) : to_string(day.quote)},
        {"vol24h", qty_text(day.volume, instrument)},
        {"sodUtc0", open},
        {"sodUtc8", open},
        {"ts", ms_text(now)}};
}

Json mark_json(const MarketView& view, core::Time now) {
    return {{"instType", type_of(view.instrument())},
            {"instId", view.instrument().symbol},
            {"markPx", mark_text(view)},
            {"ts", ms_text(now)}};
}

Json funding_json(const MarketView& view, core::Time now) {
    const auto next = next_funding(now);
    return {{"instType", "SWAP"},
            {"instId", view.instrument().symbol},
            {"method", "current_period"},
            {"formulaType", "withRate"},
            {"fundingRate", funding_text()},
            {"nextFundingRate", ""},
            {"fundingTime", ms_text(next)},
            {"nextFundingTime", ms_text(next + sim::FundingModel::every)},
            {"prevFundingTime", ms_text(next - sim::FundingModel::every)},
            {"minFundingRate", "-0.015"},
            {"maxFundingRate", "0.015"},
            {"interestRate", "0"},
            {"settState", "settled"},
            {"settFundingRate", funding_text()},
            {"premium", "0"},
            {"ts", ms_text(now)}};
}

}  // namespace nightjar::exchange::okx
