/// What everybody may ask.

#include "exchange/binance/handlers.hpp"
#include "exchange/binance/market_json.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

using core::Money;
using core::Side;

namespace {

constexpr std::size_t usual_rows = 500;
constexpr std::size_t most_rows = 1'000;

/// An answer for the symbol that was asked for, or for each.
template <class Make>
Answer by_symbol(const Office& office, const Params& params, Make make) {
    if (params.find("symbol")) {
        NJ_TRY(view, need_view(office, params));
        return make(*view);
    }
    auto all = Json::array();
    for (const auto& view : office.hall.views()) all.push_back(make(view));
    return all;
}

Json trade_json(const MarketView& view, const Print& print) {
    return {{"id", print.id.value},
            {"price", format_price(print.price, view.instrument())},
            {"qty", format_qty(print.qty, view.instrument())},
            {"quoteQty", to_string(print.quote)},
            {"time", ms_of(print.at)},
            {"isBuyerMaker", print.taker == Side::Sell},
            {"isBestMatch", true}};
}

Json aggregate_json(const MarketView& view, const Print& print) {
    return {{"a", print.id.value},
            {"p", format_price(print.price, view.instrument())},
            {"q", format_qty(print.qty, view.instrument())},
            {"f", print.id.value},
            {"l", print.id.value},
            {"T", ms_of(print.at)},
            {"m", print.taker == Side::Sell},
            {"M", true}};
}

}  // namespace

Answer ping(Office& /*office*/, const Call& /*call*/) { return Json::object(); }

Answer server_time(Office& office, const Call& /*call*/) {
    return Json{{"serverTime", ms_of(office.hall.now())}};
}

Answer depth(Office& office, const Call& call) {
    const bool spot = office.market == Market::Spot;
    constexpr std::size_t usual = 100;
    constexpr std::size_t most_spot = 5'000;
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(limit, call.params.limit(spot ? usual : usual_rows, spot ? most_spot : most_rows));
    // A futures client wants the snapshot's number within one of its messages: between two updates.
    Json json{{"lastUpdateId", view->update_id() + (spot ? 0U : 1U)}};
    if (!spot) {
        json["E"] = ms_of(office.hall.now());
        json["T"] = ms_of(view->changed());
    }
    json["bids"] = levels_json(view->bids(), view->instrument(), limit);
    json["asks"] = levels_json(view->asks(), view->instrument(), limit);
    return json;
}

Answer klines(Office& office, const Call& call) {
    constexpr std::size_t most_futures = 1'500;
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(text, call.params.need("interval"));
    const auto interval = read_interval(text);
    if (!interval) return refuse(-1120, "Invalid interval.");
    NJ_TRY(from, call.params.time("startTime"));
    NJ_TRY(to, call.params.time("endTime"));
    NJ_TRY(limit,
           call.params.limit(usual_rows, office.market == Market::Spot ? most_rows : most_futures));
    auto rows = Json::array();
    const auto& instrument = view->instrument();
    for (const auto& bar : view->bars().of(*interval, {from, to, limit}))
        rows.push_back(Json::array(
            {ms_of(bar.open_time), format_price(bar.open, instrument),
             format_price(bar.high, instrument), format_price(bar.low, instrument),
             format_price(bar.close, instrument), format_qty(bar.volume, instrument),
             ms_of(bar_end(bar.open_time, *interval)) - 1, to_string(bar.quote), bar.trades,
             format_qty(bar.taker_volume, instrument), to_string(bar.taker_quote), "0"}));
    return rows;
}

Answer trades(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(limit, call.params.limit(usual_rows, most_rows));
    auto rows = Json::array();
    const auto& prints = view->prints();
    for (auto i = prints.size() - std::min(limit, prints.size()); i < prints.size(); ++i)
        rows.push_back(trade_json(*view, prints[i]));
    return rows;
}

Answer aggregates(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(limit, call.params.limit(usual_rows, most_rows));
    NJ_TRY(from_id, call.params.number("fromId"));
    NJ_TRY(from, call.params.time("startTime"));
    NJ_TRY(to, call.params.time("endTime"));
    std::vector<const Print*> found;
    for (const auto& print : view->prints()) {
        if (from_id && print.id.value < static_cast<std::uint64_t>(*from_id)) continue;
        if ((from && print.at < *from) || (to && print.at > *to)) continue;
        found.push_back(&print);
    }
    // With a beginning, from there; else the newest.
    const auto skipped = from_id || from ? 0 : found.size() - std::min(limit, found.size());
    auto rows = Json::array();
    for (auto i = skipped; i < found.size() && rows.size() < limit; ++i)
        rows.push_back(aggregate_json(*view, *found[i]));
    return rows;
}

Answer ticker_day(Office& office, const Call& call) {
    return by_symbol(office, call.params, [&](const MarketView& view) {
        return day_json(office.market, view, office.hall.now());
    });
}

Answer ticker_price(Office& office, const Call& call) {
    return by_symbol(office, call.params, [&](const MarketView& view) {
        Json json{{"symbol", view.instrument().symbol},
                  {"price", format_price(view.last().value_or(core::Price{}), view.instrument())}};
        if (office.market == Market::UsdFutures) json["time"] = ms_of(office.hall.now());
        return json;
    });
}

Answer ticker_book(Office& office, const Call& call) {
    return by_symbol(office, call.params, [&](const MarketView& view) {
        const auto top = top_of(view);
        Json json{{"symbol", view.instrument().symbol},
                  {"bidPrice", top.bid},
                  {"bidQty", top.bid_qty},
                  {"askPrice", top.ask},
                  {"askQty", top.ask_qty}};
        if (office.market == Market::UsdFutures) json["time"] = ms_of(office.hall.now());
        return json;
    });
}

Answer average_price_now(Office& office, const Call& call) {
    constexpr std::int64_t minutes = 5;
    NJ_TRY(view, need_view(office, call.params));
    const auto bars = view->bars().of(Bars::unit, {std::nullopt, std::nullopt, minutes});
    Money quote;
    Money units;
    for (const auto& bar : bars) {
        quote += bar.quote;
        units += view->instrument().units(bar.volume);
    }
    return Json{{"mins", minutes},
                {"price", to_string(average(quote, units))},
                {"closeTime", ms_of(office.hall.now())}};
}

Answer premium_index(Office& office, const Call& call) {
    return by_symbol(office, call.params, [&](const MarketView& view) {
        const auto mark = mark_text(view);
        return Json{{"symbol", view.instrument().symbol},
                    {"markPrice", mark},
                    {"indexPrice", mark},
                    {"estimatedSettlePrice", mark},
                    {"lastFundingRate", funding_text()},
                    {"interestRate", funding_text()},
                    {"nextFundingTime", ms_of(next_funding(office.hall.now()))},
                    {"time", ms_of(office.hall.now())}};
    });
}

Answer funding_rates(Office& office, const Call& call) {
    const auto settled = next_funding(office.hall.now()) - sim::FundingModel::every;
    const bool since = settled >= office.hall.config().opens;
    auto rows = Json::array();
    for (const auto& view : office.hall.views()) {
        const auto symbol = call.params.find("symbol");
        if (!since || (symbol && *symbol != view.instrument().symbol)) continue;
        rows.push_back({{"symbol", view.instrument().symbol},
                        {"fundingTime", ms_of(settled)},
                        {"fundingRate", funding_text()},
                        {"markPrice", mark_text(view)}});
    }
    return rows;
}

}  // namespace nightjar::exchange::binance
