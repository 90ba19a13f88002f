/// What everybody may ask.

#include "exchange/bybit/handlers.hpp"
#include "exchange/bybit/market_json.hpp"
#include "exchange/decimal_text.hpp"
#include "exchange/margin_tiers.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace nightjar::exchange::bybit {

namespace {

const char* status_of(const Hall& hall, const core::Instrument& instrument) {
    return hall.delisted(instrument.id) ? "Closed" : "Trading";
}

Json head(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    return {{"symbol", symbol_of(instrument)},
            {"baseCoin", listing.base},
            {"quoteCoin", listing.quote},
            {"status", status_of(hall, instrument)}};
}

Json spot_json(const Hall& hall, const core::Instrument& instrument) {
    const auto most = qty_text(instrument.max_qty, instrument);
    constexpr std::int64_t highest_amount = 8'000'000;
    auto json = head(hall, instrument);
    json.update({{"innovation", "0"},
                 {"marginTrading", "none"},
                 {"stTag", "0"},
                 {"lotSizeFilter",
                  {{"basePrecision", to_string(instrument.lot)},
                   {"quotePrecision", "0.00000001"},
                   {"minOrderQty", qty_text(instrument.min_qty, instrument)},
                   {"maxOrderQty", most},
                   {"minOrderAmt", to_string(instrument.min_notional)},
                   {"maxOrderAmt", std::to_string(highest_amount)},
                   {"maxLimitOrderQty", most},
                   {"maxMarketOrderQty", most},
                   {"postOnlyMaxLimitOrderSize", most}}},
                 {"priceFilter", {{"tickSize", to_string(instrument.tick)}}},
                 {"riskParameters", {{"priceLimitRatioX", "1"}, {"priceLimitRatioY", "1"}}}});
    return json;
}

Json linear_json(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    const auto most = qty_text(instrument.max_qty, instrument);
    const auto fees = hall.config().fees.rates(instrument.kind);
    auto json = head(hall, instrument);
    json.update({{"contractType", "LinearPerpetual"},
                 {"settleCoin", listing.quote},
                 {"launchTime", ms_text(hall.config().opens)},
                 {"deliveryTime", "0"},
                 {"deliveryFeeRate", ""},
                 {"priceScale", "2"},
                 {"takerFee", rate_text(fees.taker_ppb)},
                 {"makerFee", rate_text(fees.maker_ppb)},
                 {"leverageFilter",
                  {{"minLeverage", "1"},
                   {"maxLeverage", std::to_string(listing.max_leverage)},
                   {"leverageStep", "1"}}},
                 {"priceFilter",
                  {{"minPrice", to_string(instrument.tick)},
                   {"maxPrice", format_price(listing.max_price, instrument)},
                   {"tickSize", to_string(instrument.tick)}}},
                 {"lotSizeFilter",
                  {{"minOrderQty", qty_text(instrument.min_qty, instrument)},
                   {"maxOrderQty", most},
                   {"maxMktOrderQty", most},
                   {"postOnlyMaxOrderQty", most},
                   {"qtyStep", to_string(instrument.lot)},
                   {"minNotionalValue", to_string(instrument.min_notional)}}},
                 {"unifiedMarginTrade", true},
                 {"fundingInterval", 480},
                 {"copyTrading", "none"},
                 {"upperFundingRate", "0.005"},
                 {"lowerFundingRate", "-0.005"},
                 {"isPreListing", false},
                 {"preListingInfo", nullptr}});
    return json;
}

Json list_of(const Args& args, Json rows) {
    return {{"category", args.get("category")}, {"list", std::move(rows)}, {"nextPageCursor", ""}};
}

}  // namespace

Answer server_time(Office& office, const Call& /*call*/) {
    const auto ns = office.hall.now().ns;
    return Said{{{"timeSecond", std::to_string(ns / core::seconds(1).ns)},
                 {"timeNano", std::to_string(ns)}}};
}

Answer instruments_info(Office& office, const Call& call) {
    // Whoever asks for the venue's other categories learns that there is nothing in them here.
    static constexpr std::array categories{"spot", "linear", "inverse", "option"};
    if (std::ranges::find(categories, call.args.get("category")) == categories.end())
        return core::fail(Errc::BadRequest, "params error: Category is invalid");
    const auto status = call.args.find("status").value_or("Trading");
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        if (fits(office.hall, view.instrument(), call.args) &&
            status == status_of(office.hall, view.instrument()))
            rows.push_back(is_linear(view.instrument())
                               ? linear_json(office.hall, view.instrument())
                               : spot_json(office.hall, view.instrument()));
    return Said{list_of(call.args, std::move(rows))};
}

Answer risk_limits(Office& office, const Call& call) {
    if (call.args.get("category") != "linear")
        return core::fail(Errc::BadRequest, "params error: Category is invalid");
    auto rows = Json::array();
    for (const auto& view : office.hall.views()) {
        const auto& instrument = view.instrument();
        if (!is_linear(instrument) || !fits(office.hall, instrument, call.args)) continue;
        for (const auto& tier : margin_tiers_of(office.hall, instrument))
            rows.push_back({{"id", tier.number},
                            {"symbol", symbol_of(instrument)},
                            {"riskLimitValue", to_string(tier.up_to)},
                            {"maintenanceMargin", tier.maintenance},
                            {"initialMargin", tier.initial},
                            {"isLowestRisk", tier.number == 1 ? 1 : 0},
                            {"maxLeverage", std::to_string(tier.leverage)},
                            {"mmDeduction", tier.number == 1 ? "" : to_string(tier.deduction)}});
    }
    return Said{list_of(call.args, std::move(rows))};
}

Answer orderbook(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office.hall, call.args));
    const bool linear = is_linear(view->instrument());
    const std::size_t usual = linear ? 25 : 1;
    const std::size_t most = linear ? 500 : 200;
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    return Said{{{"s", symbol_of(view->instrument())},
                 {"b", levels_json(view->bids(), view->instrument(), limit)},
                 {"a", levels_json(view->asks(), view->instrument(), limit)},
                 {"ts", ms_of(office.hall.now())},
                 {"u", view->update_id()},
                 {"seq", view->update_id()},
                 {"cts", ms_of(view->changed())}}};
}

Answer klines(Office& office, const Call& call) {
    constexpr std::size_t usual = 200;
    constexpr std::size_t most = 1'000;
    NJ_TRY(view, need_view(office.hall, call.args));
    const auto interval = read_interval(call.args.get("interval"));
    if (!interval) return core::fail(Errc::BadRequest, "params error: Invalid period!");
    NJ_TRY(from, call.args.time("start"));
    NJ_TRY(to, call.args.time("end"));
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    const auto& instrument = view->instrument();
    const auto bars = view->bars().of(*interval, {from, to, limit});
    auto rows = Json::array();
    for (const auto& bar : std::views::reverse(bars))
        rows.push_back(
            Json::array({ms_text(bar.open_time), format_price(bar.open, instrument),
                         format_price(bar.high, instrument), format_price(bar.low, instrument),
                         format_price(bar.close, instrument), qty_text(bar.volume, instrument),
                         to_string(bar.quote)}));
    return Said{{{"symbol", symbol_of(instrument)},
                 {"category", category_of(instrument)},
                 {"list", std::move(rows)}}};
}

Answer recent_trades(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office.hall, call.args));
    const auto& instrument = view->instrument();
    const bool linear = is_linear(instrument);
    const std::size_t usual = linear ? 500 : 60;
    const std::size_t most = linear ? 1'000 : 60;
    NJ_TRY(limit, call.args.rows("limit", usual, most));
    auto rows = Json::array();
    for (const auto& print : std::views::reverse(view->prints())) {
        if (rows.size() == limit) break;
        rows.push_back({{"execId", std::to_string(print.id.value)},
                        {"symbol", symbol_of(instrument)},
                        {"price", format_price(print.price, instrument)},
                        {"size", qty_text(print.qty, instrument)},
                        {"side", side_text(print.taker)},
                        {"time", ms_text(print.at)},
                        {"isBlockTrade", false},
                        {"isRPITrade", false},
                        {"seq", std::to_string(print.id.value)}});
    }
    return Said{{{"category", category_of(instrument)}, {"list", std::move(rows)}}};
}

Answer tickers(Office& office, const Call& call) {
    if (const auto known = need_linear(call.args); !known) return std::unexpected{known.error()};
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        if (fits(office.hall, view.instrument(), call.args))
            rows.push_back(ticker_json(office.hall, view));
    if (rows.empty()) return core::fail(Errc::UnknownInstrument, "not listed");
    return Said{{{"category", call.args.get("category")}, {"list", std::move(rows)}}};
}

Answer funding_history(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office.hall, call.args));
    const auto settled = next_funding(office.hall.now()) - sim::FundingModel::every;
    auto rows = Json::array();
    if (is_linear(view->instrument()) && settled >= office.hall.config().opens)
        rows.push_back({{"symbol", symbol_of(view->instrument())},
                        {"fundingRate", funding_text()},
                        {"fundingRateTimestamp", ms_text(settled)}});
    return Said{{{"category", call.args.get("category")}, {"list", std::move(rows)}}};
}

}  // namespace nightjar::exchange::bybit
