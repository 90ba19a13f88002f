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

    /// An order for so many of the lots that the parent's child is for; all: 0.
    core::OrderRequest sent(std::int64_t lots, std::int64_t part = 0) {
        const auto child = executor.start(parent(lots));
        auto order = order_of(child, world.catalog[world.btc], {++orders_}, now);
        if (part > 0) order.qty = Qty{part};
        executor.sent(order);
        return order;
    }
    std::optional<Parent> fill(const core::OrderRequest& order, std::int64_t lots) {
        return executor.on_fill(
            order, {order.id, {++trades_}, order.side, {100}, Qty{lots}, {}, {}, {}}, now);
    }

    core::Time now{6};
    World world;
    std::vector<core::Money> cash{core::whole(1'000)};
    portfolio::Books books{world.catalog, world.usdt, cash, cash};
    Executor executor{world.catalog};

private:
    std::uint64_t next_{1};
    std::uint64_t orders_{};
    std::uint64_t trades_{};
};

TEST_F(ExecutorTest, AParentIsOneImmediateMarketChild) {
    const auto child = executor.start(parent(-7));
    EXPECT_EQ(child.side, core::Side::Sell);
    EXPECT_EQ(child.qty.raw, 7);
    EXPECT_EQ(child.type, core::OrderType::Market);
    EXPECT_EQ(child.tif, core::TimeInForce::Ioc);
    const auto order = order_of(child, world.catalog[world.btc], {9}, core::Time{6});
    EXPECT_EQ(order.venue, world.venue);
    EXPECT_EQ(order.id.value, 9U);
    EXPECT_EQ(order.at.ns, 6);
}

TEST_F(ExecutorTest, AParentIsDoneWhenAllOfItHasFilled) {
    const auto order = sent(10);
    EXPECT_FALSE(fill(order, 4));
    EXPECT_EQ(executor.working()[0].open.raw, 6);
    const auto ended = fill(order, 6);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, core::ParentState::Done);
    EXPECT_EQ(ended->ended().average_price(), 100);
    EXPECT_TRUE(executor.working().empty());
}

TEST_F(ExecutorTest, ARefusedChildFailsItsParent) {
    const auto child = executor.start(parent(10));
    const auto ended = executor.on_refused(child.parent, now, false);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, core::ParentState::Failed);
    EXPECT_EQ(ended->ends, core::EndReason::Unfilled);
}

TEST_F(ExecutorTest, APartlyFilledAndThenCancelledChildFailsItsParent) {
    const auto order = sent(10);
    EXPECT_FALSE(fill(order, 3));
    const auto ended = executor.on_child_done(order, core::OrderState::Cancelled, now);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->state, core::ParentState::Failed);
    EXPECT_EQ(ended->filled.raw, 3);
}

TEST_F(ExecutorTest, APartThatRiskLetThroughEndsItsParentWhenItHasFilled) {
    const auto order = sent(10, 4);
    const auto ended = fill(order, 4);
    ASSERT_TRUE(ended) << "no parent is left behind";
    EXPECT_EQ(ended->state, core::ParentState::Failed);
}

TEST_F(ExecutorTest, LateNewsOfAnEndedParentChangesNothing) {
    const auto order = sent(1);
    ASSERT_TRUE(fill(order, 1));
    EXPECT_FALSE(fill(order, 1));
    EXPECT_FALSE(executor.on_child_done(order, core::OrderState::Cancelled, now));
}

TEST_F(ExecutorTest, TheStrategyWithTheMostOfAParentSaysHow) {
    core::Registries registries;
    register_builtins(registries);
    std::vector<std::unique_ptr<Algorithm>> made(3);
    made[1] = *registries.of<Algorithm>().make("twap", {});
    made[2] = *registries.of<Algorithm>().make("peg", {});
    const Executor mixed{world.catalog, std::move(made)};
    using Shares = std::vector<core::Allocation>;
    EXPECT_FALSE(mixed.style(Shares{{{0}, {9}}, {{1}, {5}}}));
    EXPECT_EQ(mixed.style(Shares{{{0}, {-4}}, {{1}, {-5}}}), StrategyId{1});
    EXPECT_EQ(mixed.style(Shares{{{1}, {5}}, {{2}, {5}}}), StrategyId{1});
    EXPECT_FALSE(mixed.style({}));
    EXPECT_FALSE(mixed.style(Shares{{core::house, {5}}}));
}

}  // namespace
}  // namespace nightjar::exec
