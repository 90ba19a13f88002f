/// Each check: refuses what it must, lets pass what it must, and never blocks a reduction where it
/// is a limit on exposure.

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Rule;
using core::Side;
using tests::check;
using tests::Desk;

class ChecksTest : public ::testing::Test {
public:
    Desk desk;

    void passes(Check& checked, const core::OrderRequest& order) const {
        const auto refusal = checked.review(order, desk.view());
        EXPECT_FALSE(refusal) << to_string(*refusal);
    }
    void refuses(Check& checked, const core::OrderRequest& order, Rule rule) const {
        const auto refusal = checked.review(order, desk.view());
        ASSERT_TRUE(refusal);
        EXPECT_EQ(refusal->rule, rule);
    }
};

TEST_F(ChecksTest, R01RefusesAnInstrumentThatDoesNotTrade) {
    auto tradable = check("tradable");
    passes(*tradable, desk.order(Side::Buy, 1));
    core::Event halt;
    halt.instrument = desk.world.btc;
    halt.body = core::InstrumentStatus{false};
    desk.market.apply(halt);
    refuses(*tradable, desk.order(Side::Buy, 1), Rule::Tradable);
}

TEST_F(ChecksTest, R02RefusesLotsOutsideTheVenuesBounds) {
    auto steps = check("steps");
    passes(*steps, desk.order(Side::Buy, 1));
    refuses(*steps, desk.order(Side::Buy, 0), Rule::Steps);
    refuses(*steps, desk.order(Side::Buy, 2'000'000'000'000'000'000), Rule::Steps);
}

TEST_F(ChecksTest, R03RefusesWhatIsWorthTooLittleButNotAClosingOrder) {
    auto instrument = desk.world.catalog[desk.world.btc];
    instrument.symbol = "BTCUSDT-MIN";
    instrument.min_notional = core::whole(100);
    core::Catalog catalog;
    catalog.add_asset("USDT");
    catalog.add_venue("sim");
    catalog.add_asset("BTC");
    ASSERT_TRUE(catalog.add(instrument));
    auto view = desk.view();
    view.catalog = &catalog;
    auto least = check("min_notional");
    EXPECT_TRUE(least->review(desk.order(Side::Buy, 3), view));   // 90
    EXPECT_FALSE(least->review(desk.order(Side::Buy, 4), view));  // 120
    auto closing = desk.order(Side::Sell, 3);
    closing.reduce_only = true;
    EXPECT_FALSE(least->review(closing, view));
}

TEST_F(ChecksTest, R04RefusesFlagsThatContradictEachOther) {
    auto flags = check("flags");
    auto order = desk.limit(Side::Buy, 1, 300'000);
    order.post_only = true;
    passes(*flags, order);
    order.tif = core::TimeInForce::Ioc;
    refuses(*flags, order, Rule::Flags);
    auto market = desk.order(Side::Buy, 1);
    market.tif = core::TimeInForce::Gtc;
    refuses(*flags, market, Rule::Flags);
    auto elsewhere = desk.order(Side::Buy, 1);
    elsewhere.venue = core::VenueId{7};
    refuses(*flags, elsewhere, Rule::Flags);
    auto hidden = desk.limit(Side::Buy, 100, 300'000);
    hidden.tif = core::TimeInForce::Gtc;
    hidden.shown = core::Qty{50};
    refuses(*flags, hidden, Rule::Flags);  // this venue shows all
}

TEST_F(ChecksTest, R05RefusesNumbersThatCannotBe) {
    auto finite = check("finite");
    passes(*finite, desk.order(Side::Buy, 1));
    refuses(*finite, desk.order(Side::Buy, -1), Rule::Finite);
    refuses(*finite, desk.limit(Side::Buy, 1, 0), Rule::Finite);
    refuses(*finite, desk.limit(Side::Buy, 9'000'000'000'000, 9'000'000'000), Rule::Finite);
    auto stop = desk.order(Side::Buy, 1);
    stop.type = core::OrderType::StopMarket;
    refuses(*finite, stop, Rule::Finite);
    stop.stop = core::Price{310'000};
    passes(*finite, stop);
}

TEST_F(ChecksTest, R06RefusesADecisionThatIsOldOrFromTheFuture) {
    auto clock = check("clock", {{"max_age_ms", "1000"}});
    auto order = desk.order(Side::Buy, 1);
    order.at = desk.now - core::milliseconds(1000);
    passes(*clock, order);
    order.at = desk.now - core::milliseconds(1001);
    refuses(*clock, order, Rule::ClockSane);
    order.at = desk.now + core::nanoseconds(1);
    refuses(*clock, order, Rule::ClockSane);
}

TEST_F(ChecksTest, R07RefusesALimitFarBeyondTheReferenceButNotAPassiveOne) {
    auto collar = check("collar", {{"floor_bps", "100"}, {"sigmas", "0"}});
    passes(*collar, desk.limit(Side::Buy, 1, 303'000));
    refuses(*collar, desk.limit(Side::Buy, 1, 303'001), Rule::Collar);
    passes(*collar, desk.limit(Side::Buy, 1, 100'000));
    passes(*collar, desk.limit(Side::Sell, 1, 297'000));
    refuses(*collar, desk.limit(Side::Sell, 1, 296'999), Rule::Collar);
    desk.hold(10);
    refuses(*collar, desk.limit(Side::Sell, 10, 291'000), Rule::Collar);
    desk.kill.raise(core::KillLevel::Flatten, Rule::Drawdown, desk.now);
    passes(*collar, desk.limit(Side::Sell, 10, 291'000));  // 3 % to close
    refuses(*collar, desk.limit(Side::Sell, 10, 290'999), Rule::Collar);
    refuses(*collar, desk.limit(Side::Buy, 1, 303'001), Rule::Collar);
}

TEST_F(ChecksTest, R08RefusesAnOrderWorthTooMuchOrFarAboveTheUsual) {
    auto finger = check("fat_finger", {{"max_notional", "3100"}, {"times_median", "20"}});
    passes(*finger, desk.order(Side::Buy, 100));  // 3 000, slipped half a percent: 3 015
    refuses(*finger, desk.order(Side::Buy, 103), Rule::FatFinger);
    for (int i = 0; i < 20; ++i) finger->approved(desk.order(Side::Buy, 2), desk.view());
    passes(*finger, desk.order(Side::Buy, 40));
    refuses(*finger, desk.order(Side::Buy, 41), Rule::FatFinger);
    desk.hold(1'000);
    passes(*finger, desk.order(Side::Sell, 1'000));
}

TEST_F(ChecksTest, R09RefusesWithoutAFreshPrice) {
    auto reference = check("reference");
    passes(*reference, desk.order(Side::Buy, 1));
    desk.now = desk.now + core::minutes(2);
    passes(*reference, desk.order(Side::Buy, 1));
    desk.now = desk.now + core::nanoseconds(1);
    refuses(*reference, desk.order(Side::Buy, 1), Rule::NoReference);
    auto unpriced = desk.order(Side::Buy, 1);
    unpriced.instrument = desk.world.eth;
    refuses(*reference, unpriced, Rule::NoReference);
}

TEST_F(ChecksTest, R10RefusesTheSameOrderTwiceAtOnce) {
    auto duplicate = check("duplicate", {{"window_ms", "250"}});
    const auto first = desk.order(Side::Buy, 5);
    passes(*duplicate, first);
    duplicate->approved(first, desk.view());
    desk.now = desk.now + core::milliseconds(249);
    refuses(*duplicate, desk.order(Side::Buy, 5), Rule::Duplicate);
    passes(*duplicate, desk.order(Side::Buy, 6));
    passes(*duplicate, desk.order(Side::Sell, 5));
    auto apart = desk.order(Side::Buy, 5);
    apart.parent = first.parent;
    apart.reduce_only = true;
    passes(*duplicate, apart);
    desk.now = desk.now + core::milliseconds(1);
    passes(*duplicate, desk.order(Side::Buy, 5));
    desk.open(first);
    refuses(*duplicate, first, Rule::Duplicate);
}

TEST_F(ChecksTest, R11RefusesMoreOrdersASecondThanAllowed) {
    auto rate = check("rate", {{"per_second", "3"}});
    for (int i = 0; i < 3; ++i) {
        const auto order = desk.order(Side::Buy, 1);
        passes(*rate, order);
        rate->approved(order, desk.view());
    }
    refuses(*rate, desk.order(Side::Buy, 1), Rule::Rate);
    desk.now = desk.now + core::milliseconds(333);
    refuses(*rate, desk.order(Side::Buy, 1), Rule::Rate);
    desk.now = desk.now + core::milliseconds(1);
    passes(*rate, desk.order(Side::Buy, 1));
}

TEST_F(ChecksTest, R14RefusesTooManyOpenOrdersOrTooMuchInThem) {
    auto open = check("open_orders", {{"max_orders", "2"}, {"notional_pct", "50"}});
    passes(*open, desk.limit(Side::Buy, 1'666, 300'000));  // 49 980 of 50 000
    refuses(*open, desk.limit(Side::Buy, 1'667, 300'000), Rule::OpenOrders);
    desk.open(desk.limit(Side::Buy, 1, 299'000));
    passes(*open, desk.limit(Side::Buy, 1, 300'000));
    desk.open(desk.limit(Side::Buy, 1, 299'000));
    refuses(*open, desk.limit(Side::Buy, 1, 300'000), Rule::OpenOrders);
    desk.hold(10);
    passes(*open, desk.limit(Side::Sell, 10, 300'000));
}

TEST_F(ChecksTest, R15CountsThePositionAsIfEveryOpenOrderFilled) {
    auto position = check("position", {{"pct", "20"}});  // 20 000
    passes(*position, desk.order(Side::Buy, 666));       // 19 980
    refuses(*position, desk.order(Side::Buy, 667), Rule::PositionLimit);
    desk.hold(300);
    desk.open(desk.limit(Side::Buy, 300, 300'000));
    passes(*position, desk.order(Side::Buy, 66));
    refuses(*position, desk.order(Side::Buy, 67), Rule::PositionLimit);
    passes(*position, desk.order(Side::Sell, 300));
}

TEST_F(ChecksTest, R16NetsOneAssetOverItsInstruments) {
    desk.price(desk.world.spot, core::Price{3'000'000});
    auto asset = check("asset", {{"pct", "10"}});  // 10 000
    refuses(*asset, desk.order(Side::Buy, 334), Rule::AssetLimit);
    const core::Allocation spot_short{{0}, core::Qty{-10'000'000}};  // -0.1 BTC: -3 000
    const core::Fill fill{{90},
                          {90},
                          Side::Sell,
                          core::Price{3'000'000},
                          core::Qty{10'000'000},
                          {},
                          desk.world.usdt,
                          core::Liquidity::Taker};
    desk.books.book(desk.world.venue, desk.world.spot, fill, {&spot_short, 1});
    passes(*asset, desk.order(Side::Buy, 334));
    refuses(*asset, desk.order(Side::Buy, 434), Rule::AssetLimit);
    desk.open(desk.limit(Side::Buy, 100, 299'000));  // counts in full beside another purchase
    refuses(*asset, desk.order(Side::Buy, 334), Rule::AssetLimit);
    passes(*asset, desk.order(Side::Sell, 233));
    refuses(*asset, desk.order(Side::Sell, 234), Rule::AssetLimit);
}

TEST_F(ChecksTest, R17AndR18CountAllThatIsHeldAtAVenueAndAtAll) {
    auto venue = check("venue", {{"pct", "40"}});
    auto gross = check("gross", {{"pct", "50"}});
    desk.price(desk.world.eth, core::Price{200'000'000});
    const core::Allocation eth{{0}, core::Qty{150'000'000}};  // 15 ETH at 2 000
    const core::Fill fill{{91},
                          {91},
                          Side::Buy,
                          core::Price{200'000'000},
                          core::Qty{150'000'000},
                          {},
                          desk.world.usdt,
                          core::Liquidity::Taker};
    desk.books.book(desk.world.venue, desk.world.eth, fill, {&eth, 1});
    passes(*venue, desk.order(Side::Buy, 333));  // 30 000 + 9 990
    refuses(*venue, desk.order(Side::Buy, 334), Rule::VenueLimit);
    passes(*gross, desk.order(Side::Buy, 666));
    refuses(*gross, desk.order(Side::Buy, 667), Rule::GrossLimit);
}

TEST_F(ChecksTest, R19MeasuresAgainstTheEquityAtTheVenue) {
    auto leverage = check("leverage", {{"pct", "200"}});
    passes(*leverage, desk.order(Side::Buy, 6'666));
    refuses(*leverage, desk.order(Side::Buy, 6'667), Rule::Leverage);
}

TEST_F(ChecksTest, R20AndR21RefuseNewRiskAfterALossButLetReductionsPass) {
    auto daily = check("daily_loss", {{"limit_bps", "300"}});
    auto fall = check("drawdown", {{"limit_bps", "300"}});
    desk.books.mark_all(desk.now);
    desk.hold(1'000);
    desk.price(desk.world.btc, core::Price{270'000});  // lost 3 000: exactly 3 %
    passes(*daily, desk.order(Side::Buy, 1));
    passes(*fall, desk.order(Side::Buy, 1));
    desk.price(desk.world.btc, core::Price{269'999});
    refuses(*daily, desk.order(Side::Buy, 1), Rule::DailyLoss);
    refuses(*fall, desk.order(Side::Buy, 1), Rule::Drawdown);
    passes(*daily, desk.order(Side::Sell, 1'000));
    passes(*fall, desk.order(Side::Sell, 1'000));
}

TEST_F(ChecksTest, R22RefusesAnOrderInWhichAStrategyThatLostTooMuchWouldTakeMore) {
    auto loss = check("strategy_loss", {{"limit_bps", "150"}});
    desk.books.mark_all(desk.now);
    desk.hold(1'000);
    const core::Allocation more{{0}, core::Qty{1}};
    const core::Allocation less{{0}, core::Qty{-1'000}};
    const core::Allocation turned{{0}, core::Qty{-1'001}};
    const core::Allocation house{core::house, core::Qty{1}};
    const auto with = [&](const core::Allocation& share) {
        auto view = desk.view();
        view.shares = {&share, 1};
        return loss->review(desk.order(side_of(share.qty), magnitude(share.qty).raw), view);
    };
    desk.price(desk.world.btc, core::Price{285'000});  // lost 1 500: exactly 1.5 %
    EXPECT_FALSE(with(more));
    desk.price(desk.world.btc, core::Price{284'999});
    ASSERT_TRUE(with(more));
    EXPECT_EQ(with(more)->rule, Rule::StrategyLoss);
    EXPECT_EQ(with(more)->scope.kind, core::Scope::Kind::Strategy);
    EXPECT_FALSE(with(less));
    EXPECT_TRUE(with(turned));
    EXPECT_FALSE(with(house)) << "whose loss is another one's";
}

TEST_F(ChecksTest, R27LetsReductionsPassUntilTheNodeIsHalted) {
    auto kill = check("kill_level");
    desk.hold(10);
    passes(*kill, desk.order(Side::Buy, 1));
    desk.kill.raise(core::KillLevel::ReduceOnly, core::Rule::None, desk.now);
    refuses(*kill, desk.order(Side::Buy, 1), Rule::KillLevel);
    passes(*kill, desk.order(Side::Sell, 10));
    refuses(*kill, desk.order(Side::Sell, 11), Rule::KillLevel);
    desk.kill.raise(core::KillLevel::Halt, core::Rule::None, desk.now);
    refuses(*kill, desk.order(Side::Sell, 10), Rule::KillLevel);
}

TEST_F(ChecksTest, R28RefusesEverythingWhileReconciling) {
    auto reconciling = check("reconciling");
    auto view = desk.view();
    EXPECT_FALSE(reconciling->review(desk.order(Side::Buy, 1), view));
    view.reconciling = true;
    EXPECT_TRUE(reconciling->review(desk.order(Side::Buy, 1), view));
}

TEST_F(ChecksTest, ReducingCountsTheOtherOpenOrdersOfItsSideFirst) {
    desk.hold(10);
    EXPECT_TRUE(reduces(desk.order(Side::Sell, 10), desk.view()));
    EXPECT_FALSE(reduces(desk.order(Side::Buy, 1), desk.view()));
    desk.open(desk.limit(Side::Sell, 4, 301'000));
    EXPECT_TRUE(reduces(desk.order(Side::Sell, 6), desk.view()));
    EXPECT_FALSE(reduces(desk.order(Side::Sell, 7), desk.view()));
    EXPECT_EQ(reducing_part(desk.order(Side::Sell, 7), desk.view()).raw, 6);
}

}  // namespace
}  // namespace nightjar::risk
