#include "exec/executor.hpp"

#include "portfolio/tests/fixtures.hpp"
#include "risk/netting.hpp"

#include <gtest/gtest.h>

namespace nightjar::exec {
namespace {

using core::Qty;
using core::StrategyId;
using portfolio::tests::World;

/// Parents come from netting only: the tests ask for them as the engine does.
class ExecutorTest : public ::testing::Test {
public:
    core::Approved<core::ParentOrder> parent(std::int64_t lots) {
        risk::Netting netting{world.catalog, 1};
        netting.wish({0}, world.btc, Qty{lots});
        auto planned = netting.plan(world.btc, books, {next_++}, core::Time{5});
        NJ_CHECK(planned.has_value(), "a parent");
        return std::move(*planned);
    }

    World world;
    std::vector<core::Money> cash{core::whole(1'000)};
    portfolio::Books books{world.catalog, world.usdt, cash, cash};
    Executor executor{world.catalog};

private:
    std::uint64_t next_{1};
};

TEST_F(ExecutorTest, AParentIsOneImmediateMarketChild) {
    const auto child = executor.start(parent(-7));
    EXPECT_EQ(child.side, core::Side::Sell);
    EXPECT_EQ(child.qty.raw, 7);
    EXPECT_EQ(child.type, core::OrderType::Market);
    EXPECT_EQ(child.tif, core::TimeInForce::Ioc);
    const auto order = route(child, world.catalog[world.btc], {9}, core::Time{6});
    EXPECT_EQ(order.venue, world.venue);
    EXPECT_EQ(order.id.value, 9U);
    EXPECT_EQ(order.at.ns, 6);
}

TEST_F(ExecutorTest, AParentIsDoneWhenAllOfItHasFilled) {
    const auto child = executor.start(parent(10));
    executor.sent(child.parent, child.qty);
    EXPECT_FALSE(executor.on_fill(child.parent, Qty{4}));
    EXPECT_EQ(executor.working()[0].open.raw, 6);
    const auto ended = executor.on_fill(child.parent, Qty{6});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, ParentState::Done);
    EXPECT_TRUE(executor.working().empty());
}

TEST_F(ExecutorTest, ARefusedChildFailsItsParent) {
    const auto child = executor.start(parent(10));
    const auto ended = executor.on_child_done(child.parent, {});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, ParentState::Failed);
}

TEST_F(ExecutorTest, APartlyFilledAndThenCancelledChildFailsItsParent) {
    const auto child = executor.start(parent(10));
    executor.sent(child.parent, child.qty);
    EXPECT_FALSE(executor.on_fill(child.parent, Qty{3}));
    const auto ended = executor.on_child_done(child.parent, Qty{7});
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, ParentState::Failed);
    EXPECT_EQ(ended->filled.raw, 3);
}

TEST_F(ExecutorTest, APartThatRiskLetThroughEndsItsParentWhenItHasFilled) {
    const auto child = executor.start(parent(10));
    executor.sent(child.parent, Qty{4});
    const auto ended = executor.on_fill(child.parent, Qty{4});
    ASSERT_TRUE(ended) << "no parent is left behind";
    EXPECT_EQ(ended->state, ParentState::Failed);
}

TEST_F(ExecutorTest, LateNewsOfAnEndedParentChangesNothing) {
    const auto child = executor.start(parent(1));
    executor.sent(child.parent, child.qty);
    ASSERT_TRUE(executor.on_fill(child.parent, Qty{1}));
    EXPECT_FALSE(executor.on_fill(child.parent, Qty{1}));
    EXPECT_FALSE(executor.on_child_done(child.parent, Qty{1}));
}

}  // namespace
}  // namespace nightjar::exec
