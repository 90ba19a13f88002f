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

TEST(Instrument, AnInverseContractIsWorthItsFaceInQuoteAndSettlesInBase) {
    Instrument made;
    made.symbol = "BTCUSD_PERP";
    made.kind = InstrumentKind::InversePerpetual;
    made.base = AssetId{1};
    made.quote = AssetId{2};
    made.tick = *parse_money("0.1");
    made.lot = made.contract = whole(100);
    ASSERT_TRUE(made.prepare());
    EXPECT_EQ(made.settle(), made.base);
    // 50 contracts of 100 USD at 40,000.0 USD are 0.125 BTC; who is long owes them.
    EXPECT_EQ(to_string(made.notional(Price{400'000}, Qty{50})), "0.125");
    EXPECT_EQ(to_string(made.notional(Price{400'000}, Qty{-50})), "-0.125");
    EXPECT_EQ(to_string(made.value(Price{400'000}, Qty{50})), "-0.125");
    EXPECT_EQ(to_string(made.notional(Price{300'000}, Qty{1})), "0.003333333333");
    EXPECT_EQ(format_qty(Qty{50}, made), "5000");
    EXPECT_DOUBLE_EQ(made.units_for(0.125, 40'000), 5'000);
    EXPECT_DOUBLE_EQ(instrument("0.1", "0.001").units_for(5'000, 40'000), 0.125);
}

TEST(Instrument, RefusesStepsThatAreNotPositive) {
    Instrument bad;
    bad.symbol = "BAD";
    bad.tick = Money{};
    bad.lot = whole(1);
    EXPECT_FALSE(bad.prepare());
    bad.tick = whole(2'000'000);
    EXPECT_FALSE(bad.prepare());
    bad.tick = whole(1);
    bad.contract = Money{};
    EXPECT_FALSE(bad.prepare());
    bad.contract = Money{1};
    EXPECT_TRUE(bad.prepare());
    // An inverse value is counted in lots by ticks: these two are too far apart for 64 bits.
    bad.kind = InstrumentKind::InversePerpetual;
    bad.lot = whole(1'000'000);
    bad.tick = Money{7};
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
