#include "exchange/venues.hpp"

#include "exchange/binance/exchange.hpp"
#include "exchange/binance/plan.hpp"
#include "exchange/bybit/exchange.hpp"
#include "exchange/bybit/plan.hpp"
#include "exchange/coinbase/exchange.hpp"
#include "exchange/coinbase/plan.hpp"
#include "exchange/kraken/exchange.hpp"
#include "exchange/kraken/plan.hpp"
#include "exchange/okx/exchange.hpp"
#include "exchange/okx/plan.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange {

namespace {

using BinanceMarket = venue::binance::Market;

template <BinanceMarket market>
HallConfig binance_plan(double btc, double eth) {
    return binance::plan(market, btc, eth);
}

template <BinanceMarket market>
std::unique_ptr<VenueService> binance_exchange(HallConfig config, Now now) {
    return binance::make_exchange(market, std::move(config), std::move(now));
}

constexpr std::array table{
    ServedVenue{"binance", binance_plan<BinanceMarket::Spot>,
                binance_exchange<BinanceMarket::Spot>},
    ServedVenue{"binanceusdm", binance_plan<BinanceMarket::UsdFutures>,
                binance_exchange<BinanceMarket::UsdFutures>},
    ServedVenue{"okx", okx::plan, okx::make_exchange},
    ServedVenue{"bybit", bybit::plan, bybit::make_exchange},
    ServedVenue{"kraken", kraken::plan, kraken::make_exchange},
    ServedVenue{"coinbase", coinbase::plan, coinbase::make_exchange},
};

}  // namespace

std::span<const ServedVenue> served_venues() { return table; }

const ServedVenue* find_venue(std::string_view name) {
    const auto found = std::ranges::find(table, name, &ServedVenue::name);
    return found == table.end() ? nullptr : &*found;
}

}  // namespace nightjar::exchange
