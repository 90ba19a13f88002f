#include "exchange/tests/drill_market.hpp"

#include "exchange/made_up.hpp"
#include "exchange/venues.hpp"
#include "venue/private_side.hpp"

#include <gtest/gtest.h>

namespace nightjar::exchange {

namespace {

bool trades_perpetuals(std::string_view protocol) {
    return protocol == "binanceusdm" || protocol == "bybitlinear" || protocol == "okxswap";
}

/// Halls have one name for one thing; Bybit has one for the pair and its perpetual.
std::string symbol_at_venue(std::string_view venue, std::string symbol) {
    constexpr std::string_view perpetual = ".P";
    if (venue == "bybit" && symbol.ends_with(perpetual))
        symbol.resize(symbol.size() - perpetual.size());
    return symbol;
}

}  // namespace

DrillMarket::DrillMarket(std::string_view protocol, const Hall& hall) {
    const auto venue = catalog.add_venue(std::string{protocol});
    for (const auto& asset : hall.catalog().assets()) (void)catalog.add_asset(asset);
    for (auto instrument : hall.catalog().instruments()) {
        const bool perpetual = instrument.kind != core::InstrumentKind::Spot;
        if (perpetual != trades_perpetuals(protocol)) continue;
        at_hall.push_back(instrument.id);
        instrument.venue = venue;
        instrument.symbol = symbol_at_venue(venue::venue_of(protocol), instrument.symbol);
        EXPECT_TRUE(catalog.add(instrument));
    }
}

std::vector<std::string> DrillMarket::symbols() const {
    std::vector<std::string> symbols;
    for (const auto& instrument : catalog.instruments()) symbols.push_back(instrument.symbol);
    return symbols;
}

std::unique_ptr<VenueService> drill_venue(std::string_view protocol, std::uint64_t seed,
                                          core::Time opens, Now now) {
    constexpr double btc = 60'000;
    constexpr double eth = 3'000;
    const auto* known = find_venue(venue::venue_of(protocol));
    auto plan = known->plan(btc, eth);
    plan.seed = seed;
    plan.opens = opens;
    plan.warm_up = core::seconds(3);
    return known->make(std::move(plan), std::move(now));
}

ClientConfig drill_client(std::string_view protocol, std::string_view currency) {
    auto client = made_up_account(venue::venue_of(protocol), "the drill");
    client.deposits = {{std::string{currency}, core::whole(1'000'000)}};
    return client;
}

std::vector<venue::RateRule> drill_limits(std::string_view protocol) {
    if (protocol == "kraken") return venue::usual_limits(protocol);
    return {{.name = "calls",
             .kind = venue::RateRule::Kind::Window,
             .most = 5'000,
             .span = core::seconds(60)}};
}

std::uint64_t drill_pace(std::string_view protocol) { return protocol == "kraken" ? 12 : 4; }

}  // namespace nightjar::exchange
