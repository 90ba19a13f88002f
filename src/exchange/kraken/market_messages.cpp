#include "exchange/kraken/market_messages.hpp"

#include "exchange/decimal_text.hpp"
#include "exchange/exact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::kraken {

namespace {

Json weighted(const Bar& bar, const core::Instrument& instrument) {
    return exact_number(to_string(average(bar.quote, instrument.units(bar.volume))));
}

Json price_number(core::Price price, const core::Instrument& instrument) {
    return exact_number(price_text(price, instrument));
}

Json qty_number(core::Qty qty, const core::Instrument& instrument) {
    return exact_number(qty_text(qty, instrument));
}

template <class Levels>
std::pair<core::Price, core::Qty> best(const Levels& levels) {
    if (levels.empty()) return {};
    return *levels.begin();
}

Json change_percent(const Bar& day) {
    constexpr std::int64_t hundredths_of_percent = 10'000;
    constexpr int digits = 2;
    const auto share = day.open.raw == 0 ? core::Wide{}
                                         : core::Wide{(day.close - day.open).raw} *
                                               hundredths_of_percent / day.open.raw;
    return exact_number(core::format_decimal(share, digits));
}

}  // namespace

Json trade_item(const MarketView& view, const Print& print) {
    return {{"symbol", view.instrument().symbol},
            {"side", print.taker == core::Side::Buy ? "buy" : "sell"},
            {"price", price_number(print.price, view.instrument())},
            {"qty", qty_number(print.qty, view.instrument())},
            {"ord_type", "market"},
            {"trade_id", print.id.value},
            {"timestamp", date_text(print.at)}};
}

Json last_trades(const MarketView& view) {
    constexpr std::size_t most = 50;
    const auto& prints = view.prints();
    auto rows = Json::array();
    for (auto i = prints.size() - std::min(most, prints.size()); i < prints.size(); ++i)
        rows.push_back(trade_item(view, prints[i]));
    return rows;
}

Json ticker_items(const MarketView& view, core::Time now) {
    const auto& instrument = view.instrument();
    const auto day = view.bars().day(now).value_or(Bar{});
    const auto [bid, bid_qty] = best(view.bids());
    const auto [ask, ask_qty] = best(view.asks());
    return Json::array({{{"symbol", instrument.symbol},
                         {"bid", price_number(bid, instrument)},
                         {"bid_qty", qty_number(bid_qty, instrument)},
                         {"ask", price_number(ask, instrument)},
                         {"ask_qty", qty_number(ask_qty, instrument)},
                         {"last", price_number(day.close, instrument)},
                         {"volume", qty_number(day.volume, instrument)},
                         {"vwap", weighted(day, instrument)},
                         {"low", price_number(day.low, instrument)},
                         {"high", price_number(day.high, instrument)},
                         {"change", price_number(day.close - day.open, instrument)},
                         {"change_pct", change_percent(day)},
                         {"timestamp", date_text(now)}}});
}

Json bar_items(const MarketView& view, core::Duration interval) {
    const auto& instrument = view.instrument();
    const auto bar = view.bars().current(interval);
    if (!bar) return Json::array();
    return Json::array({{{"symbol", instrument.symbol},
                         {"open", price_number(bar->open, instrument)},
                         {"high", price_number(bar->high, instrument)},
                         {"low", price_number(bar->low, instrument)},
                         {"close", price_number(bar->close, instrument)},
                         {"trades", bar->trades},
                         {"volume", qty_number(bar->volume, instrument)},
                         {"vwap", weighted(*bar, instrument)},
                         {"interval_begin", date_text(bar->open_time)},
                         {"interval", interval.ns / core::minutes(1).ns},
                         {"timestamp", date_text(bar_end(bar->open_time, interval))}}});
}

Json instrument_data(const Hall& hall) {
    constexpr int cost_precision = 5;
    constexpr int money_digits = 12;
    constexpr int precision = 10;
    auto assets = Json::array();
    for (const auto& asset : hall.catalog().assets())
        assets.push_back({{"id", asset},
                          {"status", "enabled"},
                          {"precision", precision},
                          {"precision_display", cost_precision},
                          {"borrowable", false},
                          {"collateral_value", exact_number("0.00")},
                          {"margin_rate", exact_number("0.000000")}});
    auto pairs = Json::array();
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        const auto& listing = hall.listing(instrument.id);
        const auto step = [](core::Money money) {
            return exact_number(core::format_decimal(money.raw, money_digits));
        };
        pairs.push_back({{"symbol", instrument.symbol},
                         {"base", listing.base},
                         {"quote", listing.quote},
                         {"status", hall.delisted(instrument.id) ? "delisted" : "online"},
                         {"qty_precision", qty_digits(instrument)},
                         {"qty_increment", step(instrument.lot)},
                         {"price_precision", price_digits(instrument)},
                         {"cost_precision", cost_precision},
                         {"marginable", false},
                         {"has_index", true},
                         {"cost_min", step(instrument.min_notional)},
                         {"tick_size", step(instrument.tick)},
                         {"price_increment", step(instrument.tick)},
                         {"qty_min", qty_number(instrument.min_qty, instrument)}});
    }
    return {{"assets", std::move(assets)}, {"pairs", std::move(pairs)}};
}

Json channel_message(std::string_view channel, std::string_view type, Json data) {
    return {{"channel", channel}, {"type", type}, {"data", std::move(data)}};
}

}  // namespace nightjar::exchange::kraken
