#include "exchange/tests/binance_testing.hpp"

namespace nightjar::exchange::binance {
namespace {

using core::Side;

struct SpotOrders : testing::Test {
    BinanceBench bench{Market::Spot};
    Client& alice{bench.admit("alice", {{"USDT", money("1000000")}, {"BTC", money("10")}})};

    core::Money free(std::string_view asset) {
        const auto account = bench.call(alice, "GET", "/api/v3/account");
        for (const auto& balance : account["balances"])
            if (balance["asset"] == asset) return money(balance["free"]);
        return {};
    }
    Json buy(const std::string& more) {
        return bench.call(alice, "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&" + more);
    }
};

TEST_F(SpotOrders, ALimitOrderThatTakesIsFilledAndPaidForToTheLastDigit) {
    const auto limit = bench.price("BTCUSDT", Side::Sell, 100'000);
    const auto order = buy("type=LIMIT&timeInForce=GTC&quantity=0.05&price=" + limit);
    ASSERT_EQ(order["status"], "FILLED") << order.dump();
    EXPECT_EQ(order["executedQty"], "0.05");

    core::Money paid;
    core::Money fees;
    core::Money units;
    for (const auto& fill : order["fills"]) {
        EXPECT_EQ(fill["commissionAsset"], "BTC");
        fees += money(fill["commission"]);
        units += money(fill["qty"]);
    }
    paid = money(order["cummulativeQuoteQty"]);
    EXPECT_EQ(units, money("0.05"));
    EXPECT_EQ(fees, money("0.00005"));
    EXPECT_EQ(free("USDT"), money("1000000") - paid);
    EXPECT_EQ(free("BTC"), money("10.05") - fees);

    const auto& books = bench.hall().books(alice);
    const auto usdt = bench.hall().currency();
    EXPECT_EQ(books.cash(usdt), money("1000000") - paid);
    EXPECT_EQ(books.cash(usdt), alice.books.cash(usdt));

    const auto trades = bench.call(alice, "GET", "/api/v3/myTrades",
                                   "symbol=BTCUSDT&orderId=" + order["orderId"].dump());
    ASSERT_EQ(trades.size(), order["fills"].size());
    EXPECT_EQ(trades[0]["id"], order["fills"][0]["tradeId"]);
    EXPECT_EQ(trades[0]["isBuyer"], true);
    EXPECT_EQ(trades[0]["isMaker"], false);
}

TEST_F(SpotOrders, ARestingOrderLocksWhatItMayCostUntilItIsCancelled) {
    const auto order =
        buy("type=LIMIT&timeInForce=GTC&quantity=0.1&price=30000&newClientOrderId=mine");
    EXPECT_EQ(order["status"], "NEW");
    EXPECT_EQ(free("USDT"), money("997000"));

    const auto open = bench.call(alice, "GET", "/api/v3/openOrders", "symbol=BTCUSDT");
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0]["clientOrderId"], "mine");

    const auto gone =
        bench.call(alice, "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
    EXPECT_EQ(gone["status"], "CANCELED");
    EXPECT_EQ(gone["origClientOrderId"], "mine");
    EXPECT_EQ(free("USDT"), money("1000000"));
    EXPECT_EQ(bench.call(alice, "GET", "/api/v3/openOrders").size(), 0U);
    const auto asked = bench.call(alice, "GET", "/api/v3/order",
                                  "symbol=BTCUSDT&orderId=" + order["orderId"].dump());
    EXPECT_EQ(asked["status"], "CANCELED");
}

TEST_F(SpotOrders, AnIcebergShowsAPartOfItselfInTheBook) {
    const auto price = bench.price("BTCUSDT", Side::Sell, -100);
    const auto shown = [&] {
        const auto book = bench.call(alice, "GET", "/api/v3/depth", "symbol=BTCUSDT&limit=1000");
        for (const auto& level : book["bids"])
            if (money(level[0]) == money(price)) return money(level[1]);
        return core::Money{};
    };
    const auto before = shown();
    const auto order =
        buy("type=LIMIT_MAKER&quantity=0.5&icebergQty=0.05&newClientOrderId=mine&price=" + price);
    ASSERT_TRUE(order.contains("orderId")) << order.dump();
    EXPECT_EQ(shown() - before, money("0.05"));
    const auto asked =
        bench.call(alice, "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
    EXPECT_EQ(money(asked["icebergQty"]), money("0.05"));
    EXPECT_EQ(asked["origQty"], "0.5");
}

TEST_F(SpotOrders, AMarketOrderMaySpendAnAmountOfQuote) {
    const auto order = buy("type=MARKET&quoteOrderQty=1000");
    EXPECT_EQ(order["status"], "FILLED");
    const auto spent = money(order["cummulativeQuoteQty"]);
    EXPECT_LE(spent, money("1000"));
    EXPECT_GT(spent, money("990"));
    EXPECT_EQ(order["origQuoteOrderQty"], "1000");
}

TEST_F(SpotOrders, AllOfTheCashMayBeSpentSinceTheFeeIsTakenInBase) {
    const auto ask = bench.price("BTCUSDT", Side::Sell);
    const auto& seen = bench.view("BTCUSDT").instrument();
    const auto cost = seen.notional(*bench.view("BTCUSDT").best(Side::Sell), core::Qty{100});
    auto& exact = bench.admit("exact", {{"USDT", cost}});
    const auto order = bench.call(exact, "POST", "/api/v3/order",
                                  "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&"
                                  "quantity=0.001&price=" +
                                      ask);
    EXPECT_EQ(order["status"], "FILLED");
    EXPECT_EQ(exact.books.cash(bench.hall().currency()), core::Money{});
}

TEST_F(SpotOrders, WhatWasBoughtCanBeSoldButForTheFee) {
    buy("type=MARKET&quantity=0.1");
    EXPECT_EQ(bench.code(alice, "POST", "/api/v3/order",
                         "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=10.1"),
              -2010);
    const auto sold = bench.call(alice, "POST", "/api/v3/order",
                                 "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.0999");
    EXPECT_EQ(sold["status"], "FILLED");
    EXPECT_EQ(sold["fills"][0]["commissionAsset"], "USDT");
}

TEST_F(SpotOrders, AUsersStreamTellsTheOrderItsFillsAndTheBalances) {
    Ear ear;
    const auto stream = bench.listen("/ws-api/v3", ear);
    bench.say(*stream, {{"id", "1"},
                        {"method", "userDataStream.subscribe.signature"},
                        {"params", bench.ws_signed(alice, Json::object())}});
    ASSERT_EQ(ear.messages().size(), 1U);
    EXPECT_EQ(ear.messages()[0]["result"]["subscriptionId"], 0) << ear.heard[0];

    const auto order = buy("type=MARKET&quantity=0.02&newClientOrderId=now");
    bench.net.run_until(bench.net.now());
    std::vector<Json> reports;
    Json last_balances;
    for (const auto& message : ear.messages()) {
        if (!message.contains("event")) continue;
        const auto& event = message["event"];
        if (event["e"] == "executionReport") reports.push_back(event);
        if (event["e"] == "outboundAccountPosition") last_balances = event["B"];
    }
    ASSERT_EQ(reports.size(), 1 + order["fills"].size());
    EXPECT_EQ(reports.front()["x"], "NEW");
    EXPECT_EQ(reports.back()["x"], "TRADE");
    EXPECT_EQ(reports.back()["X"], "FILLED");
    EXPECT_EQ(reports.back()["c"], "now");
    EXPECT_EQ(reports.back()["Z"], order["cummulativeQuoteQty"]);
    EXPECT_EQ(reports.back()["t"], order["fills"].back()["tradeId"]);
    ASSERT_EQ(last_balances.size(), 2U);
    EXPECT_EQ(money(last_balances[0]["f"]), free("BTC"));
    EXPECT_EQ(money(last_balances[1]["f"]), free("USDT"));
}

TEST_F(SpotOrders, CancelReplaceDoesBothOrSaysWhichItDid) {
    const auto order = buy("type=LIMIT&timeInForce=GTC&quantity=0.1&price=30000");
    const auto both = bench.call(alice, "POST", "/api/v3/order/cancelReplace",
                                 "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&"
                                 "price=31000&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=" +
                                     order["orderId"].dump());
    EXPECT_EQ(both["cancelResult"], "SUCCESS");
    EXPECT_EQ(both["newOrderResponse"]["price"], "31000");
    const auto half = bench.signed_call(
        alice, "POST", "/api/v3/order/cancelReplace",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=32000&"
        "cancelReplaceMode=ALLOW_FAILURE&cancelOrderId=" +
            order["orderId"].dump());
    EXPECT_EQ(half.status, 409U);
    const auto said = Json::parse(half.body);
    EXPECT_EQ(said["code"], -2021);
    EXPECT_EQ(said["data"]["cancelResponse"]["code"], -2011);
    EXPECT_EQ(said["data"]["newOrderResult"], "SUCCESS");
}

TEST_F(SpotOrders, AStopSleepsUntilATradePrintsAtItsPrice) {
    const auto at = bench.price("BTCUSDT", Side::Sell, 500);
    const auto stop = buy("type=STOP_LOSS&quantity=0.01&newOrderRespType=RESULT&stopPrice=" + at);
    EXPECT_EQ(stop["status"], "NEW");
    EXPECT_EQ(bench.code(alice, "POST", "/api/v3/order",
                         "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=0.01&stopPrice=10000"),
              -2010);
    // Somebody lifts the offers up to there.
    auto& bob = bench.admit("bob", {{"USDT", money("900000000")}});
    bench.call(bob, "POST", "/api/v3/order",
               "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=900&price=" +
                   bench.price("BTCUSDT", Side::Sell, 1'000));
    bench.pass(core::seconds(20));
    const auto asked = bench.call(alice, "GET", "/api/v3/order",
                                  "symbol=BTCUSDT&orderId=" + stop["orderId"].dump());
    EXPECT_NE(asked["status"], "NEW") << asked.dump();
}

TEST_F(SpotOrders, TheWebSocketApiPlacesAndCancels) {
    Ear ear;
    const auto stream = bench.listen("/ws-api/v3", ear);
    const auto request = [&](const char* method, Json params) {
        bench.say(
            *stream,
            {{"id", 1}, {"method", method}, {"params", bench.ws_signed(alice, std::move(params))}});
        return ear.messages().back();
    };
    const auto placed = request("order.place", {{"symbol", "BTCUSDT"},
                                                {"side", "BUY"},
                                                {"type", "LIMIT"},
                                                {"timeInForce", "GTC"},
                                                {"quantity", "0.1"},
                                                {"price", "30000"},
                                                {"newClientOrderId", "ws"}});
    EXPECT_EQ(placed["status"], 200) << placed.dump();
    EXPECT_EQ(placed["result"]["status"], "NEW");
    EXPECT_EQ(placed["rateLimits"][1]["count"], 1);
    const auto again = request("order.cancel", {{"symbol", "BTCUSDT"}, {"orderId", 5}});
    EXPECT_EQ(again["error"]["code"], -2011);
    const auto all = request("openOrders.cancelAll", {{"symbol", "BTCUSDT"}});
    EXPECT_EQ(all["result"][0]["origClientOrderId"], "ws");
    auto forged = bench.ws_signed(alice, {{"symbol", "BTCUSDT"}});
    forged["symbol"] = "ETHUSDT";
    bench.say(*stream, {{"id", 1}, {"method", "openOrders.status"}, {"params", forged}});
    EXPECT_EQ(ear.messages().back()["error"]["code"], -1022);
}

}  // namespace
}  // namespace nightjar::exchange::binance
