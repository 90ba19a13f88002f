/// Stops that rest at the venue, through the whole engine.

#include "engine/tests/protected.hpp"

namespace nightjar::engine {
namespace {

using core::OrderState;
using core::OrderType;
using core::Qty;
using core::Side;

class NativeProtection : public tests::Protected {
public:
    NativeProtection() {
        at_venue = true;
        start();
    }
    /// A position whose stop the venue has.
    void enter_and_rest(double exposure = 0.5) {
        enter(0, exposure);
        say(stop(), OrderState::Open);
    }
};

TEST_F(NativeProtection, TheStopRestsAtTheVenueAsAnOrderThatOnlyReduces) {
    enter(0, 0.5);
    EXPECT_EQ(stop().side, Side::Sell);
    EXPECT_EQ(stop().qty, Qty{500});
    EXPECT_EQ(stop().stop, core::Price{98'000});
    EXPECT_TRUE(stop().reduce_only);
    EXPECT_FALSE(last().resting.has_value()) << "not before the venue says so";
    say(stop(), OrderState::Open);
    EXPECT_EQ(last().resting, core::Price{98'000});
    EXPECT_EQ(last().state, State::Armed);
}

TEST_F(NativeProtection, WhereTheVenueFillsItThePositionIsClosedAndStaysSo) {
    enter_and_rest();
    mid = 97'990;
    fill(stop());
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(state(), State::Waiting);
    const auto all = changes();
    ASSERT_GE(all.size(), 2U);
    EXPECT_EQ(all[all.size() - 2].state, State::Closing);
    EXPECT_EQ(all[all.size() - 2].resting, core::Price{98'000}) << "the venue did it";
    EXPECT_EQ(count(OrderType::Market), 1U);
    pass(core::minutes(10));
    EXPECT_EQ(count(OrderType::Market), 1U);
}

TEST_F(NativeProtection, OneThatIsRefusedLeavesTheStopHere) {
    enter(0, 0.5);
    say(stop(), OrderState::Rejected, core::OrderReason::BadRequest);
    EXPECT_FALSE(engine->protections().seats()[0].resting.has_value());
    pass(core::seconds(30));
    EXPECT_EQ(count(OrderType::StopMarket), 1U);
    pass(core::seconds(31));
    EXPECT_EQ(count(OrderType::StopMarket), 2U) << "it is tried again after a minute";
    say(stop(), OrderState::Rejected, core::OrderReason::BadRequest);
    show(98'001);
    EXPECT_EQ(market_order().qty, Qty{500}) << "and acts here at once";
}

TEST_F(NativeProtection, OneOfWhichNothingIsKnownIsNotWaitedFor) {
    enter(0, 0.5);
    say(stop(), OrderState::Unknown);
    show(98'001);
    EXPECT_EQ(market_order().side, Side::Sell);
    EXPECT_TRUE(cancelled(stop()));
}

TEST_F(NativeProtection, OneThatTheVenueTakesAwayIsToldAndReplaced) {
    enter_and_rest();
    say(stop(), OrderState::Cancelled, core::OrderReason::SessionEnded);
    EXPECT_FALSE(last().resting.has_value());
    EXPECT_EQ(last().state, State::Armed);
    pass(core::minutes(1));
    EXPECT_EQ(count(OrderType::StopMarket), 2U);
}

TEST_F(NativeProtection, OneThatDoesNothingIsStoodInForAfterTwoSeconds) {
    enter_and_rest();
    show(97'900);
    EXPECT_EQ(state(), State::Closing);
    EXPECT_EQ(count(OrderType::Market), 1U) << "the venue's own comes first";
    pass(core::milliseconds(1'900));
    EXPECT_EQ(count(OrderType::Market), 1U);
    pass(core::milliseconds(100));
    EXPECT_EQ(count(OrderType::Market), 2U);
    EXPECT_TRUE(cancelled(stop()));
    EXPECT_TRUE(market_order().reduce_only);
}

TEST_F(NativeProtection, BothOnTheirWayTurnNothingRound) {
    enter_and_rest();
    show(97'900);
    pass(core::seconds(2));
    const auto exit = market_order();
    ASSERT_EQ(exit.side, Side::Sell);
    // The venue's stop was faster by a part: what only reduces is cut to the rest.
    fill(stop(), Qty{300});
    fill(exit, Qty{200});
    say(exit, OrderState::Cancelled, core::OrderReason::ReduceOnly);
    say(stop(), OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_EQ(held(0), Qty{});
    pass(core::minutes(5));
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(count(OrderType::Market), 2U);
    EXPECT_EQ(state(), State::Waiting);
}

TEST_F(NativeProtection, ATakeProfitTakesTheStopAwayAndARaceOfBothEndsFlat) {
    for (const bool stop_first : {false, true}) {
        start();
        enter_and_rest();
        show(104'001);
        EXPECT_TRUE(cancelled(stop()));
        EXPECT_EQ(market_order().qty, Qty{500});
        if (stop_first) {
            fill(stop());
            say(market_order(), OrderState::Rejected, core::OrderReason::ReduceOnly);
        } else {
            fill(market_order());
            say(stop(), OrderState::Cancelled, core::OrderReason::Requested);
        }
        EXPECT_EQ(held(0), Qty{});
        EXPECT_EQ(state(), State::Waiting);
        pass(core::minutes(5));
        EXPECT_EQ(count(OrderType::Market), 2U);
        EXPECT_EQ(count(OrderType::StopMarket), 1U);
    }
}

TEST_F(NativeProtection, ItFollowsTheQuantityWithinASecond) {
    told[0].exposure = 0.5;
    pass(core::minutes(10));
    const auto entry = market_order();
    fill(entry, Qty{200});
    EXPECT_EQ(stop().qty, Qty{200});
    say(stop(), OrderState::Open);
    fill(entry, Qty{300});
    EXPECT_FALSE(cancelled(stop()));
    pass(core::seconds(1));
    const auto first = stop();
    EXPECT_TRUE(cancelled(first));
    EXPECT_EQ(count(OrderType::StopMarket), 1U) << "never two";
    say(first, OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_EQ(stop().qty, Qty{500});
    EXPECT_EQ(last().resting, core::Price{98'000}) << "it is being replaced";
}

TEST_F(NativeProtection, ATrailingStopMovesInStepsAndNotMoreThanOnceAMinute) {
    terms = {0, 0, 2, true};
    start();
    enter_and_rest();
    const auto first = stop();
    for (int i = 1; i <= 50; ++i) {
        now = now + core::seconds(1);
        show(100'000 + 10 * i);
    }
    EXPECT_FALSE(cancelled(first));
    pass(core::seconds(10));
    ASSERT_TRUE(cancelled(first));
    say(first, OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_EQ(stop().stop, engine->protections().seats()[0].protection.stop());
    say(stop(), OrderState::Open);
    EXPECT_EQ(last().resting, stop().stop);
    for (int i = 0; i < 600; ++i) {
        pass(core::seconds(1));
        if (i % 100 == 0) show(mid + 50);
    }
    EXPECT_LE(count(OrderType::StopMarket), 4U) << "less than a step is not worth a message";
}

TEST_F(NativeProtection, WhereAnotherStrategyHoldsTooItIsWatchedHere) {
    enter_and_rest();
    enter(1, 0.3);
    EXPECT_TRUE(cancelled(stop()));
    say(stop(), OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_FALSE(engine->protections().seats()[0].resting.has_value());
    pass(core::minutes(5));
    EXPECT_EQ(count(OrderType::StopMarket), 1U);
    show(98'001);
    EXPECT_EQ(state(0), State::Closing);
    EXPECT_EQ(state(1), State::Closing);
}

TEST_F(NativeProtection, WhatIsStillThereOfItIsWaitedForWhereTheExitWouldNotOnlyReduce) {
    enter_and_rest();
    enter(1, -0.3);
    show(98'001);
    EXPECT_EQ(count(OrderType::Market), 2U) << "two entries: the stop may still fill";
    say(stop(), OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_EQ(count(OrderType::Market), 3U);
    EXPECT_EQ(market_order().qty, Qty{500});
}

TEST_F(NativeProtection, AddingAndReducingPassWhileItRests) {
    enter_and_rest();
    enter(0, 0.7);
    EXPECT_EQ(held(0), Qty{700});
    told[0].exposure = 0.3;
    pass(core::minutes(10));
    EXPECT_EQ(market_order().qty, Qty{400});
    EXPECT_TRUE(market_order().reduce_only);
    fill(market_order());
    EXPECT_EQ(held(0), Qty{300});
}

TEST_F(NativeProtection, AReversalClosesApartFromWhatItOpens) {
    enter_and_rest();
    told[0].exposure = -0.5;
    pass(core::minutes(10));
    ASSERT_EQ(count(OrderType::Market), 3U);
    const auto opens = market_order();
    const auto closes = desk.orders[desk.orders.size() - 2];
    EXPECT_EQ(closes.qty, Qty{500});
    EXPECT_TRUE(closes.reduce_only);
    EXPECT_EQ(opens.qty, Qty{500});
    EXPECT_FALSE(opens.reduce_only);
    fill(closes);
    fill(opens);
    EXPECT_EQ(held(0), Qty{-500});
    EXPECT_TRUE(cancelled(stop())) << "it is of the other side";
    EXPECT_EQ(state(), State::Armed);
}

TEST_F(NativeProtection, K2TakesItAwayAndItIsWatchedHereThen) {
    enter_and_rest();
    hear(core::Command::set_level(core::KillLevel::CancelAndReduceOnly, core::Person{"ada"}));
    EXPECT_TRUE(cancelled(stop()));
    say(stop(), OrderState::Cancelled, core::OrderReason::Requested);
    pass(core::minutes(5));
    EXPECT_EQ(count(OrderType::StopMarket), 1U);
    show(98'001);
    EXPECT_EQ(market_order().side, Side::Sell);
}

TEST_F(NativeProtection, ItStaysWhenTheSessionStopsAndIsTakenUpWhenItGoesOn) {
    for (const bool checkpoint : {false, true}) {
        start();
        enter_and_rest();
        core::Command command;
        command.kind = core::Command::Kind::Stop;
        hear(command);
        engine->close();
        EXPECT_FALSE(cancelled(stop()));
        EXPECT_TRUE(engine->keeps(stop().id));
        tests::Kept later;
        restart(later, checkpoint);
        pass(core::minutes(5));
        EXPECT_EQ(count(OrderType::StopMarket), 1U);
        EXPECT_FALSE(cancelled(stop()));
        EXPECT_EQ(engine->protections().seats()[0].resting, core::Price{98'000});
        mid = 97'990;
        fill(stop());
        EXPECT_EQ(held(0), Qty{});
        EXPECT_EQ(state(), State::Waiting);
    }
}

TEST_F(NativeProtection, OneThatIsGoneAfterARestartIsPlacedAnew) {
    enter_and_rest();
    const auto first = stop();
    tests::Kept later;
    restart(later, false);
    say(first, OrderState::Cancelled, core::OrderReason::SessionEnded);
    pass(core::minutes(1));
    EXPECT_EQ(count(OrderType::StopMarket), 2U);
    EXPECT_EQ(stop().qty, Qty{500});
}

TEST_F(NativeProtection, EmulatedMeansEmulated) {
    terms.native = false;
    start();
    enter(0, 0.5);
    pass(core::minutes(5));
    EXPECT_EQ(count(OrderType::StopMarket), 0U);
}

}  // namespace
}  // namespace nightjar::engine
