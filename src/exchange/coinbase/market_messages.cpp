#include "exchange/coinbase/market_messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::coinbase {

namespace {

template <class Levels>
void add_levels(Json& rows, const Levels& levels, const MarketView& view, const char* side) {
    const auto at = core::format_time(view.changed());
    for (const auto& [price, qty] : levels)
        rows.push_back({{"side", side},
                        {"event_time", at},
                        {"price_level", format_price(price, view.instrument())},
                        {"new_quantity", format_qty(qty, view.instrument())}});
}

template <class Bidders, class Askers>
Json book_event(const MarketView& view, const char* type, const Bidders& bids, const Askers& asks) {
    auto rows = Json::array();
    add_levels(rows, bids, view, "bid");
    add_levels(rows, asks, view, "offer");
    return {{"type", type}, {"product_id", view.instrument().symbol}, {"updates", std::move(rows)}};
}

template <class Levels>
std::pair<std::string, std::string> best_of(const Levels& levels,
                                            const core::Instrument& instrument) {
    if (levels.empty()) return {"", ""};
    const auto& [price, qty] = *levels.begin();
    return {format_price(price, instrument), format_qty(qty, instrument)};
}

}  // namespace

Json trade_json(const MarketView& view, const Print& print) {
    return {{"trade_id", std::to_string(print.id.value)},
            {"product_id", view.instrument().symbol},
            {"price", format_price(print.price, view.instrument())},
            {"size", format_qty(print.qty, view.instrument())},
            {"side", side_text(print.taker)},
            {"time", core::format_time(print.at)}};
}

Json candle_json(const MarketView& view, const Bar& bar) {
    const auto& instrument = view.instrument();
    return {{"start", std::to_string(core::count_of(bar.open_time, core::seconds(1)))},
            {"high", format_price(bar.high, instrument)},
            {"low", format_price(bar.low, instrument)},
            {"open", format_price(bar.open, instrument)},
            {"close", format_price(bar.close, instrument)},
            {"volume", format_qty(bar.volume, instrument)}};
}

Json book_snapshot(const MarketView& view) {
    return book_event(view, "snapshot", view.bids(), view.asks());
}

Json book_update(const MarketView& view, const DepthDiff& diff) {
    return book_event(view, "update", diff.bids, diff.asks);
}

Json trades_snapshot(const MarketView& view) {
    constexpr std::size_t most = 100;
    auto rows = Json::array();
    const auto& prints = view.prints();
    for (auto print = prints.rbegin(); print != prints.rend() && rows.size() < most; ++print)
        rows.push_back(trade_json(view, *print));
    return {{"type", "snapshot"}, {"trades", std::move(rows)}};
}

Json trades_update(const MarketView& view, const Print& print) {
    return {{"type", "update"}, {"trades", Json::array({trade_json(view, print)})}};
}

Json ticker_event(const MarketView& view, std::string_view type, core::Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    const auto [bid, bid_qty] = best_of(view.bids(), instrument);
    const auto [ask, ask_qty] = best_of(view.asks(), instrument);
    constexpr std::int64_t ten_thousandths_of_percent = 1'000'000;
    constexpr int digits = 4;
    const auto change = day.open.raw == 0 ? core::Wide{}
                                          : core::Wide{(day.close - day.open).raw} *
                                                ten_thousandths_of_percent / day.open.raw;
    auto item = Json{{"type", "ticker"},
                     {"product_id", instrument.symbol},
                     {"price", format_price(day.close, instrument)},
                     {"volume_24_h", format_qty(day.volume, instrument)},
                     {"low_24_h", format_price(day.low, instrument)},
                     {"high_24_h", format_price(day.high, instrument)},
                     {"low_52_w", format_price(day.low, instrument)},
                     {"high_52_w", format_price(day.high, instrument)},
                     {"price_percent_chg_24_h", core::format_decimal(change, digits)},
                     {"best_bid", bid},
                     {"best_bid_quantity", bid_qty},
                     {"best_ask", ask},
                     {"best_ask_quantity", ask_qty}};
    return {{"type", type}, {"tickers", Json::array({std::move(item)})}};
}

Json candles_event(const MarketView& view, std::string_view type, const std::vector<Bar>& bars) {
    auto rows = Json::array();
    for (const auto& bar : bars) {
        auto row = candle_json(view, bar);
        row["product_id"] = view.instrument().symbol;
        rows.push_back(std::move(row));
    }
    return {{"type", type}, {"candles", std::move(rows)}};
}

}  // namespace nightjar::exchange::coinbase
