#include "sim/tests/fixtures.hpp"

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Side;

struct OnBars : ::testing::Test, Floor {
    MatchingConfig config = [] {
        auto free_config = free(Prices::Bars);
        free_config.slippage_ppb = 10'000'000;  // 1 %
        return free_config;
    }();
    Matching exchange{catalog, venue, usdt, config};
    core::AccountId us = exchange.open_account(core::whole(1'000'000));

    /// The bar that opens at second `start` and lasts 60.
    void bar(std::int64_t start, std::int64_t open, std::int64_t high, std::int64_t low,
             std::int64_t close) {
        exchange.on_open(spot, Price{open}, at(start));
        exchange.on_bar(spot, {at(start), core::seconds(60), Price{open}, Price{high}, Price{low},
                               Price{close}, core::Qty{1}});
    }
    void hold(std::int64_t lots) {
        exchange.submit(us, market(90, spot, Side::Buy, lots), at(0));
        exchange.on_open(spot, Price{100}, at(0));
        exchange.forget_reports(us);
    }
    Lines told() { return tests::told(exchange, us); }
};

TEST_F(OnBars, MarketOrderFillsAtTheNextOpenWithSlippageRoundedUp) {
    exchange.submit(us, market(1, spot, Side::Buy, 2), at(1));
    bar(60, 150, 160, 140, 155);
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 2@152 taker"}));
    EXPECT_EQ(exchange.account(us).cash(usdt), core::whole(1'000'000 - 304));
}

TEST_F(OnBars, RestingLimitFillsOnlyWhenTheBarTradesThroughIt) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 90), at(1));
    bar(60, 100, 110, 90, 100);
    EXPECT_EQ(told(), (Lines{"1 open"})) << "the low touched the price, no more";
    bar(120, 100, 110, 89, 100);
    EXPECT_EQ(told(), (Lines{"1 fill 1@90 maker"}));
}

TEST_F(OnBars, WhoAssumesFillsAtTheTouchGetsThem) {
    auto generous = config;
    generous.queue = QueueModel{QueueKind::Touch};
    Matching other{catalog, venue, usdt, generous};
    const auto account = other.open_account(core::whole(1'000));
    other.submit(account, limit(1, spot, Side::Buy, 1, 90), at(1));
    other.on_open(spot, Price{100}, at(60));
    other.on_bar(spot, {at(60), core::seconds(60), Price{100}, Price{110}, Price{90}, Price{100},
                        core::Qty{1}});
    EXPECT_EQ(tests::told(other, account), (Lines{"1 open", "1 fill 1@90 maker"}));
}

TEST_F(OnBars, SlippageNeverCarriesALimitBeyondItsPrice) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 1'005), at(1));
    bar(60, 1'000, 1'100, 990, 1'000);
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 1@1005 taker"}));
}

TEST_F(OnBars, PostOnlyThatTheOpenWouldFillIsRejected) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 100, {.post_only = true}), at(1));
    bar(60, 100, 110, 90, 100);
    EXPECT_EQ(told(), (Lines{"1 open", "1 rejected: post-only order would take"}));
}

TEST_F(OnBars, ImmediateOrderThatTheOpenDoesNotReachExpires) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 90, {.tif = core::TimeInForce::Ioc}), at(1));
    bar(60, 100, 110, 80, 100);
    EXPECT_EQ(told(), (Lines{"1 open", "1 expired: not fillable at once"}));
}

TEST_F(OnBars, AStopComesBeforeALimitOnTheSameBar) {
    hold(1);
    exchange.submit(us, limit(1, spot, Side::Sell, 1, 120), at(1));
    exchange.submit(us, stop(2, spot, Side::Sell, 1, 80), at(2));
    bar(60, 100, 130, 70, 100);
    EXPECT_EQ(told(),
              (Lines{"1 open", "2 open", "2 fill 1@79 taker", "1 rejected: insufficient funds"}));
}

TEST_F(OnBars, AGapBeyondAStopFillsItAtTheOpen) {
    hold(1);
    exchange.submit(us, stop(1, spot, Side::Sell, 1, 90), at(1));
    bar(60, 50, 60, 40, 50);
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 1@49 taker"}));
}

TEST_F(OnBars, AnOrderThatCameAfterTheOpenDoesNotSeeThatBarsRange) {
    exchange.on_open(spot, Price{100}, at(60));
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 90), at(61));
    exchange.on_bar(spot, {at(60), core::seconds(60), Price{100}, Price{110}, Price{80}, Price{100},
                           core::Qty{1}});
    EXPECT_EQ(told(), (Lines{"1 open"}));
}

TEST_F(OnBars, ReduceOnlyIsCutToWhatItCloses) {
    hold(2);
    exchange.submit(us, market(1, spot, Side::Sell, 5, {.reduce_only = true}), at(1));
    bar(60, 100, 110, 90, 100);
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 2@99 taker",
                             "1 cancelled: reduce-only order would not reduce"}));
}

TEST_F(OnBars, AnAmendedPriceMeetsTheNextOpenLikeANewOrder) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 50), at(1));
    bar(60, 100, 110, 90, 100);
    exchange.amend(us, {{1}, Price{105}, core::Qty{2}, at(121)}, at(121));
    bar(180, 100, 110, 90, 100);
    EXPECT_EQ(told(), (Lines{"1 open", "1 open", "1 fill 2@101 taker"}));
}

TEST_F(OnBars, AnAmendBelowWhatIsFilledIsRefusedAndChangesNothing) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 50), at(1));
    exchange.amend(us, {{1}, Price{105}, core::Qty{0}, at(2)}, at(2));
    EXPECT_EQ(told(), (Lines{"1 open", "1 open: bad request"}));
    bar(60, 100, 110, 60, 100);
    EXPECT_EQ(told(), Lines{});
}

TEST_F(OnBars, ACancelEndsTheOrderOnce) {
    exchange.submit(us, limit(1, spot, Side::Buy, 1, 50), at(1));
    exchange.cancel(us, {1}, at(2), core::OrderReason::Requested);
    exchange.cancel(us, {1}, at(3), core::OrderReason::Requested);
    EXPECT_EQ(told(), (Lines{"1 open", "1 cancelled: requested"}));
    EXPECT_FALSE(exchange.has_orders(spot));
}

TEST_F(OnBars, SpotThatIsNotHeldIsNotSold) {
    exchange.submit(us, market(1, spot, Side::Sell, 1), at(1));
    bar(60, 100, 110, 90, 100);
    EXPECT_EQ(told(), (Lines{"1 open", "1 rejected: insufficient funds"}));
}

TEST_F(OnBars, FeesAreTakenInTheAssetThatIsReceived) {
    config.fees = {-100'000'000, 100'000'000, FeeModel::PaidIn::Received};  // 10 % either way
    Matching costly{catalog, venue, usdt, config};
    const auto account = costly.open_account(core::whole(1'000));
    costly.submit(account, market(1, spot, Side::Buy, 1), at(0));
    costly.on_open(spot, Price{100}, at(1));
    EXPECT_EQ(costly.account(account).cash(btc), *core::parse_money("-0.1"));
    EXPECT_EQ(costly.account(account).cash(usdt), core::whole(1'000 - 101));
    costly.submit(account, limit(2, spot, Side::Sell, 1, 200), at(2));
    costly.on_open(spot, Price{100}, at(60));
    costly.on_bar(spot, {at(60), core::seconds(60), Price{100}, Price{201}, Price{100}, Price{150},
                         core::Qty{1}});
    EXPECT_EQ(costly.account(account).cash(usdt), core::whole(1'000 - 101 + 200 + 20))
        << "the maker's rebate";
}

TEST_F(OnBars, ABookCallStopsTheProcess) {
    EXPECT_DEATH(exchange.on_trade(spot, {}, at(1)), "another kind");
}

}  // namespace
}  // namespace nightjar::sim::tests
