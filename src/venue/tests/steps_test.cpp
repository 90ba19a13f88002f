#include "venue/steps.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::venue {
namespace {

using core::Decimal;

core::Instrument swap() {
    core::Instrument made;
    made.symbol = "BTC-USDT-SWAP";
    made.kind = core::InstrumentKind::LinearPerpetual;
    made.tick = core::parse_money("0.1").value();
    made.contract = core::parse_money("0.01").value();
    made.lot = core::parse_money("0.0001").value();  // a hundredth of a contract
    EXPECT_TRUE(made.prepare().has_value());
    return made;
}

TEST(Steps, CountWhatIsOnAStepExactlyHoweverItIsWritten) {
    EXPECT_EQ(price_of({612'345, 1}, swap())->raw, 612'345);
    EXPECT_EQ(price_of({6'123'450'000, 5}, swap())->raw, 612'345);
    EXPECT_EQ(qty_of({1, 0}, swap())->raw, 100);
    EXPECT_EQ(qty_of({25, 2}, swap())->raw, 25);
}

TEST(Steps, NameTheNumberThatIsOnNoStep) {
    const auto price = price_of({612'340'500, 4}, swap());
    ASSERT_FALSE(price.has_value());
    EXPECT_EQ(price.error().text(), "price 61234.05 is on no step of 0.1");
    const auto qty = qty_of({5, 3}, swap());
    ASSERT_FALSE(qty.has_value());
    EXPECT_EQ(qty.error().text(), "quantity 0.005 is on no step of 0.0001");
}

TEST(Steps, RefuseWhatDoesNotFit) {
    EXPECT_FALSE(price_of({9'000'000'000'000'000'000, 0}, swap()).has_value());
    EXPECT_FALSE(nearest_price({9'000'000'000'000'000'000, 0}, swap()).has_value());
    EXPECT_FALSE(lots_of_sum({9'000'000'000'000'000'000, 0}, swap()).has_value());
}

TEST(Steps, TakeTheNearestPriceOfAMarkAndTheLotsBelowASum) {
    EXPECT_EQ(nearest_price({61'234'049, 3}, swap())->raw, 612'340);
    EXPECT_EQ(nearest_price({61'234'050, 3}, swap())->raw, 612'341);
    EXPECT_EQ(lots_of_sum({1'239, 3}, swap())->raw, 123);
}

core::Instrument stepped(core::Money tick, core::Money lot, core::Money contract) {
    core::Instrument instrument;
    instrument.tick = tick;
    instrument.lot = lot;
    instrument.contract = contract;
    return instrument;
}

TEST(Steps, OfAnInstrumentCountTicksAndLots) {
    const auto instrument =
        stepped({core::Money::one / 10}, {core::Money::one / 1'000}, core::whole(1));
    const Steps steps{instrument};
    EXPECT_EQ(steps.price({618'203, 1})->raw, 618'203);
    EXPECT_EQ(steps.price({61'820, 0})->raw, 618'200);
    EXPECT_EQ(steps.qty({7, 3})->raw, 7);
    EXPECT_EQ(steps.price({6'182'035, 2}).error().code, Errc::BadField);
    EXPECT_FALSE(steps.price({1'000'000'000'000'000'000, 0}));
}

}  // namespace

RC_GTEST_PROP(Steps, AreThoseOfPriceAndQuantityAlone, ()) {
    const auto step = [] {
        return core::Money{*rc::gen::element<std::int64_t>(1, 5, 25, 100) *
                           core::power_of_ten(*rc::gen::inRange(0, 13))};
    };
    const auto instrument = stepped(step(), step(), step());
    const Steps steps{instrument};
    const core::Decimal number{
        *rc::gen::arbitrary<std::int64_t>() / *rc::gen::inRange(1, 1'000'000'000),
        *rc::gen::inRange(0, 19)};
    const auto price = price_of(number, instrument), quick = steps.price(number);
    RC_ASSERT(price.has_value() == quick.has_value());
    if (price) RC_ASSERT(*price == *quick);
    const auto qty = qty_of(number, instrument);
    const auto quick_qty = steps.qty(number);
    RC_ASSERT(qty.has_value() == quick_qty.has_value());
    if (qty) RC_ASSERT(*qty == *quick_qty);
}

}  // namespace nightjar::venue
