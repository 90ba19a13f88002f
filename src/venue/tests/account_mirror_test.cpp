#include "venue/account_mirror.hpp"

#include <gtest/gtest.h>

namespace nightjar::venue {
namespace {

constexpr std::uint16_t mirror_node = 7;

struct MirrorOfTwo : testing::Test {
    core::Catalog catalog;
    core::VenueId venue{catalog.add_venue("binance")};
    core::InstrumentId btc{add("BTC")};
    core::InstrumentId eth{add("ETH")};
    AccountMirror mirror{catalog, venue, mirror_node};

    core::InstrumentId add(const std::string& base) {
        core::Instrument instrument;
        instrument.symbol = base + "USDT";
        instrument.venue = venue;
        instrument.base = catalog.add_asset(base);
        instrument.quote = catalog.add_asset("USDT");
        instrument.tick = core::parse_money("0.01").value();
        instrument.lot = core::parse_money("0.001").value();
        return catalog.add(instrument).value();
    }
    void place(std::uint64_t id, core::InstrumentId instrument, const char* venue_id) {
        core::OrderRequest order;
        order.id = {id};
        order.instrument = instrument;
        order.venue = venue;
        order.qty = core::Qty{1'000};
        mirror.learn(mirror.add(order, {}), venue_id);
    }
    static FillSaid fill(const char* symbol, const char* order, std::uint64_t trade) {
        return {.symbol = symbol,
                .venue_id = order,
                .trade = {trade},
                .price = {100, 0},
                .qty = {1, 1},
                .fee = core::Decimal{}};
    }
    std::vector<core::OrderId> booked() {
        std::vector<core::OrderId> orders;
        for (const auto& event : mirror.take())
            if (const auto* told = std::get_if<core::Fill>(&event.body))
                orders.push_back(told->order);
        return orders;
    }
};

TEST_F(MirrorOfTwo, TheSameTradeNumberOfAnotherInstrumentIsAnotherTrade) {
    place(1, btc, "101");
    place(2, eth, "102");
    ASSERT_TRUE(mirror.on(fill("BTCUSDT", "101", 5)));
    ASSERT_TRUE(mirror.on(fill("ETHUSDT", "102", 5)));
    ASSERT_TRUE(mirror.on(fill("BTCUSDT", "101", 5)));
    EXPECT_EQ(booked(), (std::vector<core::OrderId>{{1}, {2}}));
}

TEST_F(MirrorOfTwo, FillsThatWaitForTheirOrdersAreToldApartLikewise) {
    ASSERT_TRUE(mirror.on(fill("BTCUSDT", "101", 5)));
    ASSERT_TRUE(mirror.on(fill("ETHUSDT", "102", 5)));
    ASSERT_TRUE(mirror.on(fill("ETHUSDT", "102", 5)));
    EXPECT_TRUE(booked().empty());
    place(1, btc, "101");
    place(2, eth, "102");
    EXPECT_EQ(booked(), (std::vector<core::OrderId>{{1}, {2}}));
}

}  // namespace
}  // namespace nightjar::venue
