/// A sweep over venues that are not equally far away.

#include "engine/tests/routes.hpp"

namespace nightjar::engine {
namespace {

using core::Qty;
using tests::Routes;

/// Orders reach the second venue in 5 ms, the others in 30.
class Arrival : public Routes {
public:
    /// How far the price goes from minute to minute, as a part of it.
    void ready(double swing) {
        for (int i = 0; i < 40; ++i) {
            now = now + core::minutes(1);
            const auto moved = static_cast<std::int64_t>(swing * 100'000);
            const core::Price close{100'000 + (i % 2 == 0 ? moved : 0)};
            const core::Price other{100'000 + (i % 2 == 0 ? 0 : moved)};
            hear(0, core::Candle{now - core::minutes(1), core::minutes(1), other,
                                 std::max(close, other), std::min(close, other), close, Qty{10}});
        }
        lots = {20, 30, 20};  // ten levels of each
        for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
        told.exposure = 0.5;
        show(0);
        answer();
        for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
        for (std::size_t venue = 0; venue < venues; ++venue)
            before.at(venue) = desks.at(venue).orders.size();
    }
    /// All that was sent is acknowledged after the way there and back, and fills.
    void answer() {
        const auto sent = now;
        for (const std::size_t venue : {1U, 0U, 2U}) {
            now = sent + ways.at(venue) * 2;
            for (auto& at = filled.at(venue); at < desks.at(venue).orders.size(); ++at)
                fill(venue, desks.at(venue).orders[at]);
        }
    }
    [[nodiscard]] std::size_t fresh(std::size_t venue) const {
        return desks.at(venue).orders.size() - before.at(venue);
    }
    void sweep() {
        told.exposure = 0;
        show(0);
    }
    void timer() { hear(0, core::TimerFired{}); }

    std::array<core::Duration, venues> ways{core::milliseconds(30), core::milliseconds(5),
                                            core::milliseconds(30)};
    std::array<std::size_t, venues> before{};
};

TEST_F(Arrival, TheFastLegLeavesLaterSoThatAllArriveAtOnce) {
    ready(0.002);
    const auto began = now;
    sweep();
    EXPECT_EQ(fresh(0) + fresh(2), 1U) << "one of them was needed";
    EXPECT_EQ(fresh(1), 0U);
    const auto leaves = engine->next_timer();
    EXPECT_NEAR(static_cast<double>((leaves - began).ns), 25e6, 1e6);
    now = leaves - core::milliseconds(1);
    timer();
    EXPECT_EQ(fresh(1), 0U);
    now = leaves;
    timer();
    ASSERT_EQ(fresh(1), 1U);
    EXPECT_EQ(desks[1].orders.back().at, began) << "decided with the others";
    answer();
    EXPECT_EQ(engine->books().held(core::InstrumentId{0}), Qty{});
    EXPECT_TRUE(engine->books().balanced());
}

TEST_F(Arrival, WhereThePriceHardlyMovesNothingWaits) {
    ready(0.0001);
    sweep();
    EXPECT_EQ(fresh(0) + fresh(2), 1U);
    EXPECT_EQ(fresh(1), 1U);
}

TEST_F(Arrival, WhatHasNotLeftWhenAKillLevelComesNeverLeaves) {
    for (const auto level : {core::KillLevel::ReduceOnly, core::KillLevel::CancelAndReduceOnly}) {
        start(journal);
        before = {};
        desks = {};
        filled = {};
        for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
        told = {};
        ready(0.002);
        sweep();
        ASSERT_EQ(fresh(1), 0U);
        hear(0, core::Command::set_level(level, core::Person{"ada"}));
        now = now + core::milliseconds(30);
        timer();
        const auto open = engine->orders().open();
        EXPECT_TRUE(std::ranges::none_of(open, [&](const auto& order) {
            return order.request.venue == core::VenueId{1} &&
                   order.state == core::OrderState::Reserved && order.request.at < now;
        })) << "the ledger does not believe that it is out";
        for (auto at = before[1]; at < desks[1].orders.size(); ++at)
            EXPECT_EQ(desks[1].orders[at].at, now) << "only what was decided since then leaves";
    }
}

TEST_F(Arrival, HowLongALegWasHeldIsNotTakenForTheVenuesTime) {
    ready(0.002);
    for (int round = 0; round < 10; ++round) {
        told.exposure = round % 2 == 0 ? 0 : 0.5;
        now = now + core::minutes(6);
        for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
        const auto began = now;
        const auto leaves = engine->next_timer();
        if (leaves > now && leaves < now + core::seconds(1)) {
            EXPECT_LT((leaves - began).ns, core::milliseconds(30).ns) << round;
            now = leaves;
            timer();
        }
        answer();
    }
    EXPECT_TRUE(engine->books().balanced());
}

}  // namespace
}  // namespace nightjar::engine
