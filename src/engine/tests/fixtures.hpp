#pragma once
/// An engine's surroundings, played by hand.

#include "engine/engine.hpp"

#include <vector>

namespace nightjar::engine::tests {

/// A ledger in memory.
struct Kept final : core::Journal {
    void append(core::RecordType type, core::Time at, std::span<const std::byte> body) override {
        records.push_back({type, at, {body.begin(), body.end()}});
    }
    [[nodiscard]] bool healthy() const override { return true; }
    template <class Record>
    [[nodiscard]] std::vector<Record> all() const {
        std::vector<Record> found;
        for (const auto& record : records)
            if (record.type == Record::type)
                found.push_back(core::decode<Record>(record.body).value());
        return found;
    }

    struct Record {
        core::RecordType type;
        core::Time at;
        std::vector<std::byte> body;
    };
    std::vector<Record> records;
};

/// A venue that answers nothing.
struct Desk final : core::Venue {
    void submit(core::Approved<core::OrderRequest>&& order) override { orders.push_back(*order); }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest& cancel) override { cancels.push_back(cancel); }

    std::vector<core::OrderRequest> orders;
    std::vector<core::CancelRequest> cancels;
};

/// BTCUSDT at one venue, in ticks and lots of 0.01 and at least 10 lots, and 100,000 USDT.
inline Config one_instrument(core::Money least_worth = {}) {
    Config config;
    config.currency = config.catalog.add_asset("USDT");
    core::Instrument btc;
    btc.venue = config.catalog.add_venue("sim");
    btc.base = config.catalog.add_asset("BTC");
    btc.quote = config.currency;
    btc.symbol = "BTCUSDT";
    btc.kind = core::InstrumentKind::LinearPerpetual;
    btc.tick = btc.lot = {core::Money::one / 100};
    btc.min_qty = core::Qty{10};
    btc.min_notional = least_worth;
    NJ_CHECK(config.catalog.add(btc).has_value(), "an instrument");
    config.venue_cash = {core::whole(100'000)};
    return config;
}

/// A whole book: on each side ten levels of `lots`, a tick apart.
inline std::vector<core::BookDelta> ten_levels(std::int64_t lots, std::int64_t mid = 100'000) {
    using Delta = core::BookDelta;
    constexpr std::int64_t levels = 10;
    std::vector<Delta> deltas{{Delta::Action::Clear, {}, {}, {}, false}};
    for (std::int64_t i = 1; i <= levels; ++i) {
        deltas.push_back({Delta::Action::Set, core::Side::Buy, {mid - i}, {lots}, false});
        deltas.push_back({Delta::Action::Set, core::Side::Sell, {mid + i}, {lots}, i == levels});
    }
    return deltas;
}

}  // namespace nightjar::engine::tests
