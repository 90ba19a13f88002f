#include "portfolio/order_table.hpp"

#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::portfolio {
namespace {

using core::OrderState;
using core::Price;
using core::Qty;
using tests::World;

class OrderTableTest : public ::testing::Test {
public:
    [[nodiscard]] core::OrderRequest request(std::uint64_t id, core::Side side,
                                             std::int64_t qty) const {
        core::OrderRequest order;
        order.id = {id};
        order.instrument = world.btc;
        order.venue = world.venue;
        order.side = side;
        order.type = core::OrderType::Limit;
        order.price = Price{300'000};
        order.qty = Qty{qty};
        return order;
    }
    [[nodiscard]] core::Fill fill(std::uint64_t order, std::uint64_t trade,
                                  std::int64_t qty) const {
        return {{order}, {trade}, core::Side::Buy, Price{300'000}, Qty{qty}, {}, world.usdt, {}};
    }
    core::OrderUpdate update(std::uint64_t order, OrderState state) {
        return {{order}, state, core::OrderReason::None, Price{300'000}, {}};
    }

    World world;
    OrderTable table{world.catalog};
};

TEST_F(OrderTableTest, ReservedLotsCountUntilTheyFillOrTheOrderEnds) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    EXPECT_EQ(table.exposure(world.btc).buy.raw, 10);
    EXPECT_EQ(to_string(table.open_notional()), "300");
    ASSERT_TRUE(table.apply(world.btc, fill(1, 1, 4)));
    EXPECT_EQ(table.exposure(world.btc).buy.raw, 6);
    ASSERT_TRUE(table.apply(update(1, OrderState::Cancelled)));
    EXPECT_EQ(table.exposure(world.btc).buy.raw, 0);
    EXPECT_EQ(table.exposure(world.btc).orders, 0);
    EXPECT_EQ(table.open_notional().raw, 0);
}

TEST_F(OrderTableTest, AResentFillIsBookedOnce) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(world.btc, fill(1, 7, 4)));
    const auto again = table.apply(world.btc, fill(1, 7, 4));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::DuplicateFill);
    EXPECT_EQ(table.find({1})->filled.raw, 4);
}

TEST_F(OrderTableTest, TheSameTradeNumberOfAnotherInstrumentIsAnotherTrade) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(world.btc, fill(1, 7, 4)));
    EXPECT_TRUE(table.apply({world.btc.value + 1}, fill(1, 7, 4)));
}

TEST_F(OrderTableTest, AFillBeyondTheOrderIsRefused) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    const auto answer = table.apply(world.btc, fill(1, 1, 11));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::OverFill);
}

TEST_F(OrderTableTest, AFillThatCrossedTheCancelIsStillBooked) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(update(1, OrderState::Cancelled)));
    const auto late = table.apply(world.btc, fill(1, 1, 10));
    ASSERT_TRUE(late) << late.error().text();
    EXPECT_EQ(late->filled.raw, 10);
}

TEST_F(OrderTableTest, UnknownCountsAsOpenUntilItIsResolved) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Sell, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(update(1, OrderState::Unknown)));
    EXPECT_EQ(table.exposure(world.btc).sell.raw, 10);
    ASSERT_TRUE(table.apply(update(1, OrderState::Rejected)));
    EXPECT_EQ(table.exposure(world.btc).sell.raw, 0);
}

TEST_F(OrderTableTest, ALateOpenDoesNotUndoAPendingCancel) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(update(1, OrderState::CancelPending)));
    const auto after = table.apply(update(1, OrderState::Open));
    ASSERT_TRUE(after);
    EXPECT_EQ(after->state, OrderState::CancelPending);
}

TEST_F(OrderTableTest, WhatIsDoneStaysDone) {
    for (const auto done :
         {OrderState::Filled, OrderState::Cancelled, OrderState::Rejected, OrderState::Expired})
        for (const auto to : {OrderState::Open, OrderState::Unknown, OrderState::CancelPending})
            EXPECT_FALSE(next_state(done, to)) << name(done) << " to " << name(to);
}

TEST_F(OrderTableTest, AStopThatOnlyReducesExposesToNothing) {
    auto stop = request(1, core::Side::Sell, 10);
    stop.type = core::OrderType::StopMarket;
    stop.stop = Price{290'000};
    stop.reduce_only = true;
    ASSERT_TRUE(table.reserve(stop, Price{290'000}));
    EXPECT_EQ(table.exposure(world.btc).sell.raw, 0);
    EXPECT_EQ(table.exposure(world.btc).orders, 1);
    EXPECT_EQ(table.open_notional().raw, 0);
    auto sold = fill(1, 1, 10);
    sold.side = core::Side::Sell;
    ASSERT_TRUE(table.apply(world.btc, sold));
    EXPECT_EQ(table.exposure(world.btc).sell.raw, 0);
    EXPECT_EQ(table.exposure(world.btc).orders, 0);
}

TEST_F(OrderTableTest, AnAmendMovesTheReservedLots) {
    ASSERT_TRUE(table.reserve(request(1, core::Side::Buy, 10), Price{300'000}));
    ASSERT_TRUE(table.apply(world.btc, fill(1, 1, 4)));
    auto amended = update(1, OrderState::Open);
    amended.qty = Qty{6};
    ASSERT_TRUE(table.apply(amended));
    EXPECT_EQ(table.exposure(world.btc).buy.raw, 2);
    amended.qty = Qty{3};
    EXPECT_FALSE(table.apply(amended)) << "below what is filled";
}

TEST_F(OrderTableTest, OrdersAreFoundAmongThousandsAndTheOldestFinishedAreForgotten) {
    const std::uint64_t many = 3 * OrderTable::remembered;
    for (std::uint64_t id = 1; id <= many; ++id) {
        ASSERT_TRUE(table.reserve(request(id, core::Side::Buy, 1), Price{1}));
        ASSERT_TRUE(table.apply(update(id, OrderState::Cancelled)));
    }
    EXPECT_EQ(table.find({1}), nullptr);
    ASSERT_NE(table.find({many}), nullptr);
    EXPECT_EQ(table.find({many})->state, OrderState::Cancelled);
}

RC_GTEST_FIXTURE_PROP(OrderTableTest, ExposureIsAlwaysTheSumOfWhatIsOpen, ()) {
    OrderTable random_table{world.catalog};
    std::uint64_t next_order = 1;
    std::uint64_t next_trade = 1;
    const auto steps = *rc::gen::inRange(1, 200);
    for (int n = 0; n < steps; ++n) {
        const auto kind = *rc::gen::inRange(0, 4);
        const auto any = *rc::gen::inRange<std::uint64_t>(1, next_order + 1);
        if (kind == 0) {
            const auto side = *rc::gen::element(core::Side::Buy, core::Side::Sell);
            (void)random_table.reserve(request(next_order++, side, *rc::gen::inRange(1, 100)),
                                       Price{300'000});
        } else if (kind == 1) {
            (void)random_table.apply(world.btc, fill(any, next_trade++, *rc::gen::inRange(1, 60)));
        } else {
            const auto state = static_cast<OrderState>(*rc::gen::inRange(1, 8));
            (void)random_table.apply(update(any, state));
        }
        Exposure expected;
        for (const auto& order : random_table.open()) {
            (order.request.side == core::Side::Buy ? expected.buy : expected.sell) += order.open();
            ++expected.orders;
            RC_ASSERT(!core::is_terminal(order.state));
            RC_ASSERT(order.open().raw > 0);
        }
        const auto& exposure = random_table.exposure(world.btc);
        RC_ASSERT(exposure.buy == expected.buy);
        RC_ASSERT(exposure.sell == expected.sell);
        RC_ASSERT(exposure.orders == expected.orders);
    }
}

}  // namespace
}  // namespace nightjar::portfolio
