#include "risk/loss_guard.hpp"
#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Rule;
using core::Side;
using tests::Desk;

OrderGate gate(const GateConfig& config = {}) {
    core::Registries registries;
    register_builtins(registries);
    auto made = make_order_gate(registries, config);
    NJ_CHECK(made.has_value(), "{}", made.error().text());
    return std::move(*made);
}

TEST(OrderGate, ApprovesAnOrdinaryOrderAndSealsItUnchanged) {
    Desk desk;
    auto all = gate();
    const auto order = desk.order(Side::Buy, 10);
    const auto approved = all.review(order, desk.view_of(order));
    ASSERT_TRUE(approved) << to_string(approved.error());
    EXPECT_EQ((*approved)->id, order.id);
    EXPECT_EQ((*approved)->qty, order.qty);
}

TEST(OrderGate, AnApprovalExpiresAfterAHundredMilliseconds) {
    Desk desk;
    auto all = gate();
    const auto order = desk.order(Side::Buy, 10);
    const auto approved = all.review(order, desk.view_of(order));
    ASSERT_TRUE(approved);
    EXPECT_FALSE(approved->expired(desk.now + core::milliseconds(100)));
    EXPECT_TRUE(approved->expired(desk.now + core::milliseconds(100) + core::nanoseconds(1)));
}

TEST(OrderGate, TheLowestRuleSpeaksFirst) {
    Desk desk;
    auto all = gate();
    auto order = desk.order(Side::Buy, 1'000'000);  // too large for R08, R14, R15 and more
    order.tif = core::TimeInForce::Gtc;             // and R04
    const auto refused = all.review(order, desk.view_of(order));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, Rule::Flags);
    EXPECT_EQ(all.refusals(), 1U);
}

TEST(OrderGate, ARefusedOrderDoesNotCountForTheRate) {
    Desk desk;
    auto all = gate();
    for (int i = 0; i < 100; ++i) {
        auto order = desk.order(Side::Buy, 1'000'000);
        EXPECT_FALSE(all.review(order, desk.view_of(order)));
    }
    const auto small = desk.order(Side::Buy, 10);
    EXPECT_TRUE(all.review(small, desk.view_of(small)));
}

TEST(OrderGate, AnUnknownCheckIsNamedWithTheNearest) {
    core::Registries registries;
    register_builtins(registries);
    const auto made = make_order_gate(registries, {.settings = {}, .off = {"colar"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().text(), "no risk check \"colar\"; did you mean \"collar\"?");
}

TEST(OrderGate, ARefusalSaysRuleValueLimitAndScope) {
    Desk desk;
    auto all = gate();
    const auto refused = all.review(desk.order(Side::Buy, 5'000), desk.view());
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_string(refused.error()),
              "R08 fat finger: 150750 against a limit of 50000 (instrument 0)");
}

TEST(OrderGate, ALimitMovesWhileWhatACheckRemembersStays) {
    Desk desk;
    auto all = gate();
    const auto first = desk.order(Side::Buy, 100);
    ASSERT_TRUE(all.review(first, desk.view_of(first)));
    ASSERT_TRUE(all.set({Rule::FatFinger, 0, 4'000'500'000}));  // 4,000.5
    const auto dear = desk.order(Side::Buy, 200);
    const auto refused = all.review(dear, desk.view_of(dear));
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_string(refused.error()),
              "R08 fat finger: 6030 against a limit of 4000.5 (instrument 0)");
    const auto again = desk.order(Side::Buy, 100);
    const auto same = all.review(again, desk.view_of(again));
    ASSERT_FALSE(same);
    EXPECT_EQ(same.error().rule, Rule::Duplicate) << "the first is not forgotten";
}

TEST(OrderGate, ALimitThatDoesNotFitIsRefusedAndTheOldOneStays) {
    Desk desk;
    auto all = gate();
    EXPECT_FALSE(all.set({Rule::PositionLimit, 0, 500'000})) << "half a percent";
    EXPECT_FALSE(all.set({Rule::PositionLimit, 1, 1'000'000})) << "it has one setting";
    EXPECT_FALSE(all.set({Rule::Rate, 0, 0})) << "below the least";
    const auto order = desk.order(Side::Buy, 600);
    EXPECT_TRUE(all.review(order, desk.view_of(order)));
}

TEST(LossGuard, HalfTheDailyLimitAsksForK1AndAllOfItForK2) {
    const LossGuard guard{.daily_bps = 400, .drawdown_bps = 5'000};
    portfolio::Performance curve{core::whole(100)};
    curve.mark(core::whole(98), core::Time{1});
    EXPECT_FALSE(guard.watch(curve));
    curve.mark(core::whole(97), core::Time{2});
    ASSERT_TRUE(guard.watch(curve));
    EXPECT_EQ(guard.watch(curve)->level, core::KillLevel::ReduceOnly);
    curve.mark(core::whole(95), core::Time{3});
    EXPECT_EQ(guard.watch(curve)->level, core::KillLevel::CancelAndReduceOnly);
    EXPECT_EQ(guard.watch(curve)->cause.rule, Rule::DailyLoss);
}

TEST(LossGuard, TheDrawdownIsFromThePeakAcrossDays) {
    const LossGuard guard{.daily_bps = 10'000, .drawdown_bps = 1'000};
    portfolio::Performance curve{core::whole(100)};
    for (int day = 1; day < 30; ++day)
        curve.mark(core::whole(100 - day / 2), core::Time{} + core::days(day));
    const auto alarm = guard.watch(curve);
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->cause.rule, Rule::Drawdown);
    EXPECT_EQ(alarm->level, core::KillLevel::Flatten);
}

TEST(LossGuard, WhatAPersonHasSeenRaisesNothingAgain) {
    const LossGuard guard{.daily_bps = 10'000, .drawdown_bps = 1'000};
    portfolio::Performance curve{core::whole(100)};
    curve.mark(core::whole(80), core::Time{1});
    ASSERT_TRUE(guard.watch(curve));
    curve.rearm();
    EXPECT_FALSE(guard.watch(curve));
    curve.mark(core::whole(73), core::Time{2});
    EXPECT_FALSE(guard.watch(curve)) << "7 of 80 is less than a tenth";
    EXPECT_EQ(curve.peak(), core::whole(100)) << "what is reported does not forget";
    curve.mark(core::whole(71), core::Time{3});
    ASSERT_TRUE(guard.watch(curve));
    EXPECT_EQ(guard.watch(curve)->cause.limit, core::whole(8).raw);
}

TEST(KillSwitch, NeverComesDownByItselfButForALossesK1WhenTheDayEnds) {
    const auto noon = core::Time{} + core::hours(12);
    KillSwitch kill;
    EXPECT_TRUE(kill.raise(core::KillLevel::ReduceOnly, Rule::DailyLoss, noon));
    EXPECT_FALSE(kill.raise(core::KillLevel::ReduceOnly, Rule::DailyLoss, noon));
    EXPECT_FALSE(kill.lapse(noon + core::hours(11)));
    EXPECT_TRUE(kill.lapse(noon + core::hours(12)));
    EXPECT_EQ(kill.level(), core::KillLevel::None);
    EXPECT_TRUE(kill.raise(core::KillLevel::CancelAndReduceOnly, Rule::None, noon));
    EXPECT_FALSE(kill.lapse(noon + core::days(9)));
    KillSwitch paused;
    EXPECT_TRUE(paused.raise(core::KillLevel::ReduceOnly, Rule::None, noon));
    EXPECT_FALSE(paused.lapse(noon + core::days(9))) << "a person paused it";
    EXPECT_FALSE(kill.raise(core::KillLevel::ReduceOnly, Rule::DailyLoss, noon));
}

}  // namespace
}  // namespace nightjar::risk
