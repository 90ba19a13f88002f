#pragma once
/// What the handlers of requests work with. Each is a function; routes.cpp says which path is
/// whose.

#include "exchange/kraken/counter.hpp"
#include "exchange/kraken/names.hpp"
#include "exchange/kraken/params.hpp"
#include "exchange/kraken/tokens.hpp"

#include <map>
#include <utility>

namespace nightjar::exchange::kraken {

struct Office {
    Hall& hall;
    Tokens& tokens;
    /// What orders of a client at a pair have cost him of its limit.
    std::map<std::pair<core::AccountId, core::InstrumentId>, DecayingCounter> order_counts{};
};

/// One request, by HTTP or by the WebSocket.
struct Call {
    const Params& params;
    Client* client{};     ///< of whom the key is; there for all that need one
    const Json* batch{};  ///< the whole request, where it came as JSON
};

using Answer = Asked<Json>;
using Handler = Answer (*)(Office&, const Call&);

[[nodiscard]] Asked<const MarketView*> need_pair(const Office& office, const Params& params);
/// The count of a client at a pair.
[[nodiscard]] DecayingCounter& order_count(Office& office, const Client& client,
                                           core::InstrumentId instrument);

}  // namespace nightjar::exchange::kraken
