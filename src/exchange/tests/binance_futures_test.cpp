#include "exchange/tests/binance_testing.hpp"

namespace nightjar::exchange::binance {
namespace {

using core::Side;

struct FuturesOrders : testing::Test {
    BinanceBench bench{Market::UsdFutures};
    Client& alice{bench.admit("alice", {{"USDT", money("100000")}})};

    Json place(const std::string& params) {
        return bench.call(alice, "POST", "/fapi/v1/order", "symbol=BTCUSDT&" + params);
    }
    int refused(const std::string& params) {
        return bench.code(alice, "POST", "/fapi/v1/order", "symbol=BTCUSDT&" + params);
    }
    Json risk() { return bench.call(alice, "GET", "/fapi/v3/positionRisk", "symbol=BTCUSDT")[0]; }
};

TEST_F(FuturesOrders, APositionOpensClosesAndLeavesItsGainAndFeesInTheWallet) {
    const auto opened = place("side=BUY&type=MARKET&quantity=0.5&newOrderRespType=RESULT");
    EXPECT_EQ(opened["status"], "FILLED");
    EXPECT_EQ(risk()["positionAmt"], "0.5");
    EXPECT_EQ(risk()["entryPrice"], opened["avgPrice"]);
    bench.pass(core::seconds(3));
    place("side=SELL&type=MARKET&quantity=0.5&reduceOnly=true");
    EXPECT_EQ(risk()["positionAmt"], "0");

    const auto fills = bench.call(alice, "GET", "/fapi/v1/userTrades", "symbol=BTCUSDT");
    auto wallet = money("100000");
    for (const auto& fill : fills) wallet += money(fill["realizedPnl"]) - money(fill["commission"]);
    const auto account = bench.call(alice, "GET", "/fapi/v3/account");
    EXPECT_EQ(money(account["totalWalletBalance"]), wallet);
    EXPECT_EQ(money(account["availableBalance"]), wallet);
    const auto usdt = bench.hall().currency();
    EXPECT_EQ(bench.hall().books(alice).cash(usdt), wallet);
}

TEST_F(FuturesOrders, RefusalsHaveTheVenuesCodes) {
    EXPECT_EQ(refused("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=30000"), -4164);
    EXPECT_EQ(refused("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=30000.05"), -4014);
    EXPECT_EQ(refused("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0105&price=30000"), -1111);
    EXPECT_EQ(refused("side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.01&price=90000"), -5022);
    EXPECT_EQ(refused("side=BUY&type=MARKET&quantity=100"), -2019);
    EXPECT_EQ(refused("side=SELL&type=MARKET&quantity=0.01&reduceOnly=true"), -2022);
    EXPECT_EQ(refused("side=BUY&type=STOP_MARKET&quantity=0.01&stopPrice=90000"), -4120);
    EXPECT_EQ(refused("side=BUY&type=MARKET&quantity=0.01&positionSide=LONG"), -4061);
    EXPECT_EQ(bench.code(alice, "POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED"),
              -4046);
    EXPECT_EQ(bench.code(alice, "POST", "/fapi/v1/positionSide/dual", "dualSidePosition=false"),
              -4059);
}

TEST_F(FuturesOrders, LeverageDecidesHowMuchMayBeHeld) {
    const std::string big = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=20&price=50000";
    EXPECT_EQ(refused("side=BUY&type=LIMIT&timeInForce=GTC&quantity=50&price=50000"), -2019);
    const auto order = place(big);
    EXPECT_EQ(order["status"], "NEW");
    EXPECT_EQ(bench.call(alice, "GET", "/fapi/v3/balance")[0]["availableBalance"], "50000");
    EXPECT_EQ(bench.code(alice, "POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=5"), -2019);
    EXPECT_EQ(bench.code(alice, "POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126"), -4028);
    bench.call(alice, "POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=50");
    EXPECT_EQ(bench.call(alice, "GET", "/fapi/v3/balance")[0]["availableBalance"], "80000");
}

TEST_F(FuturesOrders, AnAmendChangesPriceAndQuantity) {
    const auto order = place("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=30000");
    const auto id = "symbol=BTCUSDT&side=BUY&orderId=" + order["orderId"].dump();
    const auto amended =
        bench.call(alice, "PUT", "/fapi/v1/order", id + "&quantity=0.02&price=31000");
    EXPECT_EQ(amended["price"], "31000");
    EXPECT_EQ(amended["origQty"], "0.02");
    EXPECT_EQ(bench.code(alice, "PUT", "/fapi/v1/order", id + "&quantity=0.02&price=31000"), -5027);
}

TEST_F(FuturesOrders, TheDeadMansSwitchCancelsUnlessItIsSetAgain) {
    place("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=30000");
    const auto set = [&](const char* ms) {
        bench.call(alice, "POST", "/fapi/v1/countdownCancelAll",
                   std::string{"symbol=BTCUSDT&countdownTime="} + ms);
    };
    const auto open = [&] { return bench.call(alice, "GET", "/fapi/v1/openOrders").size(); };
    set("1000");
    bench.pass(core::milliseconds(800));
    set("1000");
    bench.pass(core::milliseconds(800));
    EXPECT_EQ(open(), 1U);
    bench.pass(core::milliseconds(400));
    EXPECT_EQ(open(), 0U);
}

TEST_F(FuturesOrders, AListenKeyOpensTheUsersStreamForAnHour) {
    const auto keyed = [&](const char* method) {
        return bench.ask({method, "/fapi/v1/listenKey", {{"X-MBX-APIKEY", "alice"}}, {}});
    };
    const auto key = Json::parse(keyed("POST").body)["listenKey"].get<std::string>();
    EXPECT_EQ(key.size(), 64U);
    Ear ear;
    const auto stream = bench.listen("/private/ws?listenKey=" + key, ear);
    const auto order = place("side=BUY&type=MARKET&quantity=0.01&newOrderRespType=RESULT");
    bench.net.run_until(bench.net.now());
    Json traded;
    Json account;
    for (const auto& message : ear.messages()) {
        if (message["e"] == "ORDER_TRADE_UPDATE") traded = message["o"];
        if (message["e"] == "ACCOUNT_UPDATE") account = message["a"];
    }
    EXPECT_EQ(traded["X"], "FILLED");
    EXPECT_EQ(traded["ap"], order["avgPrice"]);
    EXPECT_EQ(account["P"][0]["pa"], "0.01");
    EXPECT_EQ(money(account["B"][0]["wb"]), money("100000") - money(traded["n"]));

    bench.venue->advance(bench.net.now() + core::minutes(61));
    bench.net.run_until(bench.net.now() + core::minutes(61));
    EXPECT_EQ(ear.messages().back()["e"], "listenKeyExpired");
    EXPECT_EQ(keyed("PUT").status, 400U);
}

TEST_F(FuturesOrders, WhoseMarginIsGoneIsLiquidatedAndHearsOfIt) {
    auto& poor = bench.admit("poor", {{"USDT", money("100")}});
    bench.call(poor, "POST", "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=100");
    bench.call(poor, "POST", "/fapi/v1/order", "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=3");
    auto& whale = bench.admit("whale", {{"USDT", money("900000000")}});
    const auto low = bench.view("ETHUSDT").best(Side::Buy)->raw * 96 / 100;
    const auto post = [&](const char* side, std::int64_t ticks) {
        bench.call(
            whale, "POST", "/fapi/v1/order",
            std::string{"symbol=ETHUSDT&type=LIMIT&timeInForce=GTC&quantity=9000&side="} + side +
                "&price=" + format_price(core::Price{ticks}, bench.view("ETHUSDT").instrument()));
    };
    // Both sides, so that there is a mid to value positions at.
    post("SELL", low);
    post("BUY", low - 100);
    bench.pass(core::seconds(2));
    EXPECT_EQ(poor.books.position({1}).qty.raw, 0);
    const auto orders = bench.call(poor, "GET", "/fapi/v1/allOrders", "symbol=ETHUSDT");
    EXPECT_TRUE(orders.back()["clientOrderId"].get<std::string>().starts_with("autoclose-"));
}

}  // namespace
}  // namespace nightjar::exchange::binance
