/// What stops a strategy, an instrument or a venue without a person, and limits that a person
/// moves.

#include "engine/tests/risk_states.hpp"

namespace nightjar::engine {
namespace {

using core::BreakerState;
using core::Qty;
using core::Rule;
using core::Scope;
using core::Side;
using tests::Kept;
using tests::RiskStates;
using Cause = core::BreakerChanged::Cause;

TEST_F(RiskStates, AStrategyThatLostItsPartOfADayOnlyReducesUntilTheDayEnds) {
    tell(0, 1);
    fill();
    ASSERT_EQ(held(0), Qty{1'000});
    walk_to(90'000);
    EXPECT_TRUE(breakers().empty()) << "1,000 are allowed";
    show(89'999);
    ASSERT_EQ(breakers().size(), 1U);
    EXPECT_EQ(breakers()[0].scope.kind, Scope::Kind::Strategy);
    EXPECT_EQ(breakers()[0].cause, Cause::Loss);
    EXPECT_EQ(breakers()[0].until, core::end_of_day(now));
    tell(0, -1);
    fill();
    EXPECT_EQ(held(0), Qty{}) << "it may go flat, and not to the other side";
    tell(0, 0);
    tell(0, 0.5);
    EXPECT_EQ(last_refusal(), Rule::StrategyLoss);
    const auto before = desk.orders.size();
    tell(1, 0.5);
    ASSERT_EQ(desk.orders.size(), before + 1) << "the other goes on";
    fill();
    EXPECT_EQ(held(1), Qty{466}) << "half of its size, and the throttle of a fall of 1 %";
    now = core::end_of_day(now);
    tell(0, 0.4);
    ASSERT_EQ(breakers().size(), 2U);
    EXPECT_EQ(breakers()[1].state, BreakerState::Closed);
    fill();
    EXPECT_EQ(held(0), Qty{373});
}

TEST_F(RiskStates, AStrategyThatLostItsPartOfADayStaysStoppedWhenThePriceComesBack) {
    tell(0, 1);
    fill();
    walk_to(89'999);
    ASSERT_EQ(breakers().size(), 1U);
    walk_to(99'000);
    EXPECT_EQ(breakers().size(), 1U) << "the day is not over";
    tell(0, 0);
    fill();
    ASSERT_EQ(held(0), Qty{});
    tell(0, 0.5);
    EXPECT_EQ(last_refusal(), Rule::StrategyLoss);
    Kept unused;
    auto recalled = build(unused);
    for (const auto& record : journal.records)
        ASSERT_TRUE(recalled->recall(record.type, record.at, record.body));
    EXPECT_TRUE(recalled->bar({0})) << "also over a restart";
    hear(core::Command::set_level(core::KillLevel::None, core::Person{"ada"}));
    EXPECT_FALSE(engine->bar({0})) << "until a person has seen it";
}

TEST_F(RiskStates, TheQuotesOfAStrategyThatLostTooMuchAreTakenBack) {
    engine = build(journal, 1);  // 10 of 100,000
    show(mid);
    told[0].quoted = Qty{100};
    pass(core::seconds(1));
    ASSERT_EQ(desk.orders.size(), 2U);
    for (const auto& order : desk.orders)
        hear(core::OrderUpdate{order.id, core::OrderState::Open, {}, order.price, order.qty});
    std::ranges::sort(desk.orders, {}, &core::OrderRequest::side);
    std::ranges::reverse(desk.orders);
    ASSERT_EQ(desk.orders.back().side, Side::Buy);
    fill();
    told[0].quoted = {};  // it says nothing more
    const auto bought = desk.orders.back().id;
    show(mid - 1'100);
    ASSERT_EQ(breakers().size(), 1U);
    ASSERT_EQ(desk.cancels.size(), 1U) << "what it offered";
    EXPECT_NE(desk.cancels[0].id, bought);
}

TEST_F(RiskStates, ABreakersProbesAreOfTheLeastThatTheVenueTakes) {
    for (int i = 0; i < risk::Breaker::most_in_a_row; ++i) {
        tell(0, 1 - 0.01 * i);
        ASSERT_EQ(desk.orders.size(), static_cast<std::size_t>(i) + 1);
        reject(core::OrderReason::Overloaded);
    }
    ASSERT_EQ(breakers().size(), 4U) << "all, the venue, the instrument, the strategy";
    told[0].exposure = 0.5;
    pass(core::seconds(1));
    EXPECT_EQ(desk.orders.size(), 5U) << "nothing leaves";
    EXPECT_EQ(journal.all<core::OrderRefused>().back().refusal.rule, Rule::KillLevel);
    for (int i = 0; i < risk::Breaker::probes; ++i) {
        tell(0, 0.6 + 0.01 * i);
        ASSERT_EQ(desk.orders.size(), static_cast<std::size_t>(i) + 6);
        EXPECT_EQ(desk.orders.back().qty, Qty{10});
        fill();
    }
    EXPECT_EQ(breakers().back().state, BreakerState::Closed);
    tell(0, 0.8);
    EXPECT_EQ(desk.orders.back().qty, Qty{800 - 30});
}

TEST_F(RiskStates, ALeapingPriceStopsNewOrdersInItsInstrument) {
    now = now + core::seconds(30);
    show(96'000);
    ASSERT_EQ(breakers().size(), 1U);
    EXPECT_EQ(breakers()[0].cause, Cause::Move);
    EXPECT_EQ(breakers()[0].scope.kind, Scope::Kind::Instrument);
    told[0].exposure = 1;
    pass(core::seconds(1));
    EXPECT_TRUE(desk.orders.empty());
    tell(0, 0.9);
    EXPECT_EQ(breakers()[1].state, BreakerState::HalfOpen);
    ASSERT_EQ(desk.orders.size(), 1U);
    EXPECT_EQ(desk.orders[0].qty, Qty{10});
}

TEST_F(RiskStates, ADrawdownShrinksWhatIsOpened) {
    tell(0, 1);
    fill();
    tell(1, 0.1);
    fill();
    EXPECT_EQ(journal.all<core::TargetSet>().back().by.drawdown_ppm, 1'000'000);
    walk_to(95'000);  // 550 of 100,000 lost, of 15 %
    tell(1, 0.5);
    const auto set = journal.all<core::TargetSet>().back();
    EXPECT_NEAR(set.by.drawdown_ppm, 1e6 * (1 - 0.0055 / 0.15), 1);
    EXPECT_EQ(set.qty, Qty{481});
}

TEST_F(RiskStates, APersonsLimitHoldsAtOnceIsOnRecordAndOutlivesARestart) {
    tell(0, 0.5);
    fill();
    core::LimitChange change{Rule::PositionLimit, 0, 6'000'000};  // 6 % of 100,000
    hear(core::Command::set_limit(change, core::Person{"ada"}));
    const auto taken = journal.all<core::CommandTaken>();
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].command.by.view(), "ada");
    tell(0, 0.7);
    EXPECT_EQ(desk.orders.size(), 1U);
    EXPECT_EQ(journal.all<core::OrderRefused>().back().refusal.rule, Rule::PositionLimit);
    tell(0, 0.6);
    ASSERT_EQ(desk.orders.size(), 2U);
    fill();
    const auto limit = [](const Engine& of) {
        for (const auto& seat : of.order_gate().seats())
            if (seat.name == "position") return seat.texts.at("pct");
        return std::string{};
    };
    Kept unused;
    auto recalled = build(unused);
    for (const auto& record : journal.records)
        ASSERT_TRUE(recalled->recall(record.type, record.at, record.body));
    EXPECT_EQ(limit(*recalled), "6");
    auto loaded = build(unused);
    ASSERT_TRUE(loaded->load(recalled->save()));
    EXPECT_EQ(limit(*loaded), "6");
}

TEST_F(RiskStates, ALimitThatNoCheckTakesChangesNothing) {
    for (const core::LimitChange& change : {core::LimitChange{Rule::PositionLimit, 1, 1'000'000},
                                            core::LimitChange{Rule::KillLevel, 0, 1'000'000},
                                            core::LimitChange{Rule::PositionLimit, 0, 1'500'000},
                                            core::LimitChange{Rule::DailyLoss, 0, 0}})
        hear(core::Command::set_limit(change, core::Person{"ada"}));
    for (const auto& seat : engine->order_gate().seats())
        EXPECT_EQ(seat.texts.size(), seat.name == "strategy_loss" || seat.name == "venue" ? 1U : 0U)
            << seat.name;
}

TEST_F(RiskStates, ALossLimitMovesTheKillLevelToo) {
    tell(0, 1);
    fill();
    hear(core::Command::set_limit({Rule::DailyLoss, 0, 50'000'000}, core::Person{"ada"}));
    walk_to(97'000);  // 300 of 500 lost
    EXPECT_EQ(engine->kill_level(), core::KillLevel::ReduceOnly);
}

}  // namespace
}  // namespace nightjar::engine
