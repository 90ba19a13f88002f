#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::risk {
namespace {

using core::OrderType;
using core::Side;

struct SelfTrade : ::testing::Test {
    tests::Desk desk;
    std::unique_ptr<Check> check = tests::check("self_trade");
    [[nodiscard]] bool refuses(const core::OrderRequest& order) const {
        const auto refusal = check->review(order, desk.view());
        EXPECT_TRUE(!refusal || refusal->rule == core::Rule::SelfTrade);
        return refusal.has_value();
    }
};

TEST_F(SelfTrade, IsWhereAnOwnOrderStandsAtThePriceOrBetter) {
    desk.open(desk.limit(Side::Sell, 5, 300'100));
    EXPECT_TRUE(refuses(desk.limit(Side::Buy, 1, 300'100)));
    EXPECT_TRUE(refuses(desk.limit(Side::Buy, 1, 300'200)));
    EXPECT_FALSE(refuses(desk.limit(Side::Buy, 1, 300'099))) << "a quote of two sides";
    EXPECT_FALSE(refuses(desk.limit(Side::Sell, 1, 300'000))) << "the same side";
    EXPECT_TRUE(refuses(desk.order(Side::Buy, 1))) << "a market order takes any price";
}

TEST_F(SelfTrade, CountsACancelThatIsNotConfirmedAndAnOrderOfUnknownFate) {
    for (const auto state : {core::OrderState::CancelPending, core::OrderState::Unknown}) {
        const auto bid = desk.limit(Side::Buy, 5, 299'900);
        desk.open(bid);
        ASSERT_TRUE(desk.orders.apply({bid.id, state, {}, bid.price, bid.qty}));
        EXPECT_TRUE(refuses(desk.limit(Side::Sell, 1, 299'900)));
        ASSERT_TRUE(
            desk.orders.apply({bid.id, core::OrderState::Cancelled, {}, bid.price, bid.qty}));
        EXPECT_FALSE(refuses(desk.limit(Side::Sell, 1, 299'900)));
    }
}

TEST_F(SelfTrade, KeepsNoPositionOpen) {
    desk.hold(5);
    desk.open(desk.limit(Side::Buy, 1, 299'900));
    EXPECT_FALSE(refuses(desk.order(Side::Sell, 5)));
    EXPECT_TRUE(refuses(desk.order(Side::Sell, 6)));
}

TEST_F(SelfTrade, CountsAStopAsAnyPrice) {
    auto stop = desk.order(Side::Sell, 5);
    stop.type = OrderType::StopMarket;
    stop.stop = core::Price{290'000};
    desk.open(stop);
    EXPECT_TRUE(refuses(desk.limit(Side::Buy, 1, 280'000)));
}

TEST_F(SelfTrade, AStopThatOnlyReducesKeepsNobodyFromAdding) {
    desk.hold(5);
    auto stop = desk.order(Side::Sell, 5);
    stop.type = OrderType::StopMarket;
    stop.stop = core::Price{290'000};
    stop.reduce_only = true;
    desk.open(stop);
    EXPECT_FALSE(refuses(desk.order(Side::Buy, 5)));
    desk.open(desk.limit(Side::Sell, 1, 300'100));
    EXPECT_FALSE(refuses(desk.limit(Side::Buy, 1, 300'000))) << "other orders are looked at still";
    EXPECT_TRUE(refuses(desk.limit(Side::Buy, 1, 300'100)));
}

RC_GTEST_PROP(SelfTradeOfMany, NoTwoOrdersThatPassedCouldEverMatch, ()) {
    tests::Desk desk;
    const auto check = tests::check("self_trade");
    const auto count = *rc::gen::inRange(1, 60);
    for (int i = 0; i < count; ++i) {
        const auto side = *rc::gen::element(Side::Buy, Side::Sell);
        const auto order = desk.limit(side, 1, *rc::gen::inRange<std::int64_t>(299'950, 300'050));
        if (!check->review(order, desk.view())) desk.open(order);
    }
    std::int64_t best_bid = 0;
    std::int64_t best_ask = 1'000'000;
    for (const auto& order : desk.orders.open())
        if (order.request.side == Side::Buy)
            best_bid = std::max(best_bid, order.request.price.raw);
        else
            best_ask = std::min(best_ask, order.request.price.raw);
    RC_ASSERT(best_bid < best_ask);
}

}  // namespace
}  // namespace nightjar::risk
