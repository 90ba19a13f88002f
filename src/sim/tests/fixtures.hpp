#pragma once

#include "sim/matching.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nightjar::sim::tests {

/// One venue: a BTC perpetual and a BTC spot pair in USDT. One tick of one lot is worth 1 USDT in
/// both, so that money reads as ticks x lots.
struct Floor {
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    core::AssetId btc = catalog.add_asset("BTC");
    core::VenueId venue = catalog.add_venue("sim");
    core::InstrumentId perp = add("BTCUSDT", core::InstrumentKind::LinearPerpetual);
    core::InstrumentId spot = add("BTC/USDT", core::InstrumentKind::Spot);

    [[nodiscard]] static MatchingConfig free(Prices prices) {
        MatchingConfig config;
        config.fees = {0, 0, FeeModel::PaidIn::Quote};
        config.prices = prices;
        return config;
    }

private:
    core::InstrumentId add(const char* symbol, core::InstrumentKind kind) {
        core::Instrument instrument;
        instrument.venue = venue;
        instrument.base = btc;
        instrument.quote = usdt;
        instrument.symbol = symbol;
        instrument.kind = kind;
        instrument.tick = core::whole(1);
        instrument.lot = core::whole(1);
        return *catalog.add(instrument);
    }
};

inline core::Time at(std::int64_t seconds) { return core::Time{} + core::seconds(seconds); }

struct Terms {
    bool post_only{};
    bool reduce_only{};
    core::TimeInForce tif{};
};

inline core::OrderRequest limit(std::uint64_t id, core::InstrumentId instrument, core::Side side,
                                std::int64_t qty, std::int64_t price, Terms terms = {}) {
    core::OrderRequest order;
    order.id = {id};
    order.instrument = instrument;
    order.side = side;
    order.type = core::OrderType::Limit;
    order.tif = terms.tif;
    order.post_only = terms.post_only;
    order.reduce_only = terms.reduce_only;
    order.qty = {qty};
    order.price = {price};
    return order;
}

inline core::OrderRequest market(std::uint64_t id, core::InstrumentId instrument, core::Side side,
                                 std::int64_t qty, Terms terms = {}) {
    auto order = limit(id, instrument, side, qty, 0, terms);
    order.type = core::OrderType::Market;
    return order;
}

inline core::OrderRequest stop(std::uint64_t id, core::InstrumentId instrument, core::Side side,
                               std::int64_t qty, std::int64_t trigger) {
    auto order = limit(id, instrument, side, qty, 0);
    order.type = core::OrderType::StopMarket;
    order.stop = {trigger};
    return order;
}

/// The reports to an account, one line each, and forgets them: "1 open", "1 fill 2@100 maker",
/// "1 rejected: insufficient funds", "cash -5".
inline std::vector<std::string> told(Matching& exchange, core::AccountId account) {
    std::vector<std::string> lines;
    for (const auto& report : exchange.reports(account)) {
        if (const auto* fill = std::get_if<core::Fill>(&report.body))
            lines.push_back(fmt::format("{} fill {}@{} {}", fill->order.value, fill->qty.raw,
                                        fill->price.raw, name(fill->liquidity)));
        else if (const auto* balance = std::get_if<core::Balance>(&report.body))
            lines.push_back("cash " + to_string(balance->change));
        else if (const auto* update = std::get_if<core::OrderUpdate>(&report.body))
            lines.push_back(fmt::format("{} {}{}{}", update->order.value, name(update->state),
                                        update->reason == core::OrderReason::None ? "" : ": ",
                                        name(update->reason)));
    }
    exchange.forget_reports(account);
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace nightjar::sim::tests
