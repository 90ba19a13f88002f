#pragma once

#include "core/model/instrument.hpp"

namespace nightjar::portfolio::tests {

/// One venue, BTC, ETH and SOL perpetuals and a BTC spot pair in USDT; odd steps on purpose. SOL is
/// traded for 100 USDT at least.
struct World {
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    core::VenueId venue = catalog.add_venue("sim");
    core::InstrumentId btc =
        add("BTC", "BTCUSDT", core::InstrumentKind::LinearPerpetual, "0.1", "0.001");
    core::InstrumentId eth =
        add("ETH", "ETHUSDT", core::InstrumentKind::LinearPerpetual, "0.00001", "0.0000001");
    core::InstrumentId spot =
        add("BTC", "BTC/USDT", core::InstrumentKind::Spot, "0.01", "0.00000001");
    core::InstrumentId sol =
        add("SOL", "SOLUSDT", core::InstrumentKind::LinearPerpetual, "0.01", "0.1", 100);

private:
    core::InstrumentId add(const char* base, const char* symbol, core::InstrumentKind kind,
                           const char* tick, const char* lot, std::int64_t least_worth = 0) {
        core::Instrument instrument;
        instrument.venue = venue;
        instrument.base = catalog.add_asset(base);
        instrument.quote = usdt;
        instrument.symbol = symbol;
        instrument.kind = kind;
        instrument.tick = *core::parse_money(tick);
        instrument.lot = *core::parse_money(lot);
        instrument.min_notional = core::whole(least_worth);
        return *catalog.add(instrument);
    }
};

}  // namespace nightjar::portfolio::tests
