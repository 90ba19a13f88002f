#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace nightjar::risk {
namespace {

using core::OrderState;
using core::Qty;
using core::Side;

struct ConservationOf : ::testing::Test {
    tests::Desk desk;
    std::unique_ptr<Check> check = tests::check("conservation");

    [[nodiscard]] core::ParentOrder parent(std::uint64_t id, std::int64_t lots) const {
        core::ParentOrder parent;
        parent.id = {id};
        parent.instrument = desk.world.btc;
        parent.side = Side::Buy;
        parent.qty = Qty{lots};
        return parent;
    }
    /// Of that parent; it is open when it has passed.
    std::optional<core::OrderRequest> send(const core::ParentOrder& of, std::int64_t lots) {
        auto order = desk.limit(of.side, lots, 299'000);
        order.parent = of.id;
        auto view = desk.view();
        view.parent = &of;
        if (const auto refusal = check->review(order, view)) {
            EXPECT_EQ(refusal->rule, core::Rule::Conservation);
            EXPECT_EQ(refusal->limit, of.qty.raw);
            return std::nullopt;
        }
        desk.open(order);
        check->approved(order, view);
        return order;
    }
    void end(const core::OrderRequest& order, OrderState state) {
        const core::OrderUpdate update{order.id, state, {}, order.price, order.qty};
        ASSERT_TRUE(desk.orders.apply(update));
        check->heard(order, update, desk.view());
    }
    void fill(const core::OrderRequest& order, std::int64_t lots) {
        core::Fill fill;
        fill.order = order.id;
        fill.trade = {desk.next_id++};
        fill.side = order.side;
        fill.price = order.price;
        fill.qty = Qty{lots};
        ASSERT_TRUE(desk.orders.apply(order.instrument, fill));
        check->filled(order, fill, desk.view());
    }
};

TEST_F(ConservationOf, AParentAllowsNoMoreThanItIsFor) {
    const auto of = parent(1, 100);
    EXPECT_FALSE(send(of, 101));
    const auto first = send(of, 60);
    ASSERT_TRUE(first);
    EXPECT_FALSE(send(of, 41));
    EXPECT_TRUE(send(of, 40));
    EXPECT_FALSE(send(of, 1));
}

TEST_F(ConservationOf, AParentGetsBackWhatWasNotFilled) {
    const auto of = parent(1, 100);
    const auto first = send(of, 100);
    fill(*first, 30);
    EXPECT_FALSE(send(of, 1));
    end(*first, OrderState::Cancelled);
    EXPECT_FALSE(send(of, 71));
    const auto second = send(of, 70);
    ASSERT_TRUE(second);
    end(*second, OrderState::Rejected);
    EXPECT_TRUE(send(of, 70));
}

TEST_F(ConservationOf, AFillThatComesAfterTheCancelCounts) {
    const auto of = parent(1, 100);
    const auto first = send(of, 100);
    end(*first, OrderState::Cancelled);
    fill(*first, 80);
    EXPECT_FALSE(send(of, 21));
    EXPECT_TRUE(send(of, 20));
}

TEST_F(ConservationOf, AParentAtWorkIsCountedHoweverManyComeAfterIt) {
    const auto patient = parent(1, 100);
    ASSERT_TRUE(send(patient, 60));
    for (std::uint64_t id = 2; id < 10'000; ++id) {
        const auto other = send(parent(id, 10), 10);
        ASSERT_TRUE(other);
        end(*other, OrderState::Cancelled);
        if (id % 1'000 == 0) {
            ASSERT_TRUE(send(patient, 1));
        }
    }
    EXPECT_FALSE(send(patient, 32));
    EXPECT_TRUE(send(patient, 31));
}

TEST_F(ConservationOf, AParentOfAnEarlierLifeBeginsWithWhatTheTableKnows) {
    const auto of = parent(1, 100);
    const auto first = send(of, 50);
    fill(*first, 50);
    const auto second = send(of, 20);
    ASSERT_TRUE(second);
    check = tests::check("conservation");
    EXPECT_FALSE(send(of, 31));
    ASSERT_TRUE(send(of, 30));
    EXPECT_FALSE(send(of, 1));
}

TEST_F(ConservationOf, AnOrderOfNoParentOrOfAnotherSideDoesNotLeave) {
    const auto of = parent(1, 100);
    auto order = desk.limit(Side::Buy, 1, 299'000);
    order.parent = {2};
    auto view = desk.view();
    EXPECT_TRUE(check->review(order, view)) << "no parent";
    view.parent = &of;
    EXPECT_TRUE(check->review(order, view)) << "another's";
    order.parent = of.id;
    EXPECT_FALSE(check->review(order, view));
    order.side = Side::Sell;
    EXPECT_TRUE(check->review(order, view)) << "the other side";
}

/// T-D2. Knight Capital, 1 August 2012: a server went on sending children of parents that had been
/// filled, since it did not count them. Here an algorithm that does not hear of fills sends
/// children forever: not one lot beyond its parents leaves.
TEST_F(ConservationOf, AnAlgorithmThatForgetsItsFillsSendsNoExcess) {
    constexpr std::uint64_t parents = 212;
    constexpr int times = 200;
    std::int64_t excess = 0;
    for (std::uint64_t id = 1; id <= parents; ++id) {
        const auto of = parent(id, 100);
        std::int64_t done = 0;
        for (int i = 0; i < times; ++i)
            if (const auto child = send(of, 10)) {
                fill(*child, 10);
                done += 10;
            }
        excess += std::max<std::int64_t>(done - 100, 0);
        EXPECT_EQ(done, 100);
    }
    EXPECT_EQ(excess, 0);
}

/// Whatever children do: what is filled and open is never more than the parent.
RC_GTEST_FIXTURE_PROP(ConservationOf, FilledAndOpenIsNeverMoreThanTheParent, ()) {
    const auto of = parent(7, *rc::gen::inRange<std::int64_t>(1, 200));
    std::vector<core::OrderRequest> sent;
    const auto steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        const auto which = *rc::gen::inRange(0, 3);
        if (which == 0 || sent.empty()) {
            if (const auto child = send(of, *rc::gen::inRange<std::int64_t>(1, 80)))
                sent.push_back(*child);
        } else {
            const auto& child = sent[static_cast<std::size_t>(
                *rc::gen::inRange<int>(0, static_cast<int>(sent.size())))];
            const auto left = desk.orders.find(child.id)->open().raw;
            if (which == 1 && left > 0)
                fill(child, *rc::gen::inRange<std::int64_t>(1, left + 1));
            else if (!is_terminal(desk.orders.find(child.id)->state))
                end(child, OrderState::Cancelled);
        }
        std::int64_t filled = 0;
        std::int64_t open = 0;
        for (const auto& child : sent) {
            const auto* order = desk.orders.find(child.id);
            filled += order->filled.raw;
            if (!is_terminal(order->state)) open += order->open().raw;
        }
        // A fill that comes after its cancel may find the room taken; no order leaves by that.
        if (filled + open > of.qty.raw) RC_ASSERT(!send(of, 1));
    }
}

struct WouldFlip : ::testing::Test {
    tests::Desk desk;
    std::unique_ptr<Check> check = tests::check("would_flip");
};

TEST_F(WouldFlip, IsWhatOnlyReducesAndIsForMoreThanIsHeld) {
    desk.hold(10);
    auto order = desk.order(Side::Sell, 10);
    order.reduce_only = true;
    EXPECT_FALSE(check->review(order, desk.view()));
    order.qty = Qty{11};
    const auto refusal = check->review(order, desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, core::Rule::WouldFlip);
    EXPECT_EQ(refusal->limit, 10);
    EXPECT_EQ(refusal->value, 11);
    order.reduce_only = false;
    EXPECT_FALSE(check->review(order, desk.view())) << "it may open";
    auto wrong = desk.order(Side::Buy, 1);
    wrong.reduce_only = true;
    EXPECT_TRUE(check->review(wrong, desk.view())) << "it would add";
}

TEST_F(WouldFlip, CountsWhatOpenOrdersWillReduce) {
    desk.hold(10);
    desk.open(desk.limit(Side::Sell, 6, 301'000));
    auto order = desk.order(Side::Sell, 5);
    order.reduce_only = true;
    EXPECT_TRUE(check->review(order, desk.view()));
    order.qty = Qty{4};
    EXPECT_FALSE(check->review(order, desk.view()));
}

struct FundingBlock : ::testing::Test {
    tests::Desk desk;
    std::unique_ptr<Check> check = tests::check("funding", {{"most_bps", "30"}});

    void settle(std::int64_t bps) {
        core::Event event;
        event.stamp = {desk.now, desk.now, 0};
        event.instrument = desk.world.btc;
        event.body = core::Funding{scaled(core::whole(1), bps, 10'000)};
        desk.market.apply(event);
    }
};

TEST_F(FundingBlock, KeepsFromTheSideThatPaidTooMuch) {
    EXPECT_FALSE(check->review(desk.order(Side::Buy, 1), desk.view())) << "none was settled";
    settle(30);
    EXPECT_FALSE(check->review(desk.order(Side::Buy, 1), desk.view()));
    settle(31);
    const auto refusal = check->review(desk.order(Side::Buy, 1), desk.view());
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->rule, core::Rule::Funding);
    EXPECT_EQ(refusal->value, 31);
    EXPECT_EQ(refusal->limit, 30);
    EXPECT_FALSE(check->review(desk.order(Side::Sell, 1), desk.view())) << "it is paid";
    settle(-31);
    EXPECT_TRUE(check->review(desk.order(Side::Sell, 1), desk.view()));
    EXPECT_FALSE(check->review(desk.order(Side::Buy, 1), desk.view()));
}

TEST_F(FundingBlock, LetsAPositionBeClosed) {
    desk.hold(-5);
    settle(100);
    EXPECT_FALSE(check->review(desk.order(Side::Buy, 5), desk.view()));
    EXPECT_TRUE(check->review(desk.order(Side::Buy, 6), desk.view()));
}

}  // namespace
}  // namespace nightjar::risk
