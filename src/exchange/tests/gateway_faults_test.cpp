/// What a gateway makes of funding, of money that is gone, of an instrument that is taken off the
/// market, and of requests and streams that are late or say nothing, at each venue.

#include "exchange/tests/gateway_session.hpp"

namespace nightjar::exchange {
namespace {

using core::OrderState;
using core::Side;

struct GatewayAt : testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Venues, GatewayAt, testing::ValuesIn(venue::protocols()),
                         [](const auto& venue) { return std::string{venue.param}; });
struct GatewayOfPerpetuals : GatewayAt {};
INSTANTIATE_TEST_SUITE_P(Venues, GatewayOfPerpetuals,
                         testing::Values("binanceusdm", "bybitlinear", "okxswap"),
                         [](const auto& venue) { return std::string{venue.param}; });

TEST_P(GatewayOfPerpetuals, BooksFundingOnceHoweverOftenTheVenueTellsOfIt) {
    Session session{GetParam(), opening + core::hours(8) - core::seconds(20)};
    session.buy(first);
    session.pass(core::seconds(120));
    const auto& paid = session.bench.client->funding;
    ASSERT_EQ(paid.size(), 1U);
    const auto booked = session.all<core::Balance>();
    ASSERT_EQ(booked.size(), 1U);
    EXPECT_EQ(booked[0].change, paid[0].change);
    EXPECT_LT(booked[0].change, core::Money{});
    EXPECT_EQ(booked[0].reason, core::Balance::Reason::Funding);
    const auto event = std::ranges::find_if(session.told, [](const core::Event& each) {
        return std::holds_alternative<core::Balance>(each.body);
    });
    EXPECT_EQ(event->instrument, first);
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 0U);
}

TEST_P(GatewayOfPerpetuals, BooksFundingOfWhichTheStreamSaidNothing) {
    Session session{GetParam(), opening + core::hours(8) - core::seconds(20)};
    session.buy(first);
    session.pass(core::seconds(2));
    session.go_wrong("drop:1");
    session.pass(core::seconds(60));
    ASSERT_EQ(session.all<core::Balance>().size(), 1U);
    EXPECT_EQ(session.all<core::Balance>()[0].change, session.bench.client->funding[0].change);
}

/// The flag that risk sets on what closes; at spot there is no such order, and none is needed.
TEST_P(GatewayAt, AnOrderThatClosesAPositionLeavesForEveryVenue) {
    Session session{GetParam()};
    const auto bought = session.buy(first);
    session.pass(core::seconds(5));
    ASSERT_GT(session.filled(bought), core::Qty{});
    auto close = session.request(first);
    close.side = Side::Sell;
    close.reduce_only = true;
    close.qty = core::Qty{session.filled(bought).raw / 2};
    session.bench.submit(close);
    session.pass(core::seconds(5));
    EXPECT_NE(session.last(close.id).state, OrderState::Rejected)
        << name(session.last(close.id).reason);
    EXPECT_EQ(session.filled(close.id), close.qty);
}

TEST_P(GatewayAt, AlarmsAtMoneyThatIsGoneAndDoesNotAdoptIt) {
    Session session{GetParam()};
    session.buy(first);
    session.pass(core::seconds(40));
    ASSERT_EQ(session.bench.gateway->figures().quarantined, 0U);
    session.go_wrong("balance:0.01");
    session.pass(core::seconds(60));
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 2U) << "what is paid in the currency";
    const auto gone = session.bench.served->taken();
    ASSERT_GT(gone, core::whole(9'000));
    EXPECT_TRUE(session.noted(": " + to_string(-gone) + " more than fills and funding explain"));
    EXPECT_TRUE(session.all<core::Balance>().empty());
    const auto refused = session.buy(first);
    session.pass(core::seconds(1));
    EXPECT_EQ(session.last(refused).state, OrderState::Rejected);
    EXPECT_EQ(session.there(refused), nullptr);

    session.go_right();
    session.pass(core::seconds(60));
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 0U);
    EXPECT_TRUE(session.noted("agree again"));
    const auto taken = session.buy(first);
    session.pass(core::seconds(5));
    EXPECT_GT(session.filled(taken), core::Qty{});
}

TEST_P(GatewayAt, LosesTheOrdersOfADelistedInstrumentAndTradesTheOther) {
    Session session{GetParam()};
    const auto& hall = session.bench.served->hall();
    const auto resting = session.rest(second, session.far(second));
    session.pass(core::seconds(2));
    ASSERT_EQ(session.last(resting).state, OrderState::Open);
    session.go_wrong("delist/" + hall.catalog()[session.bench.market.at_hall[second.value]].symbol);
    session.pass(core::seconds(5));
    EXPECT_EQ(session.last(resting).state, OrderState::Cancelled);
    const auto refused = session.rest(second, session.far(second));
    const auto other = session.buy(first);
    session.pass(core::seconds(5));
    EXPECT_EQ(session.last(refused).state, OrderState::Rejected);
    EXPECT_EQ(session.last(refused).reason, core::OrderReason::InstrumentClosed);
    EXPECT_GT(session.filled(other), core::Qty{});

    session.go_right();
    session.pass(core::seconds(1));
    const auto again = session.rest(second, session.far(second));
    session.pass(core::seconds(2));
    EXPECT_EQ(session.last(again).state, OrderState::Open);
}

/// Okx forgets within two hours what ended without a fill, Binance within days.
TEST_P(GatewayAt, TakesAnOrderForCancelledThatTheVenueNoLongerKnows) {
    Session session{GetParam()};
    const auto resting = session.rest(first, session.far(first));
    session.pass(core::seconds(2));
    ASSERT_EQ(session.last(resting).state, OrderState::Open);
    const auto gone = *session.there(resting);
    auto& known = session.bench.served->hall().clients().front()->orders;
    known.close(gone);
    known.forget(gone.id);
    session.pass(core::seconds(50));
    EXPECT_EQ(session.last(resting).state, OrderState::Open) << "one server may not know it yet";
    session.pass(core::seconds(60));
    EXPECT_EQ(session.last(resting).state, OrderState::Cancelled);
    EXPECT_EQ(session.bench.gateway->figures().quarantined, 0U);
}

TEST_P(GatewayAt, SendsAnOrderThatArrivesLater) {
    Session session{GetParam()};
    session.go_wrong("delay:1s");
    const auto order = session.rest(first, session.far(first));
    session.pass(core::milliseconds(900));
    EXPECT_EQ(session.there(order), nullptr);
    session.pass(core::milliseconds(300));
    ASSERT_NE(session.there(order), nullptr);
    EXPECT_EQ(session.there(order)->status, OrderStatus::Open);
    EXPECT_GT(session.bench.served->struck(FaultKind::Delay), 0U);
}

TEST_P(GatewayAt, AsksForWhatAStreamThatIsMuteAfterAPartDoesNotTell) {
    Session session{GetParam()};
    session.go_wrong("mute_after_part");
    const auto big = session.rest(first, *session.bench.view(first).best(Side::Buy), 200);
    const auto struck = [&] { return session.bench.served->struck(FaultKind::MuteAfterPart); };
    for (int i = 0; i < 300 && struck() == 0; ++i) session.pass(core::milliseconds(100));
    ASSERT_EQ(struck(), 1U);
    ASSERT_GT(session.there(big)->filled, core::Qty{});
    const auto connections = session.bench.gateway->figures().connections.load();
    const auto messages = session.bench.served->messages();
    const auto unheard = session.buy(second);
    session.pass(core::milliseconds(300));
    EXPECT_GT(session.bench.served->messages(), messages);
    EXPECT_EQ(session.there(unheard)->status, OrderStatus::Filled);
    const bool asked_for = GetParam() == "coinbase";  // fills are, as of the part
    EXPECT_TRUE(asked_for || session.filled(unheard) == core::Qty{}) << "the stream is mute";
    EXPECT_EQ(session.bench.gateway->figures().connections, connections) << "and open";
    session.go_right();
    session.bench.gateway->cancel({big, first, {0}, session.bench.now()});
    session.pass(core::seconds(60));
    EXPECT_EQ(session.filled(unheard), session.there(unheard)->filled);
    EXPECT_EQ(session.filled(big), session.there(big)->filled);
}

}  // namespace
}  // namespace nightjar::exchange
