#include "exchange/tests/coinbase_testing.hpp"

namespace nightjar::exchange::coinbase {
namespace {

using core::OrderReason;
using core::OrderState;
using core::Side;
using venue::Outcome;
using venue::Question;
using Kind = Question::Kind;

constexpr std::int64_t hundredth = 1'000'000;  // lots

struct CoinbaseOrders : testing::Test {
    CoinbaseBench bench;
    Client& alice{bench.admit("alice", {{"USD", money("1000000")}, {"BTC", money("10")}})};
    std::unique_ptr<Bot> trader{bench.trader(alice)};
    core::InstrumentId btc{bench.btc().instrument().id};

    Json create(const char* name, const char* side, const Json& configuration) {
        return bench.call(alice, "POST", "orders",
                          {{"client_order_id", name},
                           {"product_id", "BTC-USD"},
                           {"side", side},
                           {"order_configuration", configuration}});
    }
    std::string failure(const Json& configuration) {
        const auto answer = create("refused", "BUY", configuration);
        EXPECT_EQ(answer["success"], false);
        return answer["error_response"]["error"];
    }
};

TEST_F(CoinbaseOrders, ARestingOrderIsAmendedAndCancelledAndTheStreamTellsIt) {
    trader->connect();
    ASSERT_EQ(trader->told.ready, 1) << trader->errors.size();
    auto order = limit_order(btc, Side::Buy, bench.best(Side::Buy, -50'000), hundredth);
    order.post_only = true;
    const auto placed = trader->place(order, "nj-one");
    ASSERT_EQ(placed.outcome, Outcome::Ack) << placed.code;
    EXPECT_EQ(trader->told.orders[placed.venue_id].state, OrderState::Open);
    EXPECT_EQ(trader->told.orders[placed.venue_id].client_id, "nj-one");
    const auto open = trader->ask({.kind = Kind::OpenOrders});
    ASSERT_EQ(open.orders.size(), 1U);
    EXPECT_EQ(open.orders.begin()->second.qty, "0.01");
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
    EXPECT_EQ(trader->cancel(ours, btc).outcome, Outcome::Ack);
    EXPECT_EQ(trader->told.orders[placed.venue_id].state, OrderState::Cancelled);
    EXPECT_EQ(trader->told.orders[placed.venue_id].reason, OrderReason::Requested);
    EXPECT_EQ(trader->cancel(ours, btc).outcome, Outcome::Reject);
    EXPECT_EQ(trader->amend(ours, btc, order.price, {hundredth}).outcome, Outcome::Reject);
    const auto gone = trader->ask({.kind = Kind::Order, .venue_id = placed.venue_id});
    EXPECT_EQ(gone.orders.at(placed.venue_id).state, OrderState::Cancelled);
    EXPECT_TRUE(trader->ask({.kind = Kind::Order, .client_id = "nobody"}).orders.empty());
    EXPECT_TRUE(trader->errors.empty()) << trader->errors.front();
    EXPECT_EQ(trader->told.lost, 0);
}

TEST_F(CoinbaseOrders, FillsAndBalancesAgreeToTheLastDigit) {
    trader->connect();
    const auto placed = trader->place(market_order(btc, Side::Buy, 50 * hundredth), "nj-a");
    ASSERT_EQ(placed.outcome, Outcome::Ack) << placed.code;
    auto sell = limit_order(btc, Side::Sell, bench.best(Side::Buy, -2'000), 7 * hundredth);
    sell.tif = core::TimeInForce::Ioc;
    ASSERT_EQ(trader->place(sell, "nj-b").outcome, Outcome::Ack);
    const auto resting =
        trader->place(limit_order(btc, Side::Sell, bench.best(Side::Sell), 10 * hundredth), "nj-c");
    bench.pass(core::seconds(20));

    const auto& order = *std::as_const(alice.orders).find("nj-a");
    const auto& heard = trader->told.orders[placed.venue_id];
    EXPECT_EQ(heard.state, OrderState::Filled);
    EXPECT_EQ(heard.filled, "0.5");
    EXPECT_GT(trader->told.due, 0);
    EXPECT_EQ(trader->ask({.kind = Kind::Order, .venue_id = placed.venue_id})
                  .orders.at(placed.venue_id)
                  .average,
              heard.average);
    const auto& catalog = bench.hall().catalog();
    const auto fills =
        trader->ask({.kind = Kind::Fills, .since = opening, .until = bench.net.now()});
    expect_executions(alice, fills.fills, catalog);
    core::Money fees;
    for (const auto& fill : fills.fills)
        if (fill.venue_id == placed.venue_id) fees += money(fill.fee);
    EXPECT_EQ(fees, order.fee);

    const auto balances = trader->ask({.kind = Kind::Balances});
    const auto held = bench.hall().holding(alice, bench.hall().currency());
    EXPECT_EQ(balances.totals.at("USD"), to_string(held.total));
    EXPECT_EQ(balances.free.at("USD"), to_string(held.free()));
    const auto base = bench.hall().holding(alice, bench.btc().instrument().base);
    EXPECT_EQ(balances.totals.at("BTC"), to_string(base.total));
    EXPECT_EQ(
        trader->told.orders[resting.venue_id].filled,
        format_qty(std::as_const(alice.orders).find("nj-c")->filled, bench.btc().instrument()));
    EXPECT_TRUE(trader->errors.empty()) << trader->errors.front();
    EXPECT_EQ(trader->told.lost, 0);
    EXPECT_GT(trader->told.pongs, 10);
}

TEST_F(CoinbaseOrders, AnOrderThatIsSentAgainIsTheFirstOne) {
    const auto order = limit_order(btc, Side::Buy, bench.best(Side::Buy, -50'000), hundredth);
    const auto first = trader->place(order, "twice");
    const auto second = trader->place(order, "twice");
    EXPECT_EQ(second.outcome, Outcome::Ack);
    EXPECT_EQ(first.venue_id, second.venue_id);
    EXPECT_EQ(alice.orders.all().size(), 1U);
}

TEST_F(CoinbaseOrders, WhatIsRefusedHasTheVenuesWordsAndOurReason) {
    auto post = limit_order(btc, Side::Buy, bench.best(Side::Sell, 10), hundredth);
    post.post_only = true;
    EXPECT_EQ(trader->place(post, "p").reason, OrderReason::PostOnlyWouldTake);
    const auto poor =
        trader->place(limit_order(btc, Side::Buy, bench.best(Side::Buy), 3'000 * hundredth), "q");
    EXPECT_EQ(poor.outcome, Outcome::Reject);
    EXPECT_EQ(poor.reason, OrderReason::InsufficientFunds);
    const auto limit = [](const char* size, const char* price) {
        return Json{{"limit_limit_gtc", {{"base_size", size}, {"limit_price", price}}}};
    };
    EXPECT_EQ(failure(limit("0.01", "100.005")), "INVALID_PRICE_PRECISION");
    EXPECT_EQ(failure(limit("0.000000001", "30000")), "INVALID_SIZE_PRECISION");
    EXPECT_EQ(failure(limit("0.01", "2000000")), "INVALID_LIMIT_PRICE");
    EXPECT_EQ(failure({{"limit_limit_gtd", Json::object()}}), "UNSUPPORTED_ORDER_CONFIGURATION");
    EXPECT_EQ(create("small", "BUY",
                     limit("0.00001", "30000"))["error_response"]["preview_failure_reason"],
              "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL");
    EXPECT_TRUE(alice.orders.all().empty());
}

TEST_F(CoinbaseOrders, AMarketOrderMaySpendAnAmountOfQuoteAndAStopSleeps) {
    const auto spent = create("spend", "BUY", {{"market_market_ioc", {{"quote_size", "1000"}}}});
    ASSERT_EQ(spent["success"], true) << spent.dump();
    const auto id = spent["success_response"]["order_id"].get<std::string>();
    const auto order = bench.call(alice, "GET", "orders/historical/" + id)["order"];
    EXPECT_EQ(order["status"], "FILLED");
    EXPECT_LE(money(order["total_value_after_fees"]), money("1000"));
    EXPECT_EQ(order["order_configuration"]["market_market_ioc"]["quote_size"], "1000");

    const auto stop = create("stop", "SELL",
                             {{"stop_limit_stop_limit_gtc",
                               {{"base_size", "0.01"},
                                {"limit_price", "39000"},
                                {"stop_price", "40000"},
                                {"stop_direction", "STOP_DIRECTION_STOP_DOWN"}}}});
    ASSERT_EQ(stop["success"], true) << stop.dump();
    const auto open = bench.call(
        alice, "GET", "orders/historical/batch?order_status=OPEN&product_id=BTC-USD&limit=100");
    ASSERT_EQ(open["orders"].size(), 1U);
    EXPECT_EQ(open["orders"][0]["trigger_status"], "STOP_PENDING");
    EXPECT_EQ(open["orders"][0]["client_order_id"], "stop");
}

TEST_F(CoinbaseOrders, ListsComePageByPage) {
    for (const auto* name : {"a", "b", "c", "d", "e"})
        create(name, "BUY",
               {{"limit_limit_gtc", {{"base_size", "0.01"}, {"limit_price", "30000"}}}});
    std::string names;
    std::string cursor;
    do {
        const auto page =
            bench.call(alice, "GET", "orders/historical/batch?limit=2&cursor=" + cursor);
        for (const auto& order : page["orders"]) names += order["client_order_id"];
        cursor = page["cursor"];
        EXPECT_EQ(page["has_next"], !cursor.empty());
    } while (!cursor.empty());
    EXPECT_EQ(names, "edcba");
}

TEST_F(CoinbaseOrders, OurQuestionsAboutTheAccountAreAnswered) {
    const auto fees = trader->ask({.kind = Kind::Fees}).fees;
    ASSERT_EQ(fees.size(), 1U);
    EXPECT_EQ(text_of(fees[0].maker), "0.006");
    EXPECT_EQ(text_of(fees[0].taker), "0.012");
    EXPECT_EQ(trader->ask({.kind = Kind::KeyRights}).may_trade, true);
    ASSERT_EQ(trader->ask({.kind = Kind::ServerTime}).times.size(), 1U);
    EXPECT_EQ(trader->ask({.kind = Kind::ServerTime}).times[0], bench.net.now());
}

}  // namespace
}  // namespace nightjar::exchange::coinbase
