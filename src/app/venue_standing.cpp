/// How the venues of a session stand, for who watches.

#include "app/venue_market.hpp"

#include <algorithm>
#include <array>

namespace nightjar::app {

std::vector<engine::VenueLine> VenueMarket::standing() const {
    constexpr std::array words{"down", "syncing", "live"};
    std::vector<engine::VenueLine> all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto& line = lines_[i];
        const auto listed = std::ranges::count(config_->catalog.instruments(),
                                               core::VenueId{static_cast<std::uint16_t>(i)},
                                               &core::Instrument::venue);
        const auto& market = line.feed->figures();
        const auto& account = line.gateway->figures();
        all.push_back({.name = line.plan->name,
                       .state = words[static_cast<std::size_t>(line.gateway->state())],
                       .books = market.books,
                       .instruments = static_cast<std::uint64_t>(listed),
                       .messages = market.messages,
                       .bad = market.bad,
                       .gaps = market.gaps,
                       .connections = market.connections + account.connections,
                       .unknown = account.unknown,
                       .missed = account.missed,
                       .quarantined = account.quarantined,
                       .ahead_ms = static_cast<double>(account.ahead_ns) / 1e6});
    }
    return all;
}

}  // namespace nightjar::app
