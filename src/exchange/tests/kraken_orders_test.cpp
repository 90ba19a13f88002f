#include "exchange/tests/kraken_testing.hpp"

namespace nightjar::exchange::kraken {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using venue::Outcome;
using venue::Question;
using Kind = Question::Kind;

constexpr std::int64_t hundredth = 1'000'000;  // lots

struct KrakenOrders : testing::Test {
    KrakenBench bench;
    Client& alice{bench.admit("alice", {{"USD", money("1000000")}, {"BTC", money("10")}})};
    std::unique_ptr<Bot> trader{bench.trader(alice)};
    core::InstrumentId btc{bench.btc().instrument().id};

    core::Money total(std::string_view asset) {
        const auto& assets = bench.hall().catalog().assets();
        const auto at = std::ranges::find(assets, asset) - assets.begin();
        return bench.hall().holding(alice, {static_cast<std::uint16_t>(at)}).total;
    }
};

TEST_F(KrakenOrders, ARestingOrderIsAmendedAndCancelledAndTheStreamTellsIt) {
    trader->connect();
    ASSERT_EQ(trader->told.ready, 1);
    auto order = limit_order(btc, Side::Buy, bench.best(Side::Buy, -5'000), hundredth);
    order.post_only = true;
    const auto placed = trader->place(order, "nj-one");
    ASSERT_EQ(placed.outcome, Outcome::Ack) << placed.code;
    EXPECT_EQ(trader->told.orders[placed.venue_id].state, OrderState::Open);
    EXPECT_EQ(trader->told.orders[placed.venue_id].client_id, "nj-one");

    const auto open = trader->ask({.kind = Kind::OpenOrders});
    ASSERT_EQ(open.orders.size(), 1U);
    EXPECT_EQ(open.orders.begin()->first, placed.venue_id);
    EXPECT_EQ(trader->ask({.kind = Kind::Order, .client_id = "nj-one"}).orders.size(), 1U);

    const venue::PlacedOrder ours{.client_id = "nj-one",
                                  .venue_id = placed.venue_id,
                                  .side = Side::Buy,
                                  .price = order.price,
                                  .qty = order.qty,
                                  .post_only = true};
    EXPECT_EQ(trader->amend(ours, btc, {order.price.raw - 10}, {2 * hundredth}).outcome,
              Outcome::Ack);
    EXPECT_EQ(trader->told.orders[placed.venue_id].qty, "0.02");
    EXPECT_EQ(trader->amend(ours, btc, bench.best(Side::Sell, 10), {2 * hundredth}).reason,
              OrderReason::PostOnlyWouldTake);
    EXPECT_EQ(trader->cancel(ours, btc).outcome, Outcome::Ack);
    EXPECT_EQ(trader->told.orders[placed.venue_id].state, OrderState::Cancelled);
    EXPECT_EQ(trader->told.orders[placed.venue_id].reason, OrderReason::Requested);
    EXPECT_EQ(trader->cancel(ours, btc).code, "EOrder:Unknown order");

    const auto gone = trader->ask({.kind = Kind::Order, .client_id = "nj-one"});
    ASSERT_EQ(gone.orders.size(), 1U);
    EXPECT_EQ(gone.orders.begin()->second.state, OrderState::Cancelled);
    EXPECT_TRUE(trader->ask({.kind = Kind::Order, .client_id = "nobody"}).orders.empty());
    EXPECT_TRUE(trader->errors.empty()) << trader->errors.front();
    EXPECT_EQ(trader->told.lost, 0);
}

TEST_F(KrakenOrders, FillsAndBalancesAgreeToTheLastDigitHoweverTheyAreTold) {
    trader->connect();
    EXPECT_EQ(trader->told.totals["USD"], "1000000");
    const auto placed = trader->place(market_order(btc, Side::Buy, 50 * hundredth), "nj-a");
    ASSERT_EQ(placed.outcome, Outcome::Ack) << placed.code;
    auto sell = limit_order(btc, Side::Sell, bench.best(Side::Buy, -200), 7 * hundredth);
    sell.tif = core::TimeInForce::Ioc;
    ASSERT_EQ(trader->place(sell, "nj-b").outcome, Outcome::Ack);
    trader->place(limit_order(btc, Side::Sell, bench.best(Side::Sell), 10 * hundredth), "nj-c");
    bench.pass(core::seconds(20));

    EXPECT_EQ(trader->told.orders[placed.venue_id].state, OrderState::Filled);
    EXPECT_EQ(trader->told.orders[placed.venue_id].filled, "0.5");
    const auto& catalog = bench.hall().catalog();
    expect_executions(alice, trader->told.fills, catalog);
    EXPECT_EQ(trader->told.totals["USD"], to_string(total("USD")));
    EXPECT_EQ(trader->told.totals["BTC"], to_string(total("BTC")));

    const auto fills =
        trader->ask({.kind = Kind::Fills, .since = opening, .until = bench.net.now()});
    expect_executions(alice, fills.fills, catalog);
    EXPECT_EQ(fills.fills.front().trade, trader->told.fills.back().trade);
    const auto balances = trader->ask({.kind = Kind::Balances});
    EXPECT_EQ(balances.totals.at("USD"), to_string(total("USD")));
    EXPECT_EQ(balances.totals.at("BTC"), to_string(total("BTC")));
    const auto orders = trader->ask({.kind = Kind::Order, .venue_id = placed.venue_id});
    EXPECT_EQ(orders.orders.at(placed.venue_id).average,
              trader->told.orders[placed.venue_id].average);
    EXPECT_TRUE(trader->errors.empty()) << trader->errors.front();
}

TEST_F(KrakenOrders, AStreamThatComesLateIsToldWhatIsOpenAndWhatWasTraded) {
    trader->place(market_order(btc, Side::Buy, hundredth), "nj-past");
    const auto open = trader->place(
        limit_order(btc, Side::Buy, bench.best(Side::Buy, -9'000), hundredth), "nj-open");
    trader->connect();
    EXPECT_EQ(trader->told.orders[open.venue_id].client_id, "nj-open");
    EXPECT_EQ(trader->told.orders[open.venue_id].state, OrderState::Open);
    expect_executions(alice, trader->told.fills, bench.hall().catalog());
    EXPECT_TRUE(trader->errors.empty()) << trader->errors.front();
}

TEST_F(KrakenOrders, WhatIsRefusedHasTheVenuesWordsAndOurReason) {
    auto post = limit_order(btc, Side::Buy, bench.best(Side::Sell, 10), hundredth);
    post.post_only = true;
    EXPECT_EQ(trader->place(post, "p").reason, OrderReason::PostOnlyWouldTake);
    const auto poor =
        trader->place(limit_order(btc, Side::Buy, bench.best(Side::Buy), 9'000 * hundredth), "q");
    EXPECT_EQ(poor.outcome, Outcome::Reject);
    EXPECT_EQ(poor.reason, OrderReason::InsufficientFunds);
    EXPECT_EQ(trader->place(limit_order(btc, Side::Buy, {1'000}, 4'000), "r").code,
              "EOrder:Order minimum not met");
    const std::string order = "pair=XBTUSD&type=buy&ordertype=limit&";
    const auto error = [&](const std::string& more) {
        return bench.error(alice, "AddOrder", order + more);
    };
    EXPECT_EQ(error("volume=0.001&price=100"), "EOrder:Cost minimum not met");
    EXPECT_EQ(error("volume=0.01&price=100.05"), "EOrder:Tick size check failed");
    EXPECT_EQ(error("volume=0.01&price=2000000"), "EOrder:Invalid price");
    EXPECT_EQ(error("volume=1e5&price=100"), "EGeneral:Invalid arguments:volume");
    EXPECT_EQ(error("volume=1"), "EGeneral:Invalid arguments:price");
    EXPECT_EQ(bench.error(alice, "AddOrder", "pair=XDGUSD&type=buy&ordertype=market&volume=1"),
              "EQuery:Unknown asset pair");
    EXPECT_EQ(bench.error(alice, "QueryOrders", "txid=28"), "EOrder:Invalid order");
    EXPECT_TRUE(alice.orders.all().empty());
}

TEST_F(KrakenOrders, AllOrdersGoAtOnceOrWhenNobodySpeaksForThem) {
    const auto far = bench.best(Side::Buy, -9'000);
    trader->place(limit_order(btc, Side::Buy, far, hundredth), "x1");
    trader->place(limit_order(btc, Side::Buy, far, hundredth), "x2");
    EXPECT_EQ(trader->place(limit_order(btc, Side::Buy, far, hundredth), "x2").outcome,
              Outcome::Reject);
    EXPECT_EQ(trader
                  ->say(venue::OrderAction::CancelAll,
                        trader->codec->cancel_all(nullptr, bench.net.now()))
                  .outcome,
              Outcome::Ack);
    EXPECT_TRUE(alice.orders.open().empty());
    trader->place(limit_order(btc, Side::Buy, far, hundredth), "x3");
    EXPECT_EQ(trader
                  ->say(venue::OrderAction::DeadMan,
                        trader->codec->dead_man(core::seconds(5), nullptr, bench.net.now()))
                  .outcome,
              Outcome::Ack);
    bench.pass(core::seconds(4));
    EXPECT_EQ(alice.orders.open().size(), 1U);
    bench.pass(core::seconds(2));
    EXPECT_TRUE(alice.orders.open().empty());
}

TEST_F(KrakenOrders, TheRestOfWhatTheVenueOffersForOrders) {
    EXPECT_EQ(bench.call(alice, "AddOrder",
                         "pair=XXBTZUSD&type=buy&ordertype=limit&volume=0.1&price=30000&"
                         "validate=true")["descr"]["order"],
              "buy 0.10000000 XBTUSD @ limit 30000.0");
    EXPECT_TRUE(alice.orders.all().empty());
    const auto marked =
        bench.call(alice, "AddOrder",
                   "pair=XBTUSD&type=buy&ordertype=limit&volume=0.1&price=30000&userref=42");
    const auto edited = bench.call(
        alice, "EditOrder", "pair=XBTUSD&price=31000&txid=" + marked["txid"][0].get<std::string>());
    EXPECT_NE(edited["txid"], marked["txid"][0]);
    const auto open = bench.call(alice, "OpenOrders", "userref=42")["open"];
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open.begin().value()["descr"]["price"], "31000.0");
    EXPECT_EQ(open.begin().value()["userref"], 42);
    EXPECT_EQ(bench.call(alice, "CancelOrder", "txid=42")["count"], 1);

    const auto spent = bench.call(alice, "AddOrder",
                                  "pair=XBTUSD&type=buy&ordertype=market&volume=1000&oflags=viqc");
    const auto id = spent["txid"][0].get<std::string>();
    const auto asked = bench.call(alice, "QueryOrders", "trades=true&txid=" + id)[id];
    EXPECT_EQ(asked["status"], "closed");
    EXPECT_LE(money(asked["cost"]) + money(asked["fee"]), money("1000"));
    const auto trade = asked["trades"][0].get<std::string>();
    EXPECT_EQ(bench.call(alice, "QueryTrades", "txid=" + trade)[trade]["ordertxid"], id);

    const auto stop = bench.call(alice, "AddOrder",
                                 "pair=XBTUSD&type=sell&ordertype=stop-loss&volume=0.01&"
                                 "price=40000&cl_ord_id=stop");
    EXPECT_EQ(stop["cl_ord_id"], "stop");
    EXPECT_EQ(bench.call(alice, "TradeVolume", "pair=XBTUSD")["fees"]["XXBTZUSD"]["fee"], "0.4");
    EXPECT_GT(money(bench.call(alice, "TradeBalance")["eb"]), money("1000000"));
    EXPECT_EQ(money(bench.call(alice, "Balance")["ZUSD"]), total("USD"));
}

TEST_F(KrakenOrders, OurQuestionsAboutTheAccountAreAnswered) {
    const auto fees =
        trader->ask({.kind = Kind::Fees, .instrument = &bench.btc().instrument()}).fees;
    ASSERT_EQ(fees.size(), 1U);
    EXPECT_EQ(text_of(fees[0].maker), "0.0025");
    EXPECT_EQ(text_of(fees[0].taker), "0.004");
    EXPECT_EQ(trader->ask({.kind = Kind::KeyRights}).may_trade, true);
    ASSERT_EQ(trader->ask({.kind = Kind::ServerTime}).times.size(), 1U);
}

}  // namespace
}  // namespace nightjar::exchange::kraken
