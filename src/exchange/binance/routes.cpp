/// Which path is whose, with the weight that the venue's documentation gives it.

#include "exchange/binance/front_desk.hpp"
#include "exchange/binance/handlers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace nightjar::exchange::binance {

namespace {

using enum Security;

constexpr std::array spot{
    Route{"GET", "/api/v3/ping", 1, None, ping},
    Route{"GET", "/api/v3/time", 1, None, server_time},
    Route{"GET", "/api/v3/exchangeInfo", 20, None, exchange_info},
    Route{"GET", "/api/v3/depth", 5, None, depth},
    Route{"GET", "/api/v3/klines", 2, None, klines},
    Route{"GET", "/api/v3/uiKlines", 2, None, klines},
    Route{"GET", "/api/v3/trades", 25, None, trades},
    Route{"GET", "/api/v3/historicalTrades", 25, None, trades},
    Route{"GET", "/api/v3/aggTrades", 4, None, aggregates},
    Route{"GET", "/api/v3/ticker/24hr", 2, None, ticker_day},
    Route{"GET", "/api/v3/ticker/price", 2, None, ticker_price},
    Route{"GET", "/api/v3/ticker/bookTicker", 2, None, ticker_book},
    Route{"GET", "/api/v3/avgPrice", 2, None, average_price_now},
    Route{"POST", "/api/v3/order", 1, Signed, place_order, true},
    Route{"POST", "/api/v3/order/test", 1, Signed, test_order},
    Route{"GET", "/api/v3/order", 4, Signed, query_order},
    Route{"DELETE", "/api/v3/order", 1, Signed, cancel_order},
    Route{"POST", "/api/v3/order/cancelReplace", 1, Signed, cancel_replace, true},
    Route{"GET", "/api/v3/openOrders", 6, Signed, open_orders},
    Route{"DELETE", "/api/v3/openOrders", 1, Signed, cancel_open_orders},
    Route{"GET", "/api/v3/allOrders", 20, Signed, all_orders},
    Route{"GET", "/api/v3/account", 20, Signed, spot_account},
    Route{"GET", "/api/v3/account/commission", 20, Signed, commission},
    Route{"GET", "/sapi/v1/account/apiRestrictions", 1, Signed, key_rights},
    Route{"GET", "/api/v3/myTrades", 20, Signed, executions},
    Route{"GET", "/sapi/v1/capital/config/getall", 10, Signed, currencies},
    Route{"GET", "/sapi/v1/asset/tradeFee", 1, Signed, trade_fees},
    Route{"GET", "/sapi/v1/margin/allPairs", 1, Key, empty_list},
    Route{"GET", "/sapi/v1/margin/allAssets", 1, Key, empty_list},
    Route{"GET", "/sapi/v1/margin/isolated/allPairs", 1, Key, empty_list},
    // A client that asks for all of the venue's markets learns that there are no others here.
    Route{"GET", "/fapi/v1/exchangeInfo", 1, None, no_symbols},
    Route{"GET", "/dapi/v1/exchangeInfo", 1, None, no_symbols},
};

constexpr std::array usd_futures{
    Route{"GET", "/fapi/v1/ping", 1, None, ping},
    Route{"GET", "/fapi/v1/time", 1, None, server_time},
    Route{"GET", "/fapi/v1/exchangeInfo", 1, None, exchange_info},
    Route{"GET", "/fapi/v1/depth", 5, None, depth},
    Route{"GET", "/fapi/v1/klines", 5, None, klines},
    Route{"GET", "/fapi/v1/trades", 5, None, trades},
    Route{"GET", "/fapi/v1/historicalTrades", 20, None, trades},
    Route{"GET", "/fapi/v1/aggTrades", 20, None, aggregates},
    Route{"GET", "/fapi/v1/premiumIndex", 1, None, premium_index},
    Route{"GET", "/fapi/v1/fundingRate", 1, None, funding_rates},
    Route{"GET", "/fapi/v1/fundingInfo", 1, None, empty_list},
    Route{"GET", "/fapi/v1/ticker/24hr", 1, None, ticker_day},
    Route{"GET", "/fapi/v1/ticker/price", 1, None, ticker_price},
    Route{"GET", "/fapi/v2/ticker/price", 1, None, ticker_price},
    Route{"GET", "/fapi/v1/ticker/bookTicker", 2, None, ticker_book},
    Route{"POST", "/fapi/v1/order", 1, Signed, place_order, true},
    Route{"POST", "/fapi/v1/order/test", 1, Signed, test_order},
    Route{"GET", "/fapi/v1/order", 1, Signed, query_order},
    Route{"PUT", "/fapi/v1/order", 1, Signed, amend_order, true},
    Route{"DELETE", "/fapi/v1/order", 1, Signed, cancel_order},
    Route{"GET", "/fapi/v1/openOrder", 1, Signed, query_order},
    Route{"GET", "/fapi/v1/openOrders", 1, Signed, open_orders},
    Route{"DELETE", "/fapi/v1/allOpenOrders", 1, Signed, cancel_open_orders},
    Route{"POST", "/fapi/v1/countdownCancelAll", 10, Signed, countdown},
    Route{"GET", "/fapi/v1/allOrders", 5, Signed, all_orders},
    Route{"POST", "/fapi/v1/algoOrder", 1, Signed, place_algo, true},
    Route{"GET", "/fapi/v1/algoOrder", 1, Signed, query_algo},
    Route{"DELETE", "/fapi/v1/algoOrder", 1, Signed, cancel_algo},
    Route{"GET", "/fapi/v1/openAlgoOrders", 1, Signed, open_algos},
    Route{"GET", "/fapi/v1/allAlgoOrders", 5, Signed, all_algos},
    Route{"DELETE", "/fapi/v1/algoOpenOrders", 1, Signed, cancel_open_algos},
    Route{"GET", "/fapi/v1/userTrades", 5, Signed, executions},
    Route{"GET", "/fapi/v1/commissionRate", 20, Signed, commission},
    Route{"GET", "/fapi/v1/leverageBracket", 1, Signed, leverage_brackets},
    Route{"POST", "/fapi/v1/leverage", 1, Signed, set_leverage},
    Route{"POST", "/fapi/v1/marginType", 1, Signed, set_margin_type},
    Route{"GET", "/fapi/v1/positionSide/dual", 30, Signed, position_mode},
    Route{"POST", "/fapi/v1/positionSide/dual", 1, Signed, set_position_mode},
    Route{"GET", "/fapi/v1/symbolConfig", 5, Signed, symbol_config},
    Route{"GET", "/fapi/v1/accountConfig", 5, Signed, account_config},
    Route{"GET", "/fapi/v2/account", 5, Signed, futures_account},
    Route{"GET", "/fapi/v3/account", 5, Signed, futures_account},
    Route{"GET", "/fapi/v2/balance", 5, Signed, futures_balance},
    Route{"GET", "/fapi/v3/balance", 5, Signed, futures_balance},
    Route{"GET", "/fapi/v2/positionRisk", 5, Signed, position_risk},
    Route{"GET", "/fapi/v3/positionRisk", 5, Signed, position_risk},
    Route{"GET", "/fapi/v1/income", 30, Signed, income},
    Route{"POST", "/fapi/v1/listenKey", 1, Key, make_listen_key},
    Route{"PUT", "/fapi/v1/listenKey", 1, Key, keep_listen_key},
    Route{"DELETE", "/fapi/v1/listenKey", 1, Key, close_listen_key},
    Route{"GET", "/sapi/v1/capital/config/getall", 10, Signed, currencies},
    Route{"GET", "/sapi/v1/margin/allPairs", 1, Key, empty_list},
    Route{"GET", "/sapi/v1/margin/allAssets", 1, Key, empty_list},
    Route{"GET", "/sapi/v1/margin/isolated/allPairs", 1, Key, empty_list},
    Route{"GET", "/api/v3/exchangeInfo", 20, None, no_symbols},
    Route{"GET", "/dapi/v1/exchangeInfo", 1, None, no_symbols},
};

}  // namespace

const Route* find_route(Market market, std::string_view method, std::string_view path) {
    const std::span<const Route> routes =
        market == Market::Spot ? std::span<const Route>{spot} : std::span<const Route>{usd_futures};
    const auto found = std::ranges::find_if(
        routes, [&](const Route& route) { return route.method == method && route.path == path; });
    return found == routes.end() ? nullptr : &*found;
}

}  // namespace nightjar::exchange::binance
