/// What is listed, and how it may be traded.

#include "exchange/binance/handlers.hpp"
#include "exchange/binance/limits.hpp"
#include "exchange/binance/terms.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

namespace {

Json rate_limits(Market market) {
    const auto rule = [](const char* kind, const char* interval, int number, std::int64_t limit) {
        return Json{{"rateLimitType", kind},
                    {"interval", interval},
                    {"intervalNum", number},
                    {"limit", limit}};
    };
    const auto limits = limits_of(market);
    constexpr int ten = 10;
    auto rules = Json::array();
    rules.push_back(rule("REQUEST_WEIGHT", "MINUTE", 1, limits.weight));
    rules.push_back(rule("ORDERS", "SECOND", ten, limits.orders_10s));
    rules.push_back(market == Market::Spot ? rule("ORDERS", "DAY", 1, limits.orders_long)
                                           : rule("ORDERS", "MINUTE", 1, limits.orders_long));
    return rules;
}

Json filters(Market market, const Hall& hall, const core::Instrument& instrument) {
    const auto step = core::Price{1};
    const auto lot = [&](const char* type) {
        return Json{{"filterType", type},
                    {"minQty", format_qty(instrument.min_qty, instrument)},
                    {"maxQty", format_qty(instrument.max_qty, instrument)},
                    {"stepSize", format_qty(core::Qty{1}, instrument)}};
    };
    auto all = Json::array();
    all.push_back({{"filterType", "PRICE_FILTER"},
                   {"minPrice", format_price(step, instrument)},
                   {"maxPrice", format_price(hall.listing(instrument.id).max_price, instrument)},
                   {"tickSize", format_price(step, instrument)}});
    all.push_back(lot("LOT_SIZE"));
    all.push_back(lot("MARKET_LOT_SIZE"));
    if (market == Market::Spot)
        all.push_back({{"filterType", "NOTIONAL"},
                       {"minNotional", to_string(instrument.min_notional)},
                       {"applyMinToMarket", true},
                       {"maxNotional", "9000000"},
                       {"applyMaxToMarket", false},
                       {"avgPriceMins", 0}});
    else
        all.push_back(
            {{"filterType", "MIN_NOTIONAL"}, {"notional", to_string(instrument.min_notional)}});
    if (market == Market::Spot)
        all.push_back({{"filterType", "ICEBERG_PARTS"}, {"limit", most_iceberg_parts}});
    const char* most = market == Market::Spot ? "maxNumOrders" : "limit";
    all.push_back({{"filterType", "MAX_NUM_ORDERS"}, {most, hall.config().max_open_orders}});
    return all;
}

Json spot_symbol(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    constexpr int precision = 8;
    Json json{{"symbol", instrument.symbol},
              {"status", hall.delisted(instrument.id) ? "BREAK" : "TRADING"},
              {"baseAsset", listing.base},
              {"baseAssetPrecision", precision},
              {"quoteAsset", listing.quote},
              {"quotePrecision", precision},
              {"quoteAssetPrecision", precision},
              {"baseCommissionPrecision", precision},
              {"quoteCommissionPrecision", precision}};
    json["orderTypes"] = {"LIMIT",           "LIMIT_MAKER", "MARKET",           "STOP_LOSS",
                          "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"};
    json.update({{"icebergAllowed", true},
                 {"ocoAllowed", false},
                 {"otoAllowed", false},
                 {"quoteOrderQtyMarketAllowed", true},
                 {"allowTrailingStop", false},
                 {"cancelReplaceAllowed", true},
                 {"amendAllowed", false},
                 {"isSpotTradingAllowed", true},
                 {"isMarginTradingAllowed", false}});
    json["filters"] = filters(Market::Spot, hall, instrument);
    json["permissions"] = Json::array();
    json["permissionSets"] = Json::array({Json::array({"SPOT"})});
    json["defaultSelfTradePreventionMode"] = "EXPIRE_MAKER";
    json["allowedSelfTradePreventionModes"] = Json::array({"EXPIRE_MAKER"});
    return json;
}

Json futures_symbol(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    constexpr std::int64_t never = 4'133'404'800'000;
    constexpr std::int64_t percent_bps = 100;
    constexpr int precision = 8;
    const auto digits = [](const std::string& step) { return core::fraction_digits(step); };
    Json json{{"symbol", instrument.symbol},
              {"pair", instrument.symbol},
              {"contractType", "PERPETUAL"},
              {"deliveryDate", never},
              {"onboardDate", ms_of(hall.config().opens - hall.config().warm_up)},
              {"status", hall.delisted(instrument.id) ? "SETTLING" : "TRADING"},
              {"maintMarginPercent",
               to_string(scaled(core::whole(instrument.maintenance_margin_bps), 1, percent_bps))},
              {"requiredMarginPercent",
               to_string(scaled(core::whole(instrument.initial_margin_bps), 1, percent_bps))},
              {"baseAsset", listing.base},
              {"quoteAsset", listing.quote},
              {"marginAsset", listing.quote},
              {"pricePrecision", digits(format_price(core::Price{1}, instrument))},
              {"quantityPrecision", digits(format_qty(core::Qty{1}, instrument))},
              {"baseAssetPrecision", precision},
              {"quotePrecision", precision},
              {"underlyingType", "COIN"}};
    json["underlyingSubType"] = Json::array({"PoW"});
    json["triggerProtect"] = "0.05";
    json["liquidationFee"] = "0.005";
    json["marketTakeBound"] = "0.05";
    json["filters"] = filters(Market::UsdFutures, hall, instrument);
    json["orderTypes"] = Json::array({"LIMIT", "MARKET"});
    json["timeInForce"] = Json::array({"GTC", "IOC", "FOK", "GTX"});
    return json;
}

Json info_head(const Office& office) {
    return {{"timezone", "UTC"},
            {"serverTime", ms_of(office.hall.now())},
            {"rateLimits", rate_limits(office.market)},
            {"exchangeFilters", Json::array()}};
}

}  // namespace

Answer exchange_info(Office& office, const Call& call) {
    auto info = info_head(office);
    const bool spot = office.market == Market::Spot;
    if (!spot) {
        auto assets = Json::array();
        assets.push_back({{"asset", office.hall.config().currency},
                          {"marginAvailable", true},
                          {"autoAssetExchange", "0"}});
        info["assets"] = std::move(assets);
    }
    const auto wanted = call.params.find("symbol");
    if (wanted && office.hall.find(*wanted) == nullptr) return refuse(-1121, "Invalid symbol.");
    auto symbols = Json::array();
    for (const auto& view : office.hall.views()) {
        const auto& instrument = view.instrument();
        if (wanted && *wanted != instrument.symbol) continue;
        symbols.push_back(spot ? spot_symbol(office.hall, instrument)
                               : futures_symbol(office.hall, instrument));
    }
    info["symbols"] = std::move(symbols);
    return info;
}

Answer no_symbols(Office& office, const Call& /*call*/) {
    auto info = info_head(office);
    info["symbols"] = Json::array();
    return info;
}

Answer empty_list(Office& /*office*/, const Call& /*call*/) { return Json::array(); }

Answer currencies(Office& office, const Call& call) {
    auto all = Json::array();
    const auto& assets = office.hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const auto holding = office.hall.holding(*call.client, {static_cast<std::uint16_t>(i)});
        all.push_back({{"coin", assets[i]},
                       {"depositAllEnable", false},
                       {"withdrawAllEnable", false},
                       {"name", assets[i]},
                       {"free", to_string(holding.free())},
                       {"locked", to_string(holding.locked)},
                       {"freeze", "0"},
                       {"withdrawing", "0"},
                       {"ipoing", "0"},
                       {"ipoable", "0"},
                       {"storage", "0"},
                       {"isLegalMoney", false},
                       {"trading", true},
                       {"networkList", Json::array()}});
    }
    return all;
}

}  // namespace nightjar::exchange::binance
