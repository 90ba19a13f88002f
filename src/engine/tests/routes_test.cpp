/// One parent over several venues, through the whole engine.

#include "engine/tests/routes.hpp"

namespace nightjar::engine {
namespace {

using core::InstrumentId;
using core::Qty;
using tests::Routes;

TEST_F(Routes, AChildGoesWhereItIsCheapestWithItsFee) {
    told.exposure = 0.5;
    pass(core::milliseconds(100));
    EXPECT_EQ(sent(0), Qty{});
    EXPECT_EQ(sent(1), Qty{500});
    fill_all();
    EXPECT_EQ(held(1), Qty{500});
    pass(core::milliseconds(100));
    EXPECT_EQ(engine->counters().orders, 1U) << "what is held elsewhere counts as held";
}

TEST_F(Routes, AChildThatNoBookCarriesAloneLeavesForSeveralAtOnce) {
    lots = {20, 30, 20};  // ten levels of each
    pass(core::milliseconds(100));
    told.exposure = 0.5;
    show(0);
    EXPECT_EQ(sent(0) + sent(1) + sent(2), Qty{500});
    EXPECT_EQ(sent(1), Qty{300}) << "all of the cheapest";
    EXPECT_EQ(desks[0].orders.size() + desks[1].orders.size() + desks[2].orders.size(),
              journal.all<core::OrderApproved>().size());
    EXPECT_EQ(desks[1].orders.back().at, now);
    fill_all();
    EXPECT_EQ(engine->books().held(InstrumentId{0}), Qty{500});
    ASSERT_EQ(journal.all<core::ParentOpened>().size(), 1U);
    engine->close();
    const auto measured = journal.all<core::ParentMeasured>();
    ASSERT_EQ(measured.size(), 1U);
    EXPECT_EQ(measured[0].filled, Qty{500});
}

TEST_F(Routes, WhatReducesGoesWhereThePositionIs) {
    told.exposure = 0.5;
    pass(core::milliseconds(100));
    fill_all();
    mids = {100'100, 99'900, 100'100};  // selling elsewhere would bring more
    now = now + core::minutes(6);
    for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
    told.exposure = 0.0;
    pass(core::milliseconds(100));
    EXPECT_EQ(sent(1), Qty{}) << "500 bought, 500 sold";
    EXPECT_EQ(sent(0), Qty{});
    EXPECT_TRUE(desks[1].orders.back().reduce_only);
    fill_all();
    EXPECT_EQ(engine->books().held(InstrumentId{0}), Qty{});
}

/// T-C4.
TEST_F(Routes, NothingGoesToAVenueWhoseBookIsTooOldAndItIsBackWithItsNextChange) {
    for (int i = 0; i < 8; ++i) {  // b says nothing for 0.8 s
        now = now + core::milliseconds(100);
        show(2);
        show(0);
    }
    told.exposure = 0.2;
    now = now + core::milliseconds(100);
    show(2);
    show(0);
    EXPECT_EQ(sent(1), Qty{});
    EXPECT_EQ(sent(0) + sent(2), Qty{200});
    fill_all();
    told.exposure = 0.6;
    now = now + core::milliseconds(100);
    show_all();
    EXPECT_GT(sent(1), Qty{}) << "at once";
}

TEST_F(Routes, AVenueThatRefusesIsLeftAloneForFiveSeconds) {
    start(journal, "twap");
    for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
    told.exposure = 0.5;
    while (desks[1].orders.empty() && desks[0].orders.empty()) pass(core::milliseconds(100));
    ASSERT_EQ(desks[1].orders.size(), 1U);
    const auto order = desks[1].orders[0];
    hear(1, core::OrderUpdate{order.id, core::OrderState::Rejected, core::OrderReason::Overloaded,
                              order.price, order.qty});
    const auto until = now + core::milliseconds(4'900);
    while (now < until) pass(core::milliseconds(100));
    EXPECT_EQ(desks[1].orders.size(), 1U);
    EXPECT_GT(desks[0].orders.size() + desks[2].orders.size(), 0U) << "another takes its place";
}

TEST_F(Routes, AParentOverTimeIsDoneOverAllVenuesAndEndsFilled) {
    start(journal, "twap");
    lots = {20, 2, 20};
    for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
    told.exposure = 0.5;
    for (const auto end = now + core::minutes(11); now < end;) {
        pass(core::milliseconds(500));
        fill_all();
    }
    EXPECT_EQ(engine->books().held(InstrumentId{0}), Qty{500});
    EXPECT_GT(held(0) + held(2), Qty{});
    const auto ends = journal.all<core::ParentEnded>();
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].reason, core::EndReason::Filled);
    EXPECT_TRUE(engine->books().balanced());
}

TEST_F(Routes, AmongVenuesThatCostTheSameTheChoiceIsDrawn) {
    fees = {5e-4, 5e-4, 5.2e-4};  // the third costs 0.2 bps more
    start(journal, "twap");
    for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
    told.exposure = 1;
    for (const auto end = now + core::minutes(11); now < end;) {
        pass(core::milliseconds(500));
        fill_all();
    }
    EXPECT_EQ(engine->books().held(InstrumentId{0}), Qty{1'000});
    for (std::size_t venue = 0; venue < venues; ++venue)
        EXPECT_GE(desks.at(venue).orders.size(), 1U) << venue;
    EXPECT_GT(desks[0].orders.size() + desks[1].orders.size(), desks[2].orders.size());
}

TEST_F(Routes, WhatIsHeldElsewhereIsKnownAfterARestart) {
    told.exposure = 0.5;
    pass(core::milliseconds(100));
    fill_all();
    tests::Kept later;
    auto other = made(later, "immediate");
    for (const auto& record : journal.records)
        ASSERT_TRUE(other->recall(record.type, record.at, record.body).has_value());
    engine = std::move(other);
    core::Command resumed;
    resumed.kind = core::Command::Kind::Resumed;
    hear(0, resumed);
    const auto orders = engine->counters().orders;
    for (int i = 0; i < 20; ++i) pass(core::milliseconds(100));
    EXPECT_EQ(engine->books().held(InstrumentId{0}), Qty{500});
    EXPECT_EQ(engine->counters().orders, orders);
}

TEST(Routing, WhatIsNotAlikeCannotStandForEachOther) {
    auto config = tests::one_instrument();
    auto other = config.catalog[InstrumentId{0}];
    other.venue = config.catalog.add_venue("elsewhere");
    other.lot = {core::Money::one / 1'000};
    const auto id = config.catalog.add(other).value();
    EXPECT_FALSE(config.catalog.add_route({InstrumentId{0}, id}).has_value());
    EXPECT_EQ(config.catalog.route(InstrumentId{0}).size(), 1U);
    EXPECT_FALSE(config.catalog.add_route({InstrumentId{0}, InstrumentId{0}}).has_value());
}

}  // namespace
}  // namespace nightjar::engine
