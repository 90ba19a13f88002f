/// What rests may leave its home, through the whole engine.

#include "engine/tests/routes.hpp"

namespace nightjar::engine {
namespace {

using core::OrderRequest;
using core::Qty;
using core::Side;

class RestingRoutes : public tests::Routes {
public:
    RestingRoutes() { fees = {5e-4, 5e-4, 5e-4}; }

    /// A parent of half a lot's worth is about to come, and every venue is known.
    void ready(const char* algo = "iceberg") {
        start(journal, algo);
        practise(core::seconds(120));
    }
    void want(double exposure) {
        told.exposure = exposure;
        pass(core::milliseconds(100));
    }
    void opened(std::size_t venue, const OrderRequest& order) {
        hear(venue, core::OrderUpdate{order.id, core::OrderState::Open, core::OrderReason::None,
                                      order.price, order.qty});
    }
    void cancelled(std::size_t venue, const OrderRequest& order) {
        hear(venue, core::OrderUpdate{order.id, core::OrderState::Cancelled,
                                      core::OrderReason::Requested, order.price, order.qty});
    }
    [[nodiscard]] std::size_t orders(std::size_t venue) const {
        return desks.at(venue).orders.size();
    }
};

TEST_F(RestingRoutes, AChildRestsWhereAMakerIsPaidMost) {
    makers = {2e-4, 2e-4, -1e-4};
    mids = {100'000, 100'000, 100'002};
    ready();
    want(0.5);
    ASSERT_EQ(orders(2), 1U);
    EXPECT_EQ(orders(0) + orders(1), 0U);
    const auto& tip = desks[2].orders[0];
    EXPECT_TRUE(tip.post_only);
    EXPECT_EQ(tip.tif, core::TimeInForce::Gtc);
    EXPECT_EQ(tip.price, core::Price{100'001}) << "its own touch there";
    EXPECT_LT(tip.qty, Qty{100}) << "of 500 lots";
}

TEST_F(RestingRoutes, NothingLeavesHomeBeforeFillsHaveBeenSeen) {
    makers = {2e-4, 2e-4, -1e-4};
    start(journal, "iceberg");
    want(0.5);
    EXPECT_EQ(orders(0), 1U);
    EXPECT_EQ(orders(1) + orders(2), 0U);
}

TEST_F(RestingRoutes, ARebateDoesNotPayWhereNothingFills) {
    makers = {0, 0, -3e-4};
    lively[2] = false;
    ready();
    want(0.5);
    EXPECT_EQ(orders(0) + orders(1), 1U);
    EXPECT_EQ(orders(2), 0U);
}

TEST_F(RestingRoutes, ATouchThatIsTooThinForItIsLeftAlone) {
    makers = {2e-4, 2e-4, -1e-4};
    ready();
    lots[2] = 49;  // a fifth of it is less than ten, which is the least
    want(0.5);
    EXPECT_EQ(orders(2), 0U);
    EXPECT_EQ(orders(0) + orders(1), 1U);
}

TEST_F(RestingRoutes, AmongVenuesThatCostTheSameTheChoiceIsDrawn) {
    ready();
    want(1);
    for (int i = 0; i < 400 && held(0) + held(1) + held(2) < Qty{1'000}; ++i) {
        pass(core::milliseconds(500));
        fill_all();
    }
    EXPECT_EQ(held(0) + held(1) + held(2), Qty{1'000});
    for (std::size_t venue = 0; venue < venues; ++venue) EXPECT_GE(orders(venue), 1U) << venue;
}

/// T-C4 for what rests.
TEST_F(RestingRoutes, AChildThatRestsElsewhereIsCancelledWhereItsBookIsTooOld) {
    makers = {2e-4, 2e-4, -1e-4};
    ready();
    want(0.5);
    ASSERT_EQ(orders(2), 1U);
    const auto tip = desks[2].orders[0];
    opened(2, tip);
    const auto last = now;
    while (desks[2].cancels.empty() && now < last + core::seconds(10)) {
        now = now + core::milliseconds(100);
        show(1);
        show(0);
    }
    ASSERT_EQ(desks[2].cancels.size(), 1U);
    EXPECT_GE(now, last + core::milliseconds(500));
    EXPECT_LE(now, last + core::milliseconds(3'600)) << "five times its usual longest silence";
    cancelled(2, tip);
    for (int i = 0; i < 30; ++i) {
        now = now + core::milliseconds(100);
        show(1);
        show(0);
    }
    EXPECT_EQ(orders(2), 1U) << "nothing more goes there";
    EXPECT_GE(orders(0) + orders(1), 1U) << "another takes its place";
}

TEST_F(RestingRoutes, AHomeWhoseBookIsTooOldGetsNothingToRestEither) {
    makers = {-1e-4, 2e-4, 2e-4};
    ready();
    want(0.5);
    ASSERT_EQ(orders(0), 1U);
    const auto tip = desks[0].orders[0];
    for (int i = 0; i < 60; ++i) {
        now = now + core::milliseconds(100);
        show(1);
        show(2);
        if (desks[0].cancels.size() == 1 && i == 50) cancelled(0, tip);
    }
    EXPECT_EQ(orders(0), 1U);
    EXPECT_GE(orders(1) + orders(2), 1U);
}

TEST_F(RestingRoutes, WhatReducesRestsWhereThePositionIs) {
    makers = {2e-4, 0, -1e-4};
    lots = {10'000, 10'000, 49};
    ready();
    want(0.2);
    for (int i = 0; i < 400 && held(1) < Qty{200}; ++i) {
        pass(core::milliseconds(500));
        fill_all();
    }
    ASSERT_EQ(held(1), Qty{200}) << "the third was too thin to rest at";
    lots = {10'000, 10'000, 10'000};
    practise(core::minutes(6));
    const auto before = orders(0) + orders(2);
    want(0);
    for (int i = 0; i < 400 && held(1).raw > 0; ++i) {
        pass(core::milliseconds(500));
        fill_all();
    }
    EXPECT_EQ(held(1), Qty{});
    EXPECT_EQ(orders(0) + orders(2), before) << "though the third pays more";
    EXPECT_TRUE(desks[1].orders.back().reduce_only);
    EXPECT_TRUE(engine->books().balanced());
}

TEST_F(RestingRoutes, ATipFollowsTheTouchWhereItStands) {
    makers = {2e-4, 2e-4, -1e-4};
    ready();
    want(0.5);
    ASSERT_EQ(orders(2), 1U);
    const auto tip = desks[2].orders[0];
    opened(2, tip);
    pass(core::seconds(1));
    mids = {100'003, 100'000, 100'000};  // home goes up alone
    pass(core::milliseconds(100));
    EXPECT_TRUE(desks[2].cancels.empty());
    mids = {100'003, 100'000, 100'002};
    pass(core::milliseconds(100));
    EXPECT_EQ(desks[2].cancels.size(), 1U) << "its own touch has left it behind";
}

TEST_F(RestingRoutes, WhereAChildRestsIsKnownAfterARestart) {
    makers = {2e-4, 2e-4, -1e-4};
    ready();
    want(0.5);
    ASSERT_EQ(orders(2), 1U);
    opened(2, desks[2].orders[0]);
    tests::Kept later;
    auto recalled = made(later, "iceberg");
    for (const auto& record : journal.records)
        ASSERT_TRUE(recalled->recall(record.type, record.at, record.body).has_value());
    auto loaded = made(later, "iceberg");
    ASSERT_TRUE(loaded->load(recalled->save()).has_value());
    for (const auto* other : {recalled.get(), loaded.get()}) {
        ASSERT_EQ(other->executor().working().size(), 1U);
        const auto* child = other->executor().working()[0].resting();
        ASSERT_NE(child, nullptr);
        EXPECT_EQ(child->instrument, core::InstrumentId{2});
    }
    EXPECT_EQ(loaded->save(), recalled->save());
}

}  // namespace
}  // namespace nightjar::engine
