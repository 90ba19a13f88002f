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

TEST_F(MirrorOfTwo, TheSameOrderNumberOfAnotherInstrumentIsAnotherOrder) {
    place(1, btc, "7");
    place(2, eth, "7");
    ASSERT_TRUE(mirror.on(fill("BTCUSDT", "7", 5)));
    ASSERT_TRUE(mirror.on(fill("ETHUSDT", "7", 6)));
    EXPECT_EQ(booked(), (std::vector<core::OrderId>{{1}, {2}}));
    EXPECT_EQ(mirror.about(OrderSaid{.venue_id = "7"}), nullptr) << "it could be either";
    EXPECT_EQ(mirror.about(OrderSaid{.symbol = "ETHUSDT", .venue_id = "7"}), mirror.find({2}));
}

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

TEST_F(MirrorOfTwo, FundingIsBookedOnceForEachInstrumentAndTime) {
    const FundingSaid said{"BTCUSDT", "USDT", {-5, 1}, core::Time{8}};
    auto other = said;
    other.symbol = "ETHUSDT";
    for (const auto& each : {said, said, other}) ASSERT_TRUE(mirror.on(each));
    const auto told = mirror.take();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(std::get<core::Balance>(told[0].body).change, core::parse_money("-0.5").value());
    EXPECT_EQ(told[1].instrument, eth);
    other.symbol = "SOLUSDT";
    ASSERT_TRUE(mirror.on(other)) << "somebody else's";
    EXPECT_TRUE(mirror.take().empty());
    other.symbol = "ETHUSDT";
    other.asset = "BTC";
    EXPECT_FALSE(mirror.on(other));
}

TEST_F(MirrorOfTwo, CashIsWhatFillsAndFeesLeft) {
    place(1, btc, "101");
    auto bought = fill("BTCUSDT", "101", 5);
    bought.fee = core::Decimal{1, 2};
    bought.fee_in = FeeIn::Quote;
    bought.at = core::Time{7};
    ASSERT_TRUE(mirror.on(bought));
    const auto cash = mirror.cash().view(core::Time{7});
    const auto base = catalog[btc].base.value;
    const auto quote = catalog[btc].quote.value;
    EXPECT_EQ(cash.held[base], core::parse_money("0.1").value());
    EXPECT_EQ(cash.held[quote], core::parse_money("-10.01").value());
    EXPECT_EQ(cash.lately.size(), 3U) << "what was bought, its price and the fee";
    EXPECT_TRUE(mirror.cash().view(core::Time{8}).lately.empty());
}

}  // namespace
}  // namespace nightjar::venue
