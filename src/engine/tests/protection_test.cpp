/// Stops and take-profits that are watched here, through the whole engine.

#include "engine/tests/protected.hpp"

namespace nightjar::engine {
namespace {

using core::OrderState;
using core::OrderType;
using core::Qty;
using core::Side;

class EmulatedProtection : public tests::Protected {};

TEST_F(EmulatedProtection, AStopClosesAllByTheTouchThatItIsTradedWith) {
    enter(0, 0.5);
    ASSERT_EQ(changes().size(), 1U);
    EXPECT_EQ(last().state, State::Armed);
    EXPECT_EQ(last().stop, core::Price{98'000});
    EXPECT_EQ(last().take_profit, core::Price{104'000});
    EXPECT_FALSE(last().resting.has_value()) << "it is watched here";
    const auto sent = desk.orders.size();
    show(98'002);
    EXPECT_EQ(desk.orders.size(), sent) << "the bid is one above the level";
    show(98'001);
    ASSERT_EQ(desk.orders.size(), sent + 1);
    EXPECT_EQ(market_order().side, Side::Sell);
    EXPECT_EQ(market_order().qty, Qty{500});
    EXPECT_TRUE(market_order().reduce_only);
    EXPECT_EQ(last().state, State::Closing);
    EXPECT_EQ(last().leg, Leg::Stop);
    EXPECT_EQ(last().reached, core::Price{98'000});
    show(97'000);
    EXPECT_EQ(desk.orders.size(), sent + 1) << "one exit";
    fill(market_order());
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(last().state, State::Waiting);
}

TEST_F(EmulatedProtection, TheWishThatOpenedItDoesNotOpenItAgainUntilItWasOff) {
    enter(0, 0.5);
    show(98'001);
    fill(market_order());
    const auto sent = desk.orders.size();
    pass(core::days(2));
    told[0].exposure = 0.7;
    pass(core::minutes(10));
    EXPECT_EQ(desk.orders.size(), sent);
    told[0].exposure = 0.0;
    pass(core::minutes(10));
    EXPECT_EQ(last().state, State::Off);
    told[0].exposure = 0.5;
    pass(core::minutes(10));
    ASSERT_EQ(desk.orders.size(), sent + 1);
    EXPECT_EQ(market_order().side, Side::Buy);
}

TEST_F(EmulatedProtection, TheOtherSideMayBeOpenedAtOnce) {
    enter(0, 0.5);
    show(98'001);
    fill(market_order());
    enter(0, -0.5);
    EXPECT_EQ(held(0), Qty{-500});
    EXPECT_EQ(last().state, State::Armed);
    EXPECT_EQ(last().side, Side::Sell);
}

TEST_F(EmulatedProtection, ATakeProfitClosesAndTheStopIsOff) {
    enter(0, 0.5);
    show(104'001);
    EXPECT_EQ(last().leg, Leg::TakeProfit);
    show(90'000);  // on the way the price turns
    EXPECT_EQ(count(OrderType::Market), 2U) << "one entry, one exit";
    fill(market_order());
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(last().leg, Leg::TakeProfit);
}

TEST_F(EmulatedProtection, ABookThatIsNotValidOrStaleReachesNothing) {
    enter(0, 0.5);
    hear(core::Gap{});
    hear(core::Trade{{90'000}, Qty{5}, Side::Sell, {++trades}});
    EXPECT_EQ(state(), State::Armed);
    show(100'000);
    now = now + core::hours(1);
    hear(core::TimerFired{});
    EXPECT_EQ(state(), State::Armed);
    show(90'000);
    EXPECT_EQ(state(), State::Closing);
}

TEST_F(EmulatedProtection, WhatIsClosedIsAlwaysWhatIsHeldAndNeverMore) {
    told[0].exposure = 0.5;
    pass(core::minutes(10));
    const auto entry = market_order();
    fill(entry, Qty{200});
    show(98'001);  // while the rest may still fill
    const auto first = market_order();
    EXPECT_EQ(first.qty, Qty{200});
    fill(entry, Qty{300});
    EXPECT_EQ(market_order().qty, Qty{300}) << "what came late is closed, too";
    fill(first);
    fill(market_order());
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(count(OrderType::Market), 3U);
}

TEST_F(EmulatedProtection, AnExitOfTheStrategysOwnThatIsOutCounts) {
    enter(0, 0.5);
    told[0].exposure = 0.2;
    pass(core::minutes(10));
    const auto own = market_order();
    EXPECT_EQ(own.qty, Qty{300});
    say(own, OrderState::Unknown);  // it may have filled
    show(98'001);
    EXPECT_EQ(market_order().qty, Qty{200});
    fill(market_order());
    fill(own);
    EXPECT_EQ(held(0), Qty{});
}

TEST_F(EmulatedProtection, AnExitThatDoesNotFillIsTriedAgain) {
    enter(0, 0.5);
    show(98'001);
    fill(market_order(), Qty{100});
    say(market_order(), OrderState::Cancelled, core::OrderReason::NoLiquidity);
    EXPECT_EQ(count(OrderType::Market), 2U);
    pass(core::milliseconds(900));
    EXPECT_EQ(count(OrderType::Market), 2U);
    pass(core::milliseconds(100));
    EXPECT_EQ(market_order().qty, Qty{400});
    say(market_order(), OrderState::Rejected, core::OrderReason::Overloaded);
    pass(core::seconds(1));
    EXPECT_EQ(count(OrderType::Market), 3U) << "a second time it waits longer";
    pass(core::seconds(1));
    EXPECT_EQ(count(OrderType::Market), 4U);
}

TEST_F(EmulatedProtection, OfTwoStrategiesOnlyTheOwnPositionIsClosed) {
    enter(0, 0.5);
    enter(1, -0.3);
    ASSERT_EQ(held(0) + held(1), Qty{200});
    show(98'001);
    EXPECT_EQ(state(0), State::Closing);
    EXPECT_EQ(state(1), State::Armed);
    EXPECT_EQ(market_order().qty, Qty{500});
    EXPECT_FALSE(market_order().reduce_only) << "the account goes from +200 to -300";
    fill(market_order());
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(held(1), Qty{-300});
    EXPECT_TRUE(engine->books().balanced());
}

TEST_F(EmulatedProtection, LotsThatCrossInsideAreNotSoldTwice) {
    enter(0, 0.5);
    told[0].exposure = 0.2;  // sells 300, of which the other buys 100
    told[1].exposure = 0.1;
    const auto at = now + core::minutes(10);
    now = at;
    for (const auto& delta : tests::ten_levels(10'000, 98'001)) hear(delta);
    mid = 98'001;
    pass(core::seconds(1));
    for (int i = 0; i < 5; ++i) {
        for (const auto& order : std::vector{desk.orders})
            if (const auto* known = engine->orders().find(order.id);
                known != nullptr && !core::is_terminal(known->state))
                fill(order, known->open());
        pass(core::seconds(5));
    }
    EXPECT_EQ(held(0), Qty{});
    EXPECT_GE(held(1).raw, 0);
    EXPECT_TRUE(engine->books().balanced());
}

TEST_F(EmulatedProtection, AParentThatIsStillBuyingIsGivenUp) {
    execution = {"twap", {{"over", "10m"}, {"adaptive", "false"}, {"children", "16"}}};
    start();
    told[0].exposure = 0.5;
    std::size_t filled = 0;
    for (int i = 0; i < 60; ++i) {
        pass(core::seconds(5));
        for (; filled < desk.orders.size(); ++filled) fill(desk.orders[filled]);
    }
    const auto have = held(0);
    ASSERT_GT(have, Qty{100});
    show(97'000);
    EXPECT_EQ(market_order().side, Side::Sell);
    EXPECT_EQ(market_order().qty, have) << "at once, whatever the algorithm is";
    const auto ends = journal.all<core::ParentEnded>();
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].reason, core::EndReason::Superseded);
    fill(market_order());
    const auto sent = desk.orders.size();
    pass(core::minutes(11));
    EXPECT_EQ(desk.orders.size(), sent);
}

TEST_F(EmulatedProtection, AnExitPassesAtK1AndK2AndK3ClosesByItself) {
    for (const auto level : {core::KillLevel::ReduceOnly, core::KillLevel::CancelAndReduceOnly}) {
        start();
        enter(0, 0.5);
        hear(core::Command::set_level(level, core::Person{"ada"}));
        show(98'001);
        EXPECT_EQ(market_order().qty, Qty{500}) << name(level);
        EXPECT_EQ(market_order().side, Side::Sell);
    }
    start();
    enter(0, 0.5);
    hear(core::Command::set_level(core::KillLevel::Flatten, core::Person{"ada"}));
    show(98'001);
    EXPECT_EQ(state(), State::Armed) << "what closes now is K3";
    EXPECT_EQ(desk.orders.back().type, OrderType::Limit);
    fill(desk.orders.back(), desk.orders.back().qty);
    EXPECT_EQ(held(0), Qty{});
    EXPECT_EQ(state(), State::Off);
}

TEST_F(EmulatedProtection, AnExitThatIsOutOverARestartIsNotSentAgain) {
    for (const bool checkpoint : {false, true}) {
        start();
        enter(0, 0.5);
        show(98'001);
        const auto exit = market_order();
        ASSERT_EQ(exit.side, Side::Sell);
        tests::Kept later;
        restart(later, checkpoint);
        pass(core::seconds(1));
        const auto sent = desk.orders.size();
        fill(exit);  // as reconciling finds it
        EXPECT_EQ(held(0), Qty{}) << "it is the strategy's, not the house's";
        pass(core::minutes(10));
        EXPECT_EQ(desk.orders.size(), sent) << "and the same wish opens nothing";
        EXPECT_EQ(state(), State::Waiting);
        told[0].exposure = 0.0;
        pass(core::minutes(10));
        told[0].exposure = 0.5;
        pass(core::minutes(10));
        EXPECT_EQ(desk.orders.size(), sent + 1);
    }
}

TEST_F(EmulatedProtection, AnExitThatWasLostInARestartIsSentAnew) {
    enter(0, 0.5);
    show(98'001);
    const auto exit = market_order();
    tests::Kept later;
    restart(later, false);
    show(99'500);  // back above the level: it was reached
    const auto sent = desk.orders.size();
    say(exit, OrderState::Rejected, core::OrderReason::Disconnected);
    pass(core::seconds(1));
    ASSERT_EQ(desk.orders.size(), sent + 1);
    EXPECT_EQ(market_order().qty, Qty{500});
}

TEST_F(EmulatedProtection, ATrailingStopGoesOnAfterARestartWithItsBestPrice) {
    terms = {0, 0, 2, true};
    start();
    enter(0, 0.5);
    walk_to(110'000);
    EXPECT_EQ(last().stop, core::Price{107'800}) << "of the best bid";
    tests::Kept later;
    restart(later, true);
    show(108'500);
    EXPECT_EQ(state(), State::Armed);
    show(107'700);
    EXPECT_EQ(state(), State::Closing);
}

TEST_F(EmulatedProtection, MovesOfATrailingStopAreOnRecordInSteps) {
    terms = {0, 0, 2, true};
    start();
    enter(0, 0.5);
    for (int i = 1; i <= 2'000; ++i) show(100'000 + i);
    EXPECT_LE(changes().size(), 12U) << "a step is a tenth of 2 %";
    EXPECT_GE(changes().size(), 9U);
}

TEST_F(EmulatedProtection, QuotesAreTakenBackWhileItCloses) {
    told[0].quoted = Qty{100};
    pass(core::seconds(1));
    ASSERT_EQ(desk.orders.size(), 2U);
    const auto bid = desk.orders[0];
    const auto ask = desk.orders[1];
    fill(bid, Qty{100});
    now = now + core::minutes(10);
    show(97'000);
    EXPECT_TRUE(cancelled(ask));
    EXPECT_EQ(count(OrderType::Market), 0U) << "it may still fill";
    say(ask, OrderState::Cancelled, core::OrderReason::Requested);
    EXPECT_EQ(market_order().qty, Qty{100});
    const auto standing = std::ranges::count_if(engine->orders().open(), [](const auto& order) {
        return order.request.type == OrderType::Limit && order.state != OrderState::CancelPending;
    });
    EXPECT_EQ(standing, 0);
}

TEST(Unprotected, WithoutTermsNothingIsWrittenOfIt) {
    tests::Kept kept;
    tests::Desk desk;
    auto config = tests::one_instrument();
    core::Registries registries;
    risk::register_builtins(registries);
    tests::Told told;
    tests::add_obedient(registries, &told);
    config.strategies = {tests::obedient("one", core::whole(50'000))};
    const auto engine = Engine::build(config, registries, {{&desk}, &kept}).value();
    EXPECT_FALSE(engine->protections().any());
}

}  // namespace
}  // namespace nightjar::engine
