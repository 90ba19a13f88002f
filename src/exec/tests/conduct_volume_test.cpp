/// R26, the rules about volume: M7, M8 and M10. Each test runs the one check that it is of.

#include "exec/tests/conduct_desk.hpp"

namespace nightjar::exec {
namespace {

using core::KillLevel;
using core::Scope;
using core::Side;
using core::Unit;
using tests::ConductDesk;

TEST(ConductBurst, M7TheThirdOrderThatTakesAQuarterOfTheVolumeIsABurst) {
    ConductDesk desk{{"conduct_burst"}};
    const auto& parent = desk.parent(Side::Buy);
    desk.trade(Side::Buy, 60);
    EXPECT_FALSE(desk.send(desk.market_order(parent, 10)));
    EXPECT_FALSE(desk.send(desk.market_order(parent, 10)));
    const auto refusal = desk.send(desk.market_order(parent, 10));  // 30 of 90
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->unit, Unit::BasisPoints);
    EXPECT_TRUE(refusal->limit == 2'500 && refusal->value == 3'333);
    EXPECT_EQ(refusal->scope.kind, Scope::Kind::Instrument);
    desk.trade(Side::Sell, 30);
    EXPECT_FALSE(desk.send(desk.market_order(parent, 10))) << "30 of 120";
    desk.wait(10'001);
    desk.trade(Side::Sell, 1);
    EXPECT_FALSE(desk.send(desk.market_order(parent, 10))) << "ten seconds later";
}

TEST(ConductBurst, M7NothingIsSentAgainstABurstForAMinute) {
    ConductDesk desk{{"conduct_burst"}};
    const auto& parent = desk.parent(Side::Buy);
    desk.trade(Side::Buy, 1);
    for (int i = 0; i < 2; ++i) ASSERT_FALSE(desk.send(desk.market_order(parent, 10)));
    ASSERT_TRUE(desk.send(desk.market_order(parent, 10)));
    desk.wait(59'000);
    EXPECT_TRUE(desk.send(desk.market_order(desk.parent(Side::Sell), 1)));
    EXPECT_TRUE(desk.send(desk.limit(desk.parent(Side::Sell), 1, desk.mid + 1)));
    desk.hold(20);
    EXPECT_TRUE(desk.send(desk.market_order(desk.parent(Side::Sell), 20)));
    desk.kill.set(KillLevel::Flatten, core::Rule::None, desk.now);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Sell), 20))) << "a risk exit";
    desk.kill.set(KillLevel::None, core::Rule::None, desk.now);
    desk.wait(1'001);
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell), 1, desk.mid + 1)));
}

TEST(ConductBurst, M7SaysNothingWhereNoTradesAreTold) {
    ConductDesk desk{{"conduct_burst"}};
    const auto& parent = desk.parent(Side::Buy);
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(desk.send(desk.market_order(parent, 100)));
}

TEST(ConductRoundTrip, M8WhatWasBoughtIsNotSoldAgainAtOnceForNothing) {
    ConductDesk desk{{"conduct_round_trip"}};
    const auto bought = desk.market_order(desk.parent(Side::Buy), 10);
    ASSERT_FALSE(desk.send(bought));
    desk.fill(bought);
    desk.wait(4'999);
    const auto refusal = desk.send(desk.market_order(desk.parent(Side::Sell), 10));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->limit, core::seconds(5).ns);
    EXPECT_EQ(refusal->value, core::milliseconds(4'999).ns);
    EXPECT_TRUE(desk.send(desk.limit(desk.parent(Side::Sell), 10, desk.mid + 1)));
    EXPECT_FALSE(desk.send(desk.limit(desk.parent(Side::Sell), 10, desk.mid + 1), true));
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 10))) << "more of it";
    desk.move(-2);  // as much as the spread: there was a risk
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Sell), 10)));
    desk.move(+2);
    desk.wait(1);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Sell), 10))) << "five seconds";
}

TEST(ConductRoundTrip, M8LetsARiskExitPass) {
    ConductDesk desk{{"conduct_round_trip"}};
    const auto sold = desk.market_order(desk.parent(Side::Sell), 10);
    ASSERT_FALSE(desk.send(sold));
    desk.fill(sold);
    EXPECT_TRUE(desk.send(desk.market_order(desk.parent(Side::Buy), 10)));
    desk.kill.set(KillLevel::CancelAndReduceOnly, core::Rule::None, desk.now);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 10)));
}

TEST(ConductWindows, M10LittleIsTakenAroundTheSettlementOfFunding) {
    ConductDesk desk{{"conduct_windows"}};
    const auto eight = core::Time{} + core::days(19'000) + core::hours(8);
    const auto try_at = [&](core::Time at, std::int64_t lots) {
        desk.now = at;
        desk.trade(Side::Buy, 95);
        return desk.send(desk.market_order(desk.parent(Side::Buy), lots));
    };
    EXPECT_FALSE(try_at(eight - core::seconds(61), 50)) << "not yet";
    ConductDesk other{{"conduct_windows"}};
    other.now = eight - core::seconds(60);
    other.trade(Side::Sell, 95);
    EXPECT_FALSE(other.send(other.market_order(other.parent(Side::Buy), 5)));
    other.now = eight + core::seconds(60);
    const auto refusal = other.send(other.market_order(other.parent(Side::Buy), 6));
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->limit, 500);
    EXPECT_GT(refusal->value, 500);
    EXPECT_FALSE(other.send(other.limit(other.parent(Side::Buy), 50, other.mid - 1))) << "passive";
    other.now = eight + core::seconds(61);
    EXPECT_FALSE(other.send(other.market_order(other.parent(Side::Buy), 60)));
}

TEST(ConductWindows, M10LittleIsTakenInTheHalfHourBeforeASettlement) {
    ConductDesk desk{{"conduct_windows"}, {{"settled_minute", "720"}}};
    const auto noon = core::Time{} + core::days(19'000) + core::hours(12);
    desk.now = noon - core::minutes(31);
    desk.trade(Side::Buy, 95);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 5)));
    desk.now = noon - core::minutes(30);
    EXPECT_TRUE(desk.send(desk.market_order(desk.parent(Side::Buy), 6)));
    desk.trade(Side::Buy, 400);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 6)));
    desk.now = noon + core::seconds(1);
    EXPECT_FALSE(desk.send(desk.market_order(desk.parent(Side::Buy), 500)));
}

}  // namespace
}  // namespace nightjar::exec
