#include "exec/child_plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar::exec {
namespace {

using core::Qty;
using core::Random;

struct Sent {
    double at{};
    std::int64_t lots{};
};

std::vector<Sent> all_of(ChildPlan plan) {
    std::vector<Sent> children;
    Qty before;
    while (const auto at = plan.next()) {
        const auto due = plan.due(*at);
        children.push_back({*at, (due - before).raw});
        before = due;
    }
    return children;
}

ChildPlan::Order some_order() {
    ChildPlan::Order order;
    order.qty = Qty{*rc::gen::inRange<std::int64_t>(1, 200'000)};
    order.children = *rc::gen::inRange<std::int64_t>(1, 300);
    order.least = Qty{*rc::gen::inRange<std::int64_t>(1, 50)};
    order.noise = *rc::gen::arbitrary<bool>();
    return order;
}

RC_GTEST_PROP(ChildPlan, ComesToTheParentInOrderAndBelowNoLeast, ()) {
    const auto order = some_order();
    const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
    const auto children = all_of(ChildPlan{order, Random{seed, 7}});
    std::int64_t lots = 0;
    double last = 0;
    for (const auto& child : children) {
        RC_ASSERT(child.at >= last && child.at < 1);
        RC_ASSERT(child.lots >= std::min(order.least, order.qty).raw);
        last = child.at;
        lots += child.lots;
    }
    RC_ASSERT(lots == order.qty.raw);
    RC_ASSERT(std::ssize(children) <= order.children);
}

RC_GTEST_PROP(ChildPlan, NoThreeSizesInARowAreTheSameAboveTheLeast, ()) {
    auto order = some_order();
    order.noise = true;
    const auto children =
        all_of(ChildPlan{order, Random{3, static_cast<std::uint64_t>(order.children) * 1'000}});
    if (children.size() < 4) return;  // one group may be a single child, and the next one too
    for (std::size_t i = 2; i < children.size(); ++i) {
        const auto lots = children[i].lots;
        RC_ASSERT(lots <= order.least.raw || lots != children[i - 1].lots ||
                  lots != children[i - 2].lots);
    }
}

RC_GTEST_PROP(ChildPlan, AskedAtAnyTimesItSaysTheSame, ()) {
    const auto order = some_order();
    ChildPlan often{order, Random{1, 2}};
    ChildPlan once{order, Random{1, 2}};
    constexpr double whole = 1000;
    const int last = *rc::gen::inRange(0, 1001);
    const double end = last / whole;
    for (int at = 0; at < last; at += 13) (void)often.due(at / whole);
    RC_ASSERT(often.due(end) == once.due(end));
    RC_ASSERT(often.next() == once.next());
}

TEST(ChildPlan, OfTheSameSeedAndParentIsTheSame) {
    const ChildPlan::Order order{Qty{5'000}, 120, Qty{1}, true};
    const auto a = all_of(ChildPlan{order, Random{9, 4}});
    const auto b = all_of(ChildPlan{order, Random{9, 4}});
    const auto c = all_of(ChildPlan{order, Random{9, 5}});
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].at, b[i].at);
        EXPECT_EQ(a[i].lots, b[i].lots);
    }
    EXPECT_NE(a[0].at, c[0].at);
}

TEST(ChildPlan, WithoutNoiseIsEvenAndEndsWithinItsTime) {
    // Nautilus puts what a division leaves into one slice more, behind the horizon.
    const auto children = all_of(ChildPlan{{Qty{103}, 10, Qty{1}, false}, Random{1, 1}});
    ASSERT_EQ(children.size(), 10U);
    EXPECT_DOUBLE_EQ(children[3].at, 0.3);
    EXPECT_EQ(children[0].lots, 10);
    EXPECT_EQ(children[9].lots, 11);
}

// T-B3: p99 of the distance from the straight line is within 1.25 x 8 children of 120.
TEST(ChildPlan, KeepsToTheScheduleWithinItsBand) {
    std::vector<double> errors;
    for (std::uint64_t parent = 0; parent < 200; ++parent) {
        ChildPlan plan{{Qty{120'000}, 120, Qty{1}, true}, Random{11, parent}};
        for (int i = 1; i < 1'000; ++i) {
            const double part = i / 1'000.0;
            errors.push_back(std::abs(static_cast<double>(plan.due(part).raw) - part * 120'000));
        }
        EXPECT_EQ(plan.due(1).raw, 120'000);
        EXPECT_EQ(plan.band().raw, 10'001);
    }
    std::ranges::sort(errors);
    EXPECT_LE(errors[errors.size() * 99 / 100], 10'000) << "8.3 % of the parent";
}

}  // namespace
}  // namespace nightjar::exec
