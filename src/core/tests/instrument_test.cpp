#include "core/model/instrument.hpp"

#include "core/errc.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace nightjar::core {
namespace {

Instrument instrument(const char* tick, const char* lot) {
    Instrument made;
    made.symbol = "TEST";
    made.tick = *parse_money(tick);
    made.lot = *parse_money(lot);
    const auto ready = made.prepare();
    NJ_CHECK(ready.has_value(), "{}", ready.error().text());
    return made;
}

TEST(Instrument, ValuesAnOrderExactly) {
    const auto btc = instrument("0.01", "0.00000001");
    EXPECT_EQ(to_string(btc.notional(Price{2'000'050}, Qty{150'000'000})), "30000.75");
    EXPECT_EQ(to_string(btc.notional(Price{2'000'050}, Qty{-150'000'000})), "-30000.75");
}

TEST(Instrument, RoundsTowardZeroWhatTheMoneyCannotHold) {
    const auto fine = instrument("0.0000001", "0.0000001");  // a tick-lot is 1e-14
    EXPECT_EQ(fine.notional(Price{199}, Qty{1}).raw, 1);
    EXPECT_EQ(fine.notional(Price{199}, Qty{-1}).raw, -1);
}

TEST(Instrument, RefusesStepsThatAreNotPositive) {
    Instrument bad;
    bad.symbol = "BAD";
    bad.tick = Money{};
    bad.lot = whole(1);
    EXPECT_FALSE(bad.prepare());
    bad.tick = whole(2'000'000);
    EXPECT_FALSE(bad.prepare());
}

TEST(Instrument, LotsAreNeverMoreThanWasAskedFor) {
    const auto btc = instrument("0.1", "0.001");
    EXPECT_EQ(lots_floor(0.0019, btc)->raw, 1);
    EXPECT_EQ(lots_floor(-0.0019, btc)->raw, -1);
    EXPECT_EQ(lots_floor(0.3, btc)->raw, 300) << "0.3 / 0.001 is a hair below 300";
}

TEST(Instrument, NanAndInfinityNeverBecomeLotsOrTicks) {
    const auto btc = instrument("0.1", "0.001");
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity(), -1e300}) {
        EXPECT_EQ(lots_floor(bad, btc).error().code, Errc::NotANumber);
        EXPECT_FALSE(ticks_toward_passive(bad, Side::Buy, btc));
    }
}

TEST(Instrument, TicksMoveAwayFromTheOtherSide) {
    const auto btc = instrument("0.1", "0.001");
    EXPECT_EQ(ticks_toward_passive(100.17, Side::Buy, btc)->raw, 1001);
    EXPECT_EQ(ticks_toward_passive(100.12, Side::Sell, btc)->raw, 1002);
    EXPECT_EQ(ticks_toward_passive(100.1, Side::Sell, btc)->raw, 1001);
}

TEST(Instrument, PricesAndQuantitiesOffTheirStepsAreRefused) {
    const auto btc = instrument("0.5", "0.001");
    EXPECT_EQ(parse_price("100.5", btc)->raw, 201);
    EXPECT_FALSE(parse_price("100.3", btc));
    EXPECT_FALSE(parse_qty("0.0001", btc));
    EXPECT_EQ(format_price(Price{201}, btc), "100.5");
    EXPECT_EQ(format_qty(Qty{-1500}, btc), "-1.5");
}

TEST(Catalog, FindsByNameAndHintsAtTheNearest) {
    Catalog catalog;
    auto btc = instrument("0.1", "0.001");
    btc.venue = catalog.add_venue("binance");
    btc.symbol = "BTCUSDT";
    ASSERT_TRUE(catalog.add(btc));
    EXPECT_TRUE(catalog.find("binance:BTCUSDT"));
    EXPECT_EQ(catalog.find("binance:BTCUSD").error().text(),
              "no instrument \"binance:BTCUSD\"; did you mean \"binance:BTCUSDT\"?");
    EXPECT_EQ(catalog.add(btc).error().code, Errc::Duplicate);
}

}  // namespace
}  // namespace nightjar::core
