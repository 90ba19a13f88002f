#pragma once
/// What one of the gateway's protocols trades at its simulated venue, and as whom.

#include "core/model/instrument.hpp"
#include "exchange/config.hpp"
#include "exchange/service.hpp"
#include "venue/credentials.hpp"
#include "venue/rate_limiter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nightjar::exchange {

/// The instruments of a hall that one protocol trades, under the venue's own names. Assets have the
/// numbers that they have at the hall.
struct DrillMarket {
    core::Catalog catalog;
    std::vector<core::InstrumentId> at_hall;  ///< by our instrument

    DrillMarket(std::string_view protocol, const Hall& hall);
    [[nodiscard]] std::vector<std::string> symbols() const;
};

/// The venue of a protocol, with BTC and ETH at usual prices.
std::unique_ptr<VenueService> drill_venue(std::string_view protocol, std::uint64_t seed,
                                          core::Time opens, Now now);
ClientConfig drill_client(std::string_view protocol, std::string_view currency);
/// What the venue allows, as far as a trader of that pace comes near it.
std::vector<venue::RateRule> drill_limits(std::string_view protocol);
/// Of how many steps one has a wish in it.
std::uint64_t drill_pace(std::string_view protocol);

inline venue::Credentials credentials_of(const ClientConfig& client) {
    return {client.key, venue::Secret{client.secret}, venue::Secret{client.passphrase}};
}

}  // namespace nightjar::exchange
