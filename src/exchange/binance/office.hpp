#pragma once
/// What the handlers of requests work with. Each is a function; routes.cpp says which path is
/// whose.

#include "exchange/binance/params.hpp"
#include "exchange/hall.hpp"

namespace nightjar::exchange::binance {

class ListenKeys;

struct Office {
    Market market{};
    Hall& hall;
    ListenKeys& listen_keys;
};

/// One request, by HTTP or by the WebSocket API.
struct Call {
    const Params& params;
    Client* client{};  ///< of whom the key is; there for all that need one
};

using Answer = Asked<Json>;
using Handler = Answer (*)(Office&, const Call&);

[[nodiscard]] Asked<const MarketView*> need_view(const Office& office, const Params& params);

}  // namespace nightjar::exchange::binance
