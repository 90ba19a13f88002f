/// What a gateway makes of funding, of money that is gone, of an instrument that is taken off the
/// market, and of requests and streams that are late or say nothing, at each venue.

#include "exchange/tests/gateway_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::exchange {
namespace {

using core::OrderState;
using core::Side;

/// A gateway that trades, and all that it has reported.
struct Session {
    GatewayBench bench;
    std::vector<core::Event> told;
    std::uint64_t next_order{1};

    explicit Session(std::string_view protocol, core::Time start = opening)
        : bench{protocol, 5, start} {
        bench.start();
        pass(core::seconds(5));
        EXPECT_TRUE(bench.live());
    }
    void pass(core::Duration span) {
        for (const auto end = bench.now() + span; bench.now() < end;) {
            bench.ground->step();
            core::Event event;
            while (bench.gateway->next_report(event)) told.push_back(event);
        }
    }
    void go_wrong(const std::string& fault) const {
        bench.served->set({Fault::parse(fault).value()});
    }
    void go_right() const { bench.served->set({}); }

    core::OrderRequest request(core::InstrumentId instrument) {
        core::OrderRequest order;
        order.id = core::order_id(1, next_order++);
        order.instrument = instrument;
        order.side = Side::Buy;
        order.type = core::OrderType::Market;
        order.qty = bench.worth_600(instrument, 2);
        order.at = bench.now();
        return order;
    }
    core::OrderId buy(core::InstrumentId instrument) {
        const auto order = request(instrument);
        bench.submit(order);
        return order.id;
    }
    core::OrderId rest(core::InstrumentId instrument, core::Price price, std::uint64_t times = 2) {
        auto order = request(instrument);
        order.type = core::OrderType::Limit;
        order.price = price;
        order.qty = bench.worth_600(instrument, times);
        bench.submit(order);
        return order.id;
    }
    [[nodiscard]] core::Price far(core::InstrumentId instrument) const {
        return {bench.view(instrument).mark()->raw / 2};
    }

    template <class Body>
    [[nodiscard]] std::vector<Body> all() const {
        std::vector<Body> found;
        for (const auto& event : told)
            if (const auto* body = std::get_if<Body>(&event.body)) found.push_back(*body);
        return found;
    }
    [[nodiscard]] core::OrderUpdate last(core::OrderId id) const {
        core::OrderUpdate update;
        for (const auto& each : all<core::OrderUpdate>())
            if (each.order == id) update = each;
        return update;
    }
    [[nodiscard]] core::Qty filled(core::OrderId id) const {
        core::Qty sum;
        for (const auto& fill : all<core::Fill>())
            if (fill.order == id) sum += fill.qty;
        return sum;
    }
    [[nodiscard]] const Order* there(core::OrderId id) const {
        return bench.client->orders.find(core::client_order_id(GatewayBench::node, id).view());
    }
    [[nodiscard]] bool noted(std::string_view words) const {
        return std::ranges::any_of(
            bench.notes, [words](const std::string& note) { return note.contains(words); });
    }
};

constexpr core::InstrumentId first{0};
constexpr core::InstrumentId second{1};

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
