#include "report/attribution.hpp"
#include "report/costs.hpp"
#include "report/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

using core::hours;
using core::Money;
using core::Qty;
using core::Side;
using core::Time;
using core::whole;
using tests::Hand;
using tests::random_hand;

TEST(RoundTrips, FromFlatToFlatIsOneTradeHoweverManyFillsItTook) {
    Hand hand;
    hand.fill(1, 1'000, 10'000, 5);
    hand.fill(2, 1'000, 12'000, 6);
    hand.fill(3, -500, 13'000, 7);
    hand.fill(5, -1'500, 14'000, 8);
    const auto trades = hand.trades();
    ASSERT_EQ(trades.size(), 1U);
    const auto& trade = trades[0];
    EXPECT_EQ(trade.side, Side::Buy);
    EXPECT_EQ(trade.opened, Time{} + hours(1));
    EXPECT_EQ(trade.closed, Time{} + hours(5));
    EXPECT_EQ(trade.qty, Qty{2'000});
    EXPECT_EQ(trade.gross(), whole(65 + 210 - 220));
    EXPECT_EQ(trade.fees, Money{26});
    EXPECT_EQ(trade.profit(), whole(55) - Money{26});
    EXPECT_EQ(trade.fills, 4U);
    EXPECT_EQ(average_price(trade.entry_cash, trade.entered, hand.btc()), "110");
    EXPECT_EQ(average_price(trade.exit_cash, trade.exited, hand.btc()), "137.5");
}

TEST(RoundTrips, AShortEarnsWhenThePriceFalls) {
    Hand hand;
    hand.fill(1, -1'000, 10'000);
    hand.fill(2, 1'000, 9'000);
    const auto trades = hand.trades();
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].side, Side::Sell);
    EXPECT_EQ(trades[0].profit(), whole(10));
}

TEST(RoundTrips, AFillThatTurnsThePositionOverEndsOneTradeAndBeginsTheNext) {
    Hand hand;
    hand.fill(1, 1'000, 10'000);
    hand.fill(2, -3'000, 11'000, 10);
    hand.fill(3, 2'000, 10'500);
    const auto trades = hand.trades();
    ASSERT_EQ(trades.size(), 2U);
    EXPECT_EQ(trades[0].profit(), whole(10) - Money{3});
    EXPECT_EQ(trades[0].closed, Time{} + hours(2));
    EXPECT_EQ(trades[1].side, Side::Sell);
    EXPECT_EQ(trades[1].opened, Time{} + hours(2));
    EXPECT_EQ(trades[1].fees, Money{7}) << "what rounding leaves is the new trade's";
    EXPECT_EQ(trades[1].profit(), whole(10) - Money{7});
}

TEST(RoundTrips, WhatIsStillHeldIsWorthTheLastPrice) {
    Hand hand;
    hand.fill(1, -2'000, 10'000);
    hand.close_at(9'000);
    const auto trades = hand.trades();
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_FALSE(trades[0].closed);
    EXPECT_EQ(trades[0].left, Qty{-2'000});
    EXPECT_EQ(trades[0].profit(), whole(20));
}

TEST(RoundTrips, FundingBelongsToTheTradeThatIsOpen) {
    Hand hand;
    hand.fill(1, 1'000, 10'000);
    hand.funding(2, -whole(3));
    hand.fill(3, -1'000, 10'000);
    hand.funding(4, whole(9));
    const auto trades = hand.trades();
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].profit(), -whole(3));
}

TEST(RoundTrips, TheirProfitsAreWhatTheAccountMadeToTheLastUnit) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto hand = random_hand(seed);
        Money account;
        Money lonely;
        Qty held;
        for (const auto& booking : hand.story.bookings) {
            account += booking.cash - booking.fee + booking.funding;
            if (held.raw == 0 && booking.qty.raw == 0) lonely += booking.funding;
            held += booking.qty;
        }
        account += hand.btc().notional({1'234}, held);
        Money trades = lonely;
        for (const auto& trade : hand.trades()) trades += trade.profit();
        EXPECT_EQ(trades, account) << "seed " << seed;
    }
}

TEST(RoundTrips, NameTheDecisionThatWasKnownWhenTheirOrderWasApproved) {
    Hand hand;
    hand.fill(1, 1, 100);
    hand.target(2, 1, {});
    hand.fill(3, -1, 100);
    hand.target(4, -1, {});
    hand.story.bookings.back().targets_before = 1;
    const auto trades = hand.trades();
    EXPECT_FALSE(trades.at(0).entry_target);
    EXPECT_EQ(trades.at(0).exit_target, 0U);
}

TEST(Costs, GrossLessEveryCostIsNet) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        auto hand = random_hand(seed);
        hand.story.curves[core::EquitySampled::total.value].last = whole(1'007);
        const auto c = costs(hand.story, hand.lines());
        EXPECT_EQ(c.gross - c.slippage - c.fees + c.funding + c.other, c.net);
        EXPECT_EQ(c.net, whole(7));
        EXPECT_EQ(c.measured, 0U) << "without bars nothing says what a decision saw";
    }
}

TEST(Costs, SlippageIsTheWayFromTheCloseKnownAtTheDecisionToTheFill) {
    Hand hand;
    core::BarColumns bars;
    bars.timeframe = hours(1);
    bars.price_decimals = 1;
    for (const std::int64_t close : {1'000, 1'100, 1'200}) {
        bars.open_time_ns.push_back(hours(static_cast<std::int64_t>(bars.close.size())).ns);
        for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close})
            column->push_back(close);
        bars.volume.push_back(1);
    }
    hand.fill(3, 2'000, 11'010);
    hand.story.order_of[{1}].at =
        Time{} + hours(2) + core::minutes(1);  // 110 is known, 120 not yet
    hand.fill(3, -1'000, 12'500);
    hand.story.order_of[{2}].at = Time{} + hours(3);  // 120 is known: sold for more
    hand.fill(3, -1'000, 1);
    hand.story.order_of.erase({3});  // of no order of ours
    const auto lines = price_lines(hand.story, {{bars.view(), nullptr}});
    const auto c = costs(hand.story, lines);
    EXPECT_EQ(c.slippage, Money{2 * Money::one / 10} - whole(5));
    EXPECT_EQ(c.measured, 2U);
    EXPECT_EQ(c.bookings, 3U);
}

TEST(Attribution, AgreeingVotesShareAProfitByWeightTimesScore) {
    Hand hand;
    hand.target(0, 1, {{{0}, 0.5, 1}, {{1}, 0.75, 2}});
    hand.fill(1, 1'000, 10'000);
    hand.fill(2, -1'000, 14'000);
    const auto shares = attribution(hand.story, hand.trades());
    ASSERT_EQ(shares.size(), 2U);
    EXPECT_EQ(shares[0].signal, "fast");
    EXPECT_EQ(shares[0].profit, whole(10));
    EXPECT_EQ(shares[1].profit, whole(30));
    EXPECT_EQ(shares[1].won, 1U);
}

TEST(Attribution, AVoteAgainstATradeGetsNothingOfItAndIsCounted) {
    Hand hand;
    hand.target(0, -1, {{{0}, -0.5, 1}, {{1}, 0.1, 1}});
    hand.fill(1, -1'000, 10'000);
    hand.fill(2, 1'000, 14'000);
    const auto shares = attribution(hand.story, hand.trades());
    ASSERT_EQ(shares.size(), 2U);
    EXPECT_EQ(shares[0].profit, -whole(40));
    EXPECT_EQ(shares[0].won, 0U);
    EXPECT_EQ(shares[1].profit, Money{});
    EXPECT_EQ(shares[1].against, 1U);
    EXPECT_EQ(shares[1].against_profit, -whole(40));
}

TEST(Attribution, TheSharesAddUpToAllTrades) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto hand = random_hand(seed);
        const auto trades = hand.trades();
        Money all;
        for (const auto& trade : trades) all += trade.profit();
        Money shared;
        for (const auto& share : attribution(hand.story, trades)) shared += share.profit;
        EXPECT_EQ(shared, all) << "seed " << seed;
    }
}

}  // namespace
}  // namespace nightjar::report
