/// R26, rule by rule: each test runs the one check that it is of.

#include "exec/tests/conduct_desk.hpp"

namespace nightjar::exec {
namespace {

using core::KillLevel;
using core::Qty;
using core::Scope;
using core::Side;
using core::Unit;
using risk::CancelReason;
using tests::ConductDesk;

std::uint8_t number_of(std::string_view limit) {
    core::Registries registries;
    register_conduct(registries);
    const auto limits = risk::all_limits(registries).value();
    return std::ranges::find(limits, limit, &risk::LimitInfo::name)->number;
}

TEST(ConductOrigin, M1WantsAParentThatTheOrderFitsAndThatSomebodyOwns) {
    ConductDesk desk{{"conduct_origin"}};
    const auto& parent = desk.parent(Side::Buy);
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, 299'999)));
    auto orphan = desk.limit(parent, 1, 299'999);
    orphan.parent = {};
    const auto refusal = desk.send(orphan);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, core::Rule::Conduct);
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Order);
    EXPECT_EQ(refusal->scope.id, orphan.id.value);
    EXPECT_TRUE(refusal->limit == 1 && refusal->value == 0);
    auto turned = desk.limit(parent, 1, 300'001);
    turned.side = Side::Sell;
    EXPECT_TRUE(desk.send(turned));
    auto elsewhere = desk.limit(parent, 1, 299'999);
    elsewhere.instrument = desk.world.eth;
    EXPECT_TRUE(desk.send(elsewhere));
}

TEST(ConductOneSide, M2AStrategyDoesNotStandAgainstItself) {
    ConductDesk desk{{"conduct_one_side"}};
    ASSERT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy, 2), 1, 299'999)));
    const auto refusal = desk.send(desk.limit(desk.parent(Side::Sell, 2), 1, 300'005));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Strategy);
    EXPECT_EQ(refusal->scope.id, 2U);
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell, 3), 1, 300'005))) << "another's";
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy, 2), 1, 299'998))) << "the same side";
}

TEST(ConductOneSide, M2AStopThatReducesIsNoOtherSide) {
    ConductDesk desk{{"conduct_one_side"}};
    desk.hold(5);
    auto stop = desk.market_order(desk.parent(Side::Sell), 5);
    stop.type = core::OrderType::StopMarket;
    stop.stop = {290'000};
    stop.reduce_only = true;
    ASSERT_FALSE(desk.send(stop));
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy), 1, 299'999)));
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 1)));
}

TEST(ConductOneSide, M2ADeclaredQuoteMayHaveTwoSidesThatCanBeTradedWith) {
    ConductDesk desk{{"conduct_one_side"}};
    ASSERT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy), 1, 299'990), true));
    EXPECT_TRUE(desk.send(desk.limit(desk.parent(Side::Sell), 1, 300'010))) << "not declared";
    // 30 bp of 300,000 are 900 ticks.
    EXPECT_TRUE(desk.send(desk.limit(desk.parent(Side::Sell), 1, 300'900), true));
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell), 1, 300'010), true));
    ConductDesk wide{{"conduct_one_side"}};  // 50 bp on one side
    ASSERT_FALSE(wide.send(wide.limit(wide.parent(Side::Buy), 1, 298'500), true));
    EXPECT_TRUE(wide.send(wide.limit(wide.parent(Side::Sell), 1, 303'100), true));
    EXPECT_TRUE(wide.send(wide.limit(wide.parent(Side::Sell), 1, 300'700), true));
    EXPECT_FALSE(wide.send(wide.limit(wide.parent(Side::Sell), 1, 301'500), true));
}

TEST(ConductOneSide, M2AParentThatWaitsForItsNextChildIsAtWork) {
    ConductDesk desk{{"conduct_one_side"}};
    desk.netting.resume(desk.world.btc, {900}, std::vector<core::Allocation>{{{1}, {50}}});
    EXPECT_TRUE(desk.send(desk.limit(desk.parent(Side::Sell, 1), 1, 300'005)));
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy, 1), 1, 299'995)));
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell, 2), 1, 300'005)));
}

TEST(ConductFillable, M3WhatIsShownIsNearTheTouchOrNearTheParentsLimit) {
    ConductDesk desk{{"conduct_fillable"}};
    const auto& parent = desk.parent(Side::Buy);
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, 299'260)));  // 24.6 bp
    const auto refusal = desk.send(desk.limit(parent, 1, 299'200));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::BasisPoints);
    EXPECT_TRUE(refusal->limit == 25 && refusal->value == 27);
    EXPECT_FALSE(
        desk.send(desk.limit(desk.parent(Side::Buy, 1, core::Price{299'000}), 1, 299'000)));
    EXPECT_FALSE(desk.send(desk.market_order(parent, 1))) << "it is not shown";
}

TEST(ConductFillable, M3IsAtThreePricesOfASideAtMost) {
    ConductDesk desk{{"conduct_fillable"}};
    const auto& parent = desk.parent(Side::Sell);
    for (const std::int64_t price : {300'001, 300'002, 300'003})
        EXPECT_FALSE(desk.send(desk.limit(parent, 1, price)));
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, 300'002))) << "no new price";
    const auto refusal = desk.send(desk.limit(parent, 1, 300'004));
    ASSERT_TRUE(refusal);
    EXPECT_TRUE(refusal->limit == 3 && refusal->value == 4);
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy), 1, 299'999))) << "the other side";
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell, 1), 1, 300'004))) << "another's";
}

TEST(ConductFillable, M3IsAFifthOfItsLevelUnlessNobodyElseIsThere) {
    ConductDesk desk{{"conduct_fillable"}};
    const auto& parent = desk.parent(Side::Buy);
    const auto refusal = desk.send(desk.limit(parent, 26, 299'999));  // of 126
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::Lots);
    EXPECT_TRUE(refusal->limit == 25 && refusal->value == 26);
    EXPECT_EQ(refusal->would_pass, Qty{25});
    EXPECT_FALSE(desk.send(desk.limit(parent, 25, 299'999)));
    EXPECT_TRUE(desk.send(desk.limit(parent, 2, 299'999))) << "with what stands there already";
    EXPECT_FALSE(desk.send(desk.limit(parent, 500, 299'950))) << "an empty level";
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell), 90, 300'001), true)) << "a quote";
}

TEST(ConductFillable, M3SaysNothingWithoutABook) {
    ConductDesk desk{{"conduct_fillable"}};
    desk.tell(core::Gap{1});
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy), 99, 100'000)));
}

TEST(ConductRest, M4WhoTakesAnOrderBackTooSoonShowsNothingMore) {
    ConductDesk desk{{"conduct_rest"}};
    const auto& parent = desk.parent(Side::Buy);
    const auto order = desk.limit(parent, 1, 299'999);
    ASSERT_FALSE(desk.send(order));
    desk.wait(499);
    desk.cancel(order);
    const auto refusal = desk.send(desk.limit(parent, 1, 299'998));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::Nanoseconds);
    EXPECT_EQ(refusal->limit, core::milliseconds(500).ns);
    EXPECT_EQ(refusal->value, core::milliseconds(499).ns);
    EXPECT_FALSE(desk.send(desk.market_order(parent, 1))) << "it may take";
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy), 1, 299'998))) << "another parent";
}

TEST(ConductRest, M4ALimitAnEndARiskAndHalfASecondAreReasons) {
    for (const auto why : {CancelReason::Limit, CancelReason::ParentDone, CancelReason::Risk,
                           CancelReason::SessionEnded, CancelReason::Moved}) {
        ConductDesk desk{{"conduct_rest"}};
        const auto& parent = desk.parent(Side::Buy);
        const auto order = desk.limit(parent, 1, 299'999);
        ASSERT_FALSE(desk.send(order));
        desk.wait(why == CancelReason::Moved ? 500 : 1);
        desk.cancel(order, why);
        EXPECT_FALSE(desk.send(desk.limit(parent, 1, 299'998)));
    }
}

/// An order, a move of the touch, and perhaps a cancel.
void show(ConductDesk& desk, const core::ParentOrder& parent, std::int64_t ticks, bool take_back,
          CancelReason why = CancelReason::Moved) {
    const auto order = desk.limit(parent, 1, desk.mid - 5);
    ASSERT_FALSE(desk.send(order));
    desk.wait(600);
    desk.move(ticks);
    desk.wait(100);
    if (take_back) return desk.cancel(order, why);
    desk.wait(1'000);
    desk.cancel(order, CancelReason::ParentDone);
}

TEST(ConductWithdrawals, M5WhoFleesFromThePriceShowsNothingUntilTheDayEnds) {
    for (const auto why : {CancelReason::Moved, CancelReason::Limit}) {
        ConductDesk desk{{"conduct_withdrawals"}};
        const auto& parent = desk.parent(Side::Buy, 1);
        for (int i = 0; i < 3; ++i) {
            show(desk, parent, -1, true, why);
            show(desk, parent, +1, false, why);
        }
        const auto refusal = desk.send(desk.limit(parent, 1, desk.mid - 5));
        ASSERT_TRUE(refusal);
        EXPECT_EQ(refusal->unit, Unit::BasisPoints);
        EXPECT_EQ(refusal->limit, 500);
        EXPECT_GT(refusal->value, 500);
        EXPECT_EQ(refusal->scope.kind, Scope::Kind::Strategy);
        EXPECT_FALSE(desk.send(desk.market_order(parent, 1))) << "it may take";
        EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy, 2), 1, desk.mid - 5)));
        desk.now = desk.now + core::days(1);
        EXPECT_FALSE(desk.send(desk.limit(parent, 1, desk.mid - 5)));
    }
}

TEST(ConductWithdrawals, M5WhoFollowsThePriceBothWaysFleesFromNothing) {
    ConductDesk desk{{"conduct_withdrawals"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 40; ++i) {
        show(desk, parent, -1, true, CancelReason::Limit);
        show(desk, parent, +1, true, CancelReason::Limit);
    }
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, desk.mid - 5)));
}

TEST(ConductWithdrawals, M5AFillIsNoFlight) {
    ConductDesk desk{{"conduct_withdrawals"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 10; ++i) {
        const auto order = desk.limit(parent, 1, desk.mid - 1);
        ASSERT_FALSE(desk.send(order));
        desk.wait(600);
        desk.move(-1);
        desk.fill(order);
        show(desk, parent, +1, false);
    }
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, desk.mid - 5)));
}

TEST(ConductWithdrawals, M5ThirtyReplacementsForEachFillAreTheMost) {
    ConductDesk desk{{"conduct_withdrawals"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 31; ++i) {
        const auto order = desk.limit(parent, 1, desk.mid - 5);
        ASSERT_FALSE(desk.send(order)) << i;
        desk.wait(600);
        desk.cancel(order);
    }
    const auto order = desk.limit(parent, 1, desk.mid - 5);
    const auto refusal = desk.send(order);
    ASSERT_TRUE(refusal);
    EXPECT_TRUE(refusal->limit == 30 && refusal->value == 31);
    EXPECT_EQ(refusal->unit, Unit::Count);
}

TEST(ConductPressure, OwnLargeOrdersThatVanishEndWhatIsShown) {
    ConductDesk desk{{"conduct_pressure"}};
    const auto& parent = desk.parent(Side::Buy);
    int sent = 0;
    std::optional<core::Refusal> refusal;
    for (; sent < 10 && !refusal; ++sent) {
        const auto order = desk.limit(parent, 600, desk.mid - 20);
        refusal = desk.send(order);
        if (refusal) break;
        desk.wait(600);
        desk.cancel(order);
        desk.wait(1'100);
        desk.lay();
    }
    ASSERT_TRUE(refusal);
    EXPECT_EQ(sent, 3) << "two of them had been evidence enough";
    EXPECT_EQ(refusal->limit, 5'000);
    EXPECT_GE(refusal->value, 5'000);
    EXPECT_FALSE(desk.send(desk.market_order(parent, 1)));
    desk.wait(301'000);
    EXPECT_FALSE(desk.send(desk.limit(parent, 1, desk.mid - 1)));
}

TEST(ConductPressure, OrdersOfUsualSizeNeverDo) {
    ConductDesk desk{{"conduct_pressure"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 50; ++i) {
        const auto order = desk.limit(parent, 400, desk.mid - 20);
        ASSERT_FALSE(desk.send(order));
        desk.wait(600);
        desk.cancel(order);
        desk.wait(1'100);
        desk.lay();
    }
}

TEST(ConductReplacing, M9TheSixthInASecondIsTooMany) {
    ConductDesk desk{{"conduct_replacing"}};
    const auto replace = [&](std::uint16_t strategy) {
        const auto order = desk.limit(desk.parent(Side::Buy, strategy), 1, 299'999);
        const auto refusal = desk.send(order, true);
        desk.wait(100);
        if (!refusal) desk.cancel(order, CancelReason::Limit);
        return refusal;
    };
    for (int i = 0; i < 6; ++i) EXPECT_FALSE(replace(0)) << i;  // the first replaces nothing
    const auto refusal = replace(0);
    ASSERT_TRUE(refusal);
    EXPECT_TRUE(refusal->limit == 5 && refusal->value == 6);
    EXPECT_FALSE(replace(1));
    desk.wait(600);
    EXPECT_FALSE(replace(0));
}

TEST(ConductReplacing, M9WhatEndsByItselfIsNotReplaced) {
    ConductDesk desk{{"conduct_replacing"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 30; ++i) {
        const auto order = desk.limit(parent, 1, 299'999);
        ASSERT_FALSE(desk.send(order));
        desk.wait(50);
        desk.fill(order);
    }
}

TEST(ConductPumped, M12OnlyLeavesWhatSomebodyFlags) {
    ConductDesk desk{{"conduct_pumped"}};
    desk.hold(5);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 1))) << "off by default";
    constexpr std::int64_t one = 1'000'000;
    ASSERT_TRUE(desk.set({core::Rule::Conduct, number_of("conduct_pumped.exits_only"), one}));
    EXPECT_TRUE(desk.send(desk.market_order(desk.parent(Side::Buy), 1)));
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Sell), 5)));
    ConductDesk other{{"conduct_pumped"}, {{"exits_only", "1"}, {"symbol", "ETHUSDT"}}};
    EXPECT_FALSE(other.send(other.market_order(other.parent(Side::Buy), 1)));
}

TEST(Conduct, M6HoldsBetweenStrategiesToo) {
    ConductDesk desk{{"conduct_origin"}};
    core::Registries registries;
    risk::register_builtins(registries);
    const auto check = registries.of<risk::Check>().make("self_trade", {}).value();
    ASSERT_FALSE(desk.send(desk.limit(desk.parent(Side::Buy, 1), 5, 299'999)));
    const auto& other = desk.parent(Side::Sell, 2);
    auto view = desk.view();
    view.parent = &other;
    const auto refusal = check->review(desk.limit(other, 5, 299'999), view);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, core::Rule::SelfTrade);
    EXPECT_FALSE(check->review(desk.limit(other, 5, 300'000), view));
}

TEST(Conduct, NoRuleHoldsBackAReductionForRisk) {
    ConductDesk desk;
    desk.hold(1'000);
    desk.trade(Side::Buy, 1);
    desk.kill.set(KillLevel::Flatten, core::Rule::None, desk.now);
    for (int i = 0; i < 20; ++i) {
        const auto order = desk.market_order(desk.parent(Side::Sell), 50);
        ASSERT_FALSE(desk.send(order)) << i;
        desk.fill(order);
    }
}

}  // namespace
}  // namespace nightjar::exec
