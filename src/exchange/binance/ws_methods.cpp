#include "exchange/binance/ws_methods.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace nightjar::exchange::binance {

namespace {

struct Method {
    std::string_view name;
    std::string_view verb;
    std::string_view path;
};

constexpr std::array spot{
    Method{"ping", "GET", "/api/v3/ping"},
    Method{"time", "GET", "/api/v3/time"},
    Method{"exchangeInfo", "GET", "/api/v3/exchangeInfo"},
    Method{"depth", "GET", "/api/v3/depth"},
    Method{"klines", "GET", "/api/v3/klines"},
    Method{"uiKlines", "GET", "/api/v3/uiKlines"},
    Method{"trades.recent", "GET", "/api/v3/trades"},
    Method{"trades.aggregate", "GET", "/api/v3/aggTrades"},
    Method{"avgPrice", "GET", "/api/v3/avgPrice"},
    Method{"ticker.24hr", "GET", "/api/v3/ticker/24hr"},
    Method{"ticker.price", "GET", "/api/v3/ticker/price"},
    Method{"ticker.book", "GET", "/api/v3/ticker/bookTicker"},
    Method{"order.place", "POST", "/api/v3/order"},
    Method{"order.test", "POST", "/api/v3/order/test"},
    Method{"order.status", "GET", "/api/v3/order"},
    Method{"order.cancel", "DELETE", "/api/v3/order"},
    Method{"order.cancelReplace", "POST", "/api/v3/order/cancelReplace"},
    Method{"openOrders.status", "GET", "/api/v3/openOrders"},
    Method{"openOrders.cancelAll", "DELETE", "/api/v3/openOrders"},
    Method{"allOrders", "GET", "/api/v3/allOrders"},
    Method{"myTrades", "GET", "/api/v3/myTrades"},
    Method{"account.status", "GET", "/api/v3/account"},
    Method{"account.commission", "GET", "/api/v3/account/commission"},
};

constexpr std::array usd_futures{
    Method{"ping", "GET", "/fapi/v1/ping"},
    Method{"time", "GET", "/fapi/v1/time"},
    Method{"depth", "GET", "/fapi/v1/depth"},
    Method{"ticker.price", "GET", "/fapi/v1/ticker/price"},
    Method{"ticker.book", "GET", "/fapi/v1/ticker/bookTicker"},
    Method{"order.place", "POST", "/fapi/v1/order"},
    Method{"order.modify", "PUT", "/fapi/v1/order"},
    Method{"order.cancel", "DELETE", "/fapi/v1/order"},
    Method{"order.status", "GET", "/fapi/v1/order"},
    Method{"account.position", "GET", "/fapi/v2/positionRisk"},
    Method{"v2/account.position", "GET", "/fapi/v3/positionRisk"},
    Method{"account.balance", "GET", "/fapi/v2/balance"},
    Method{"v2/account.balance", "GET", "/fapi/v3/balance"},
    Method{"account.status", "GET", "/fapi/v2/account"},
    Method{"v2/account.status", "GET", "/fapi/v3/account"},
    Method{"userDataStream.start", "POST", "/fapi/v1/listenKey"},
    Method{"userDataStream.ping", "PUT", "/fapi/v1/listenKey"},
    Method{"userDataStream.stop", "DELETE", "/fapi/v1/listenKey"},
};

}  // namespace

const Route* find_method(Market market, std::string_view method) {
    const std::span<const Method> methods = market == Market::Spot
                                                ? std::span<const Method>{spot}
                                                : std::span<const Method>{usd_futures};
    const auto found = std::ranges::find(methods, method, &Method::name);
    return found == methods.end() ? nullptr : find_route(market, found->verb, found->path);
}

}  // namespace nightjar::exchange::binance
