#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

using core::Side;

struct Executions : ::testing::Test {
    tests::Desk desk;

    /// Approved and filled at once; the books are told first, as the engine does.
    void trade(Check& check, Side side, std::int64_t lots) {
        const auto order = desk.order(side, lots);
        check.approved(order, desk.view());
        desk.hold(side == Side::Buy ? lots : -lots);
        fill(check, order);
    }
    void fill(Check& check, const core::OrderRequest& order) const {
        core::Fill fill;
        fill.order = order.id;
        fill.side = order.side;
        fill.qty = order.qty;
        check.filled(order, fill, desk.view());
    }
    [[nodiscard]] std::optional<core::Refusal> review(Check& check, Side side) {
        return check.review(desk.order(side, 1), desk.view());
    }
};

TEST_F(Executions, R12StopsEntriesThatAreFilledAgainAndAgain) {
    const auto check = tests::check("repeated_execution", {{"per_minute", "3"}});
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(review(*check, Side::Buy));
        trade(*check, Side::Buy, 2);
    }
    const auto refused = review(*check, Side::Buy);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->rule, core::Rule::RepeatedExecution);
    EXPECT_EQ(refused->limit, 3);
    EXPECT_FALSE(review(*check, Side::Sell)) << "a reduction";
    desk.now = desk.now + core::minutes(1);
    EXPECT_FALSE(review(*check, Side::Buy));
}

TEST_F(Executions, R12CountsAnOrderOnceAndNoReductions) {
    const auto check = tests::check("repeated_execution", {{"per_minute", "2"}});
    trade(*check, Side::Buy, 10);
    for (int i = 0; i < 5; ++i) trade(*check, Side::Sell, 1);
    EXPECT_FALSE(review(*check, Side::Buy));
    const auto order = desk.order(Side::Buy, 3);
    for (int i = 0; i < 3; ++i) {
        desk.hold(1);
        fill(*check, order);
    }
    EXPECT_TRUE(review(*check, Side::Buy)) << "two orders were entries";
}

TEST_F(Executions, R13StopsMessagesThatLeadToNoFills) {
    const auto check = tests::check("order_to_trade", {{"most", "10"}});
    const auto order = desk.order(Side::Buy, 1);
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(review(*check, Side::Buy));
        check->approved(order, desk.view());
        check->cancelling(order, CancelReason::Moved, desk.view());
    }
    ASSERT_TRUE(review(*check, Side::Buy));
    EXPECT_EQ(review(*check, Side::Buy)->rule, core::Rule::OrderToTrade);
    trade(*check, Side::Buy, 1);
    EXPECT_TRUE(review(*check, Side::Buy)) << "11 messages for one fill";
    EXPECT_FALSE(review(*check, Side::Sell)) << "a reduction";
    trade(*check, Side::Buy, 1);
    EXPECT_FALSE(review(*check, Side::Buy)) << "12 for two";
    for (int i = 0; i < 20; ++i) check->cancelling(order, CancelReason::Moved, desk.view());
    EXPECT_TRUE(review(*check, Side::Buy));
    desk.now = desk.now + core::hours(1);
    EXPECT_FALSE(review(*check, Side::Buy)) << "an hour later";
}

}  // namespace
}  // namespace nightjar::risk
