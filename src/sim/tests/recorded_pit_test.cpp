#include "sim/tests/fixtures.hpp"

namespace nightjar::sim::tests {
namespace {

using core::BookDelta;
using core::Price;
using core::Qty;
using core::Side;
using core::TimeInForce;

struct OnARecording : ::testing::Test, Floor {
    MatchingConfig config = [] {
        auto free_config = free(Prices::Recorded);
        free_config.slippage_ppb = 10'000'000;  // 1 % for each depth
        return free_config;
    }();
    Matching exchange{catalog, venue, usdt, config};
    core::AccountId us = exchange.open_account(core::whole(1'000'000));

    void set(Side side, std::int64_t price, std::int64_t qty, bool last = true) {
        exchange.on_book(perp, {BookDelta::Action::Set, side, Price{price}, Qty{qty}, last}, at(1));
    }
    /// Bids 2 at 99 and 98, asks 2 at 101 and 3 at 102.
    void snapshot() {
        exchange.on_book(perp, {BookDelta::Action::Clear, {}, {}, {}, false}, at(1));
        set(Side::Buy, 98, 2, false);
        set(Side::Buy, 99, 2, false);
        set(Side::Sell, 101, 2, false);
        set(Side::Sell, 102, 3);
    }
    void trade(std::int64_t price, std::int64_t qty) {
        exchange.on_trade(perp, {Price{price}, Qty{qty}, Side::Sell, {1}}, at(2));
    }
    Lines told() { return tests::told(exchange, us); }
};

TEST_F(OnARecording, ATakerWalksTheLevels) {
    snapshot();
    exchange.submit(us, market(1, perp, Side::Buy, 4), at(2));
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 2@101 taker", "1 fill 2@102 taker"}));
}

TEST_F(OnARecording, WhatWasTakenStaysTakenUntilTheLevelChanges) {
    snapshot();
    exchange.submit(us, market(1, perp, Side::Buy, 2), at(2));
    exchange.submit(us, market(2, perp, Side::Buy, 1), at(2));
    set(Side::Sell, 101, 5);
    exchange.submit(us, market(3, perp, Side::Buy, 1), at(2));
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 2@101 taker", "2 open", "2 fill 1@102 taker",
                             "3 open", "3 fill 1@101 taker"}));
}

TEST_F(OnARecording, BeyondTheVisibleBookEachDepthCostsMore) {
    snapshot();
    exchange.submit(us, market(1, perp, Side::Buy, 9), at(2));  // 4 beyond: two depths of 3
    EXPECT_EQ(told(),
              (Lines{"1 open", "1 fill 2@101 taker", "1 fill 3@102 taker", "1 fill 4@105 taker"}));
}

TEST_F(OnARecording, ALimitNeverPaysBeyondTheBook) {
    snapshot();
    exchange.submit(us, limit(1, perp, Side::Buy, 9, 200, {.tif = TimeInForce::Ioc}), at(2));
    EXPECT_EQ(told(), (Lines{"1 open", "1 fill 2@101 taker", "1 fill 3@102 taker",
                             "1 expired: not fillable at once"}));
}

TEST_F(OnARecording, FillOrKillLooksAtTheLevelsWithinItsLimit) {
    snapshot();
    exchange.submit(us, limit(1, perp, Side::Buy, 3, 101, {.tif = TimeInForce::Fok}), at(2));
    exchange.submit(us, limit(2, perp, Side::Buy, 5, 102, {.tif = TimeInForce::Fok}), at(2));
    EXPECT_EQ(told(), (Lines{"1 expired: not fillable at once", "2 open", "2 fill 2@101 taker",
                             "2 fill 3@102 taker"}));
}

TEST_F(OnARecording, ARestingOrderNeedsATradeThroughItsPriceAndGetsNoMoreThanThat) {
    snapshot();
    exchange.submit(us, limit(1, perp, Side::Buy, 5, 100), at(2));
    trade(100, 50);
    EXPECT_EQ(told(), (Lines{"1 open"})) << "at its price others may have been before us";
    trade(99, 3);
    EXPECT_EQ(told(), (Lines{"1 fill 3@100 maker"}));
    trade(99, 3);
    EXPECT_EQ(told(), (Lines{"1 fill 2@100 maker"}));
}

TEST_F(OnARecording, OneTradeIsSharedByPriceThenTime) {
    snapshot();
    exchange.submit(us, limit(1, perp, Side::Buy, 2, 99), at(2));
    exchange.submit(us, limit(2, perp, Side::Buy, 2, 100), at(2));
    exchange.submit(us, limit(3, perp, Side::Buy, 2, 99), at(2));
    told();
    trade(98, 5);
    EXPECT_EQ(told(), (Lines{"2 fill 2@100 maker", "1 fill 2@99 maker", "3 fill 1@99 maker"}));
}

TEST_F(OnARecording, WithoutAValidBookAMarketOrderIsRejected) {
    exchange.submit(us, market(1, perp, Side::Buy, 1), at(1));
    snapshot();
    exchange.on_gap(perp);
    exchange.submit(us, market(2, perp, Side::Buy, 1), at(2));
    snapshot();
    exchange.submit(us, market(3, perp, Side::Buy, 1), at(2));
    EXPECT_EQ(told(), (Lines{"1 rejected: no liquidity", "2 rejected: no liquidity", "3 open",
                             "3 fill 1@101 taker"}));
}

TEST_F(OnARecording, AStopWaitsForAValidBook) {
    exchange.submit(us, stop(1, perp, Side::Sell, 1, 95), at(1));
    trade(94, 1);
    EXPECT_EQ(told(), (Lines{"1 open"}));
    snapshot();
    trade(94, 1);
    EXPECT_EQ(told(), (Lines{"1 fill 1@99 taker"}));
}

TEST_F(OnARecording, PostOnlyIsHeldAgainstTheRecordedTouch) {
    snapshot();
    exchange.submit(us, limit(1, perp, Side::Sell, 1, 99, {.post_only = true}), at(2));
    exchange.submit(us, limit(2, perp, Side::Sell, 1, 100, {.post_only = true}), at(2));
    EXPECT_EQ(told(), (Lines{"1 rejected: post-only order would take", "2 open"}));
}

TEST_F(OnARecording, TheMidMarksTheAccounts) {
    snapshot();
    exchange.submit(us, market(1, perp, Side::Buy, 2), at(2));
    set(Side::Buy, 119, 2, false);
    set(Side::Sell, 102, 0, false);
    set(Side::Sell, 121, 2);
    EXPECT_EQ(exchange.account(us).equity(), core::whole(1'000'000 + 2 * (120 - 101)));
}

TEST_F(OnARecording, AMarkOfTheVenuesOwnHoldsAgainstMidsForAMinute) {
    snapshot();
    exchange.submit(us, market(1, perp, Side::Buy, 2), at(2));
    exchange.on_mark(perp, Price{105}, at(3));
    const auto mid_at = [&](std::int64_t second, std::int64_t bid) {
        exchange.on_book(perp, {BookDelta::Action::Set, Side::Buy, Price{bid}, Qty{1}, true},
                         at(second));
        return exchange.account(us).equity();
    };
    EXPECT_EQ(mid_at(62, 100), core::whole(1'000'000 + 2 * (105 - 101)));
    EXPECT_EQ(mid_at(63, 98), core::whole(1'000'000 + 2 * (101 - 101)));
}

}  // namespace
}  // namespace nightjar::sim::tests
