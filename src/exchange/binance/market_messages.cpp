#include "exchange/binance/market_messages.hpp"

#include "exchange/binance/market_json.hpp"
#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::exchange::binance {

using core::Side;
using core::Time;

namespace {

constexpr auto all_levels = std::numeric_limits<std::size_t>::max();

Json head(const char* kind, const MarketView& view, Time now) {
    return {{"e", kind}, {"E", ms_of(now)}, {"s", view.instrument().symbol}};
}

}  // namespace

Json trade_message(Market market, const MarketView& view, const Print& print) {
    auto json = head("trade", view, print.at);
    json.update({{"t", print.id.value},
                 {"p", format_price(print.price, view.instrument())},
                 {"q", format_qty(print.qty, view.instrument())},
                 {"T", ms_of(print.at)},
                 {"m", print.taker == Side::Sell}});
    if (market == Market::Spot)
        json["M"] = true;
    else
        json["X"] = "MARKET";
    return json;
}

Json aggregate_message(const MarketView& view, const Print& print) {
    auto json = head("aggTrade", view, print.at);
    json.update({{"a", print.id.value},
                 {"p", format_price(print.price, view.instrument())},
                 {"q", format_qty(print.qty, view.instrument())},
                 {"f", print.id.value},
                 {"l", print.id.value},
                 {"T", ms_of(print.at)},
                 {"m", print.taker == Side::Sell},
                 {"M", true}});
    return json;
}

Json top_message(Market market, const MarketView& view, Time now) {
    const auto top = top_of(view);
    Json json;
    if (market == Market::UsdFutures) json = {{"e", "bookTicker"}};
    json["u"] = view.update_id();
    if (market == Market::UsdFutures) {
        json["E"] = ms_of(now);
        json["T"] = ms_of(view.changed());
    }
    json.update({{"s", view.instrument().symbol},
                 {"b", top.bid},
                 {"B", top.bid_qty},
                 {"a", top.ask},
                 {"A", top.ask_qty}});
    return json;
}

Json diff_message(Market market, const MarketView& view, const DepthDiff& diff, Time now) {
    auto json = head("depthUpdate", view, now);
    if (market == Market::UsdFutures) json["T"] = ms_of(view.changed());
    json["U"] = diff.first;
    json["u"] = diff.last;
    if (market == Market::UsdFutures) json["pu"] = diff.previous;
    json["b"] = levels_json(diff.bids, view.instrument(), all_levels);
    json["a"] = levels_json(diff.asks, view.instrument(), all_levels);
    return json;
}

Json partial_message(Market market, const MarketView& view, const DepthDiff& diff,
                     std::size_t levels, Time now) {
    const auto bids = levels_json(view.bids(), view.instrument(), levels);
    const auto asks = levels_json(view.asks(), view.instrument(), levels);
    if (market == Market::Spot)
        return {{"lastUpdateId", view.update_id()}, {"bids", bids}, {"asks", asks}};
    auto json = head("depthUpdate", view, now);
    json["T"] = ms_of(view.changed());
    json.update({{"U", diff.first}, {"u", diff.last}, {"pu", diff.previous}});
    json["b"] = bids;
    json["a"] = asks;
    return json;
}

Json kline_message(const MarketView& view, const Bar& bar, core::Duration interval,
                   std::string_view name, bool closed, Time now) {
    const auto& instrument = view.instrument();
    auto json = head("kline", view, now);
    json["k"] = {{"t", ms_of(bar.open_time)},
                 {"T", ms_of(bar_end(bar.open_time, interval)) - 1},
                 {"s", instrument.symbol},
                 {"i", name},
                 {"f", bar.trades > 0 ? static_cast<std::int64_t>(bar.first_trade.value) : -1},
                 {"L", bar.trades > 0 ? static_cast<std::int64_t>(bar.last_trade.value) : -1},
                 {"o", format_price(bar.open, instrument)},
                 {"c", format_price(bar.close, instrument)},
                 {"h", format_price(bar.high, instrument)},
                 {"l", format_price(bar.low, instrument)},
                 {"v", format_qty(bar.volume, instrument)},
                 {"n", bar.trades},
                 {"x", closed},
                 {"q", to_string(bar.quote)},
                 {"V", format_qty(bar.taker_volume, instrument)},
                 {"Q", to_string(bar.taker_quote)},
                 {"B", "0"}};
    return json;
}

Json ticker_message(Market market, const MarketView& view, Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    const auto change = change_of(day, instrument);
    auto json = head("24hrTicker", view, now);
    json.update(
        {{"p", change.amount}, {"P", change.percent}, {"w", weighted_price(day, instrument)}});
    if (market == Market::Spot) json["x"] = format_price(day.open, instrument);
    json["c"] = format_price(day.close, instrument);
    json["Q"] = view.prints().empty() ? "0" : format_qty(view.prints().back().qty, instrument);
    if (market == Market::Spot) {
        const auto top = top_of(view);
        json.update({{"b", top.bid}, {"B", top.bid_qty}, {"a", top.ask}, {"A", top.ask_qty}});
    }
    json.update({{"o", format_price(day.open, instrument)},
                 {"h", format_price(day.high, instrument)},
                 {"l", format_price(day.low, instrument)},
                 {"v", format_qty(day.volume, instrument)},
                 {"q", to_string(day.quote)},
                 {"O", ms_of(std::max(day.open_time, now - core::days(1)))},
                 {"C", ms_of(now)},
                 {"F", day.first_trade.value},
                 {"L", day.last_trade.value},
                 {"n", day.trades}});
    return json;
}

Json mini_ticker_message(const MarketView& view, Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    auto json = head("24hrMiniTicker", view, now);
    json.update({{"c", format_price(day.close, instrument)},
                 {"o", format_price(day.open, instrument)},
                 {"h", format_price(day.high, instrument)},
                 {"l", format_price(day.low, instrument)},
                 {"v", format_qty(day.volume, instrument)},
                 {"q", to_string(day.quote)}});
    return json;
}

Json mark_message(const MarketView& view, Time now) {
    const auto mark = mark_text(view);
    auto json = head("markPriceUpdate", view, now);
    json.update({{"p", mark},
                 {"i", mark},
                 {"P", mark},
                 {"r", funding_text()},
                 {"T", ms_of(next_funding(now))}});
    return json;
}

}  // namespace nightjar::exchange::binance
