/// What users of other systems have suffered from, as scenarios: kill switches that do not act or
/// act for nothing, drawdowns of closed trades alone, and rests that cannot be closed.

#include "engine/snapshot.hpp"
#include "engine/tests/risk_states.hpp"

namespace nightjar::engine {
namespace {

using core::KillLevel;
using core::Side;

/// Both strategies may lose anything; the account 3 % of its peak.
class PeerFailures : public tests::RiskStates {
public:
    PeerFailures() { begin({}); }
    void begin(core::Money least) {
        least_worth = least;
        journal.records.clear();
        engine = build(journal, 10'000);
        engine->open();
        show(mid);
        hear(core::Command::set_limit({core::Rule::Drawdown, 0, 300'000'000}, ada));
    }
    void buy(double exposure) {
        tell(0, exposure);
        fill();
        told[0].exposure.reset();
    }
    [[nodiscard]] std::vector<core::KillLevelChanged> changes() const {
        return journal.all<core::KillLevelChanged>();
    }

    core::Person ada{"ada"};
};

/// hummingbot 2534: the threshold was passed, an error was raised, and orders went on.
TEST_F(PeerFailures, AKillSwitchActsAndGoesOnActingWhateverStrategiesWant) {
    buy(1);
    told[1].exposure = 1;
    walk_to(65'000);  // 3,500 of 100,000 lost
    ASSERT_EQ(engine->kill_level(), KillLevel::Flatten);
    const auto before = desk.orders.size();
    for (int i = 0; i < 20; ++i) {
        told[0].exposure = i % 2 == 0 ? 1 : -1;
        pass(core::seconds(1));
        hear(core::TimerFired{});
    }
    ASSERT_GT(desk.orders.size(), 1U);
    for (const auto& order : std::span{desk.orders}.subspan(before))
        EXPECT_TRUE(order.reduce_only && order.side == Side::Sell);
}

/// hummingbot 1145: it fired with no trades at all.
TEST_F(PeerFailures, AKillSwitchDoesNotFireWhileNothingIsHeld) {
    walk_to(40'000);
    walk_to(160'000);
    EXPECT_EQ(engine->kill_level(), KillLevel::None);
    EXPECT_TRUE(changes().empty());
}

/// hummingbot 2969: counted from the start, what was won could be lost again unseen.
TEST_F(PeerFailures, AKillSwitchCountsFromThePeakAndNotFromTheStart) {
    buy(1);
    walk_to(140'000);  // 104,000 is the peak
    walk_to(108'900);
    EXPECT_EQ(engine->kill_level(), KillLevel::None) << "3,110 of 3,120 that may be lost";
    walk_to(108'700);
    EXPECT_EQ(engine->kill_level(), KillLevel::Flatten) << "with more than at the start";
}

/// hummingbot 2497, 2514: users wanted to pause and to go on.
TEST_F(PeerFailures, APausedNodeOnlyReducesAndGoesOnWhenAPersonSaysSo) {
    buy(0.5);
    hear(core::Command::set_level(KillLevel::ReduceOnly, ada));
    const auto before = desk.orders.size();
    tell(0, 1);
    EXPECT_EQ(desk.orders.size(), before);
    tell(0, 0.2);
    ASSERT_EQ(desk.orders.size(), before + 1);
    fill();
    EXPECT_EQ(held(0), core::Qty{200});
    hear(core::Command::set_level(KillLevel::None, ada));
    tell(0, 0.5);
    EXPECT_EQ(desk.orders.size(), before + 2);
}

/// freqtrade 4837: "stopped", it still sold.
TEST_F(PeerFailures, AHaltedNodeSendsNothingAlsoNoSale) {
    buy(1);
    hear(core::Command::set_level(KillLevel::Halt, ada));
    const auto before = desk.orders.size();
    for (const double exposure : {0.0, 0.5, -1.0}) tell(0, exposure);
    walk_to(60'000);
    EXPECT_EQ(desk.orders.size(), before);
}

/// freqtrade 2968: an open loss was none. The number that tripped it is shown.
TEST_F(PeerFailures, ADrawdownIsOfTheMarkedAccountAndSaysItsNumber) {
    buy(1);
    walk_to(69'900);
    ASSERT_EQ(changes().size(), 1U);
    EXPECT_EQ(journal.all<core::FillBooked>().size(), 1U) << "nothing was closed";
    const auto cause = changes()[0].cause;
    EXPECT_EQ(cause.rule, core::Rule::Drawdown);
    EXPECT_EQ(core::Money{cause.value}, core::whole(3'010));
    EXPECT_EQ(core::Money{cause.limit}, core::whole(3'000));
    const auto snapshot = take_snapshot(*engine);
    EXPECT_NE(snapshot.kill_cause.find("R21 drawdown: 3010"), std::string::npos)
        << snapshot.kill_cause;
}

/// freqtrade 11726: a limit of some percent tripped at 0.79 %.
TEST_F(PeerFailures, ADrawdownBelowItsLimitTripsNothing) {
    buy(1);
    walk_to(92'100);  // 0.79 %
    EXPECT_TRUE(changes().empty());
    walk_to(70'000);
    EXPECT_TRUE(changes().empty()) << "3 % are allowed";
}

/// freqtrade 7170: a trade that won tripped it again.
TEST_F(PeerFailures, AWinningTradeDoesNotTripADrawdownAgain) {
    buy(1);
    walk_to(69'000);
    ASSERT_EQ(engine->kill_level(), KillLevel::Flatten);
    fill();
    hear(core::Command::set_level(KillLevel::None, ada));
    const auto before = changes().size();
    buy(0.5);
    walk_to(80'000);
    tell(0, 0);
    fill();
    EXPECT_EQ(held(0), core::Qty{});
    EXPECT_EQ(changes().size(), before);
}

/// hummingbot 7094: a position could not be closed, as it was worth too little.
TEST_F(PeerFailures, AClosingOrderIsNotHeldToTheLeastWorth) {
    begin(core::whole(2'000));
    buy(1);
    const auto before = desk.orders.size();
    walk_to(75'000);
    tell(0, 0);
    ASSERT_EQ(desk.orders.size(), before + 1);
    const auto close = desk.orders.back();
    EXPECT_TRUE(close.reduce_only);
    hear(core::Fill{
        close.id, {++trades}, close.side, {mid}, core::Qty{900}, {}, {}, core::Liquidity::Taker});
    hear(core::OrderUpdate{close.id, core::OrderState::Cancelled, {}, close.price, close.qty});
    ASSERT_EQ(held(0), core::Qty{100}) << "worth 750, of 2,000 that the venue wants";
    pass(core::hours(1));
    ASSERT_EQ(desk.orders.size(), before + 2);
    EXPECT_EQ(desk.orders.back().qty, core::Qty{100});
    fill();
    EXPECT_EQ(held(0), core::Qty{});
}

/// hummingbot 6425, 6466, 5709: orders that the venue refuses for their size, again and again.
TEST_F(PeerFailures, WhatTheVenueWouldNotTakeIsRefusedByItsRulesNameAndDustIsLeftAlone) {
    begin(core::whole(2'000));
    tell(0, 0.1);  // worth 1,000
    EXPECT_TRUE(desk.orders.empty());
    const auto refused = journal.all<core::OrderRefused>();
    ASSERT_FALSE(refused.empty());
    EXPECT_EQ(to_string(refused.back().refusal).substr(0, 20), "R03 minimum notional");
    buy(1);
    tell(0, 0);
    const auto close = desk.orders.back();
    hear(core::Fill{
        close.id, {++trades}, close.side, {mid}, core::Qty{995}, {}, {}, core::Liquidity::Taker});
    hear(core::OrderUpdate{close.id, core::OrderState::Cancelled, {}, close.price, close.qty});
    ASSERT_EQ(held(0), core::Qty{5}) << "of 10 that the venue takes";
    const auto before = desk.orders.size();
    for (int i = 0; i < 5; ++i) pass(core::hours(1));
    EXPECT_EQ(desk.orders.size(), before);
}

}  // namespace
}  // namespace nightjar::engine
