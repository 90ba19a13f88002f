/// Which path is whose.

#include "exchange/coinbase/front_desk.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::coinbase {

namespace {

// The first that fits: fixed names come before {}.
constexpr std::array routes{
    Route{"GET", "/v2/time", old_server_time},
    Route{"GET", "/v2/currencies", fiat_currencies},
    Route{"GET", "/v2/currencies/crypto", crypto_currencies},
    Route{"GET", "/v2/exchange-rates", exchange_rates},
    Route{"GET", "/v2/accounts", old_accounts, true},
    Route{"GET", "/api/v3/brokerage/time", server_time},
    Route{"GET", "/api/v3/brokerage/market/products", products},
    Route{"GET", "/api/v3/brokerage/market/products/{}", product},
    Route{"GET", "/api/v3/brokerage/market/products/{}/candles", candles},
    Route{"GET", "/api/v3/brokerage/market/products/{}/ticker", ticker},
    Route{"GET", "/api/v3/brokerage/market/product_book", product_book},
    Route{"GET", "/api/v3/brokerage/products", products, true},
    Route{"GET", "/api/v3/brokerage/products/{}", product, true},
    Route{"GET", "/api/v3/brokerage/products/{}/candles", candles, true},
    Route{"GET", "/api/v3/brokerage/products/{}/ticker", ticker, true},
    Route{"GET", "/api/v3/brokerage/product_book", product_book, true},
    Route{"GET", "/api/v3/brokerage/best_bid_ask", best_bid_ask, true},
    Route{"POST", "/api/v3/brokerage/orders", create_order, true},
    Route{"POST", "/api/v3/brokerage/orders/edit", edit_order, true},
    Route{"POST", "/api/v3/brokerage/orders/batch_cancel", cancel_orders, true},
    Route{"GET", "/api/v3/brokerage/orders/historical/batch", list_orders, true},
    Route{"GET", "/api/v3/brokerage/orders/historical/fills", list_fills, true},
    Route{"GET", "/api/v3/brokerage/orders/historical/{}", get_order, true},
    Route{"GET", "/api/v3/brokerage/accounts", accounts, true},
    Route{"GET", "/api/v3/brokerage/accounts/{}", account, true},
    Route{"GET", "/api/v3/brokerage/transaction_summary", transaction_summary, true},
    Route{"GET", "/api/v3/brokerage/key_permissions", key_permissions, true},
};

}  // namespace

std::optional<Found> find_route(std::string_view method, std::string_view path) {
    for (const auto& route : routes) {
        if (route.method != method) continue;
        const auto gap = route.path.find("{}");
        if (gap == std::string_view::npos) {
            if (route.path == path) return Found{route, {}};
            continue;
        }
        const auto before = route.path.substr(0, gap);
        const auto after = route.path.substr(gap + 2);
        if (path.size() <= before.size() + after.size() || !path.starts_with(before) ||
            !path.ends_with(after))
            continue;
        const auto name = path.substr(before.size(), path.size() - before.size() - after.size());
        if (!name.contains('/')) return Found{route, name};
    }
    return std::nullopt;
}

}  // namespace nightjar::exchange::coinbase
