/// Stop orders, at each venue that has them: they wait, are cancelled, become market orders, and
/// are known again after a life that knew them.

#include "exchange/tests/gateway_session.hpp"

namespace nightjar::exchange {
namespace {

using core::OrderState;
using core::Side;

struct GatewayOfStops : testing::TestWithParam<std::string_view> {
    /// A stop so many ten-thousandths of the price behind the market, of what has been bought.
    static core::OrderId stop(Session& session, Side side, std::int64_t behind) {
        auto order = session.request(first);
        order.type = core::OrderType::StopMarket;
        order.side = side;
        const auto last = *session.bench.view(first).last();
        constexpr std::int64_t whole = 10'000;
        const auto ticks = behind == 0 ? 1 : last.raw * behind / whole;
        order.stop = {last.raw + core::sign(side) * ticks};
        session.bench.submit(order);
        return order.id;
    }
    /// Bought, so that there is something to protect.
    static void hold(Session& session) {
        const auto bought = session.buy(first);
        session.buy(first);
        session.pass(core::seconds(5));
        ASSERT_GT(session.filled(bought), core::Qty{});
    }
    static void wait_for(Session& session, core::OrderId id) {
        for (int i = 0; i < 600 && session.there(id)->status != OrderStatus::Filled; ++i)
            session.pass(core::milliseconds(500));
        ASSERT_EQ(session.there(id)->status, OrderStatus::Filled);
    }
};
INSTANTIATE_TEST_SUITE_P(Venues, GatewayOfStops,
                         testing::Values("binance", "binanceusdm", "bybitlinear", "okx", "okxswap",
                                         "kraken"),
                         [](const auto& venue) { return std::string{venue.param}; });

constexpr std::int64_t far_behind = 2'000;

TEST_P(GatewayOfStops, OneThatWaitsIsOpenAndIsCancelled) {
    Session session{GetParam()};
    hold(session);
    const auto waiting = stop(session, Side::Sell, far_behind);
    session.pass(core::seconds(2));
    ASSERT_NE(session.there(waiting), nullptr);
    EXPECT_EQ(session.there(waiting)->status, OrderStatus::Waiting);
    EXPECT_EQ(session.last(waiting).state, OrderState::Open);
    session.pass(core::seconds(70));  // sweeps have seen it, and nothing to wonder at
    EXPECT_EQ(session.last(waiting).state, OrderState::Open);
    EXPECT_EQ(session.bench.gateway->figures().unknown, 0U);
    session.bench.gateway->cancel({waiting, first, {0}, session.bench.now()});
    session.pass(core::seconds(5));
    EXPECT_EQ(session.last(waiting).state, OrderState::Cancelled);
    EXPECT_EQ(session.there(waiting)->status, OrderStatus::Cancelled);
}

TEST_P(GatewayOfStops, OneWhosePriceIsReachedIsFilledOnce) {
    Session session{GetParam()};
    hold(session);
    const auto near = stop(session, Side::Sell, 0);
    session.pass(core::milliseconds(100));
    ASSERT_NE(session.there(near), nullptr);
    wait_for(session, near);
    session.pass(core::seconds(40));
    EXPECT_EQ(session.filled(near), session.there(near)->filled);
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 0U);
    for (const auto& fill : session.all<core::Fill>()) EXPECT_NE(fill.order, core::OrderId{});
}

TEST_P(GatewayOfStops, OneThatIsTriggeredWhileTheStreamSaysNothingIsFound) {
    Session session{GetParam()};
    hold(session);
    const auto near = stop(session, Side::Sell, 0);
    session.go_wrong("drop:1");
    session.pass(core::milliseconds(100));
    ASSERT_NE(session.there(near), nullptr);
    wait_for(session, near);
    session.pass(core::seconds(70));
    session.go_right();
    session.pass(core::seconds(70));
    EXPECT_EQ(session.filled(near), session.there(near)->filled);
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 0U);
    for (const auto& fill : session.all<core::Fill>()) EXPECT_NE(fill.order, core::OrderId{});
}

/// At Kraken it is triggered at once.
struct GatewayOfStopsAhead : GatewayOfStops {};
INSTANTIATE_TEST_SUITE_P(Venues, GatewayOfStopsAhead,
                         testing::Values("binance", "binanceusdm", "bybitlinear", "okx", "okxswap"),
                         [](const auto& venue) { return std::string{venue.param}; });

/// It could only wait for the market to come back.
TEST_P(GatewayOfStopsAhead, OneThatTheMarketHasPassedIsRefused) {
    Session session{GetParam()};
    hold(session);
    const auto late = stop(session, Side::Sell, -far_behind);
    session.pass(core::seconds(2));
    EXPECT_EQ(session.last(late).state, OrderState::Rejected);
    EXPECT_EQ(session.there(late), nullptr);
}

}  // namespace
}  // namespace nightjar::exchange
