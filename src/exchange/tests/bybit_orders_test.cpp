#include "exchange/tests/bybit_testing.hpp"

namespace nightjar::exchange::bybit {
namespace {

using core::OrderState;
using core::Side;

struct BybitOrders : testing::Test {
    BybitBench bench;
    Client& alice{bench.admit("alice", {{"USDT", money("1000000")}, {"BTC", money("10")}})};
};

TEST_F(BybitOrders, OurCodecAndUserStreamTradeSpotInAllWays) {
    auto trader = bench.trader(alice, "BTCUSDT");
    trade_all_ways(trader, {30'000}, OrderState::Rejected);  // 0.03 BTC
    const auto fees = trader.ask(Question::Kind::Fees).fees.value();
    EXPECT_EQ(money(fees.maker), money("0.001"));
    EXPECT_EQ(money(fees.taker), money("0.001"));
    EXPECT_EQ(trader.heard.fills.front().fee_asset, "BTC");
}

TEST_F(BybitOrders, OurCodecAndUserStreamTradePerpetualsInAllWays) {
    auto trader = bench.trader(alice, "BTCUSDT.P");
    trade_all_ways(trader, {30}, OrderState::Rejected);  // 0.03 BTC
    const auto fees = trader.ask(Question::Kind::Fees).fees.value();
    EXPECT_EQ(money(fees.maker), money("0.0002"));
    EXPECT_EQ(money(fees.taker), money("0.00055"));
    EXPECT_EQ(trader.heard.fills.front().fee_asset, "USDT");
}

TEST_F(BybitOrders, APositionIsOpenedAndClosedAgain) {
    auto trader = bench.trader(alice, "ETHUSDT.P");
    trader.place(trader.order(Side::Sell, {250}), "short");
    EXPECT_EQ(trader.heard.positions.at("ETHUSDT"), money("-2.5"));
    Question all;
    all.kind = Question::Kind::Positions;
    EXPECT_EQ(trader.ask(all).positions, trader.heard.positions);
    auto closing = trader.order(Side::Buy, {250});
    closing.reduce_only = true;
    trader.place(closing, "close");
    EXPECT_EQ(trader.heard.positions.at("ETHUSDT"), core::Money{});
    EXPECT_TRUE(trader.ask(all).positions.empty());
    EXPECT_EQ(trader.place(closing, "again").code, "110017");
}

TEST_F(BybitOrders, AllAreCancelledAtOnce) {
    auto spot = bench.trader(alice, "BTCUSDT");
    auto linear = bench.trader(alice, "BTCUSDT.P");
    const auto rest = [](Trader& trader, const char* name) {
        const auto lots = core::parse_money("0.01")->raw / trader.instrument.lot.raw;
        const core::Price low{trader.view().best(Side::Buy)->raw / 2};
        trader.place(trader.limit(Side::Buy, {static_cast<std::int64_t>(lots)}, low), name);
    };
    rest(spot, "s1");
    rest(spot, "s2");
    rest(linear, "l1");
    spot.send(OrderAction::CancelAll, spot.codec->cancel_all(nullptr, bench.net.now()));
    EXPECT_EQ(spot.last("s1").state, OrderState::Cancelled);
    EXPECT_EQ(spot.last("s2").state, OrderState::Cancelled);
    EXPECT_EQ(linear.last("l1").state, OrderState::Open);
    linear.send(OrderAction::CancelAll,
                linear.codec->cancel_all(&linear.instrument, bench.net.now()));
    EXPECT_EQ(linear.last("l1").state, OrderState::Cancelled);
}

TEST_F(BybitOrders, OrdersOfWhoIsGoneAreCancelledWhenHeWishedSo) {
    {
        auto trader = bench.trader(alice, "BTCUSDT");
        const core::Price low{trader.view().best(Side::Buy)->raw / 2};
        trader.place(trader.limit(Side::Buy, {10'000}, low), "rest");
        const auto set =
            trader.send(OrderAction::DeadMan,
                        trader.codec->dead_man(core::seconds(10), nullptr, bench.net.now()));
        EXPECT_EQ(set.outcome, venue::Outcome::Ack);
        bench.pass(core::seconds(20));
        EXPECT_EQ(alice.orders.open().size(), 1U);
    }
    bench.pass(core::seconds(9));
    EXPECT_EQ(alice.orders.open().size(), 1U);
    bench.pass(core::seconds(2));
    EXPECT_TRUE(alice.orders.open().empty());
}

TEST_F(BybitOrders, AMarketBuyOfSpotSaysItsWorthUnlessItSaysThatItDoesNot) {
    const auto place = [&](const char* more) {
        const auto answer =
            bench.call(alice, "POST", "/v5/order/create",
                       fmt::format(R"({{"category":"spot","symbol":"BTCUSDT","side":"Buy",)"
                                   R"("orderType":"Market","qty":"6"{}}})",
                                   more));
        const auto id = answer["result"]["orderId"].get<std::string>();
        return bench.call(alice, "GET",
                          "/v5/order/realtime?category=spot&orderId=" + id)["result"]["list"][0];
    };
    const auto by_worth = place("");
    EXPECT_EQ(by_worth["marketUnit"], "quoteCoin");
    EXPECT_EQ(by_worth["qty"], "6");
    EXPECT_LE(money(by_worth["cumExecValue"]), money("6"));
    EXPECT_EQ(by_worth["orderLinkId"], "");
    const auto by_units = place(R"(,"marketUnit":"baseCoin")");
    EXPECT_EQ(by_units["qty"], "6");
    EXPECT_GT(money(by_units["cumExecQty"]), money("1"));
}

TEST_F(BybitOrders, ABatchIsAnsweredOrderByOrder) {
    const std::string good{
        R"({"symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"30000",)"
        R"("orderLinkId":"a-1"})"};
    const auto both = bench.call(alice, "POST", "/v5/order/create-batch",
                                 R"({"category":"linear","request":[)" + good + "," + good + "]}");
    EXPECT_EQ(both["retExtInfo"]["list"][0]["code"], 0) << both;
    EXPECT_EQ(both["retExtInfo"]["list"][1]["code"], 110'072);
    EXPECT_EQ(both["result"]["list"][0]["orderLinkId"], "a-1");
}

TEST_F(BybitOrders, AStreamTakesOrdersToo) {
    Ear ear;
    const auto stream = bench.listen("/v5/trade", ear);
    const auto say = [&](const char* op, Json order) {
        const auto now = std::to_string(bench.net.now().ns / core::milliseconds(1).ns);
        bench.say(*stream, {{"reqId", "3"},
                            {"op", op},
                            {"header", {{"X-BAPI-TIMESTAMP", now}, {"X-BAPI-RECV-WINDOW", "5000"}}},
                            {"args", Json::array({std::move(order)})}});
        return ear.messages().back();
    };
    const Json order{{"symbol", "BTCUSDT"},  {"side", "Buy"},      {"orderType", "Limit"},
                     {"price", "30000"},     {"category", "spot"}, {"qty", "0.1"},
                     {"orderLinkId", "ws-1"}};
    EXPECT_EQ(say("order.create", order)["retCode"], 10'003);
    stream->send(BybitBench::signer(alice).login(bench.net.now() + core::seconds(10)));
    const auto placed = say("order.create", order);
    EXPECT_EQ(placed["retCode"], 0) << placed;
    EXPECT_EQ(placed["data"]["orderLinkId"], "ws-1");
    EXPECT_EQ(placed["header"]["X-Bapi-Limit"], "20");
    const Json named{{"symbol", "BTCUSDT"}, {"category", "spot"}, {"orderLinkId", "ws-1"}};
    auto changed = named;
    changed["price"] = "31000";
    EXPECT_EQ(say("order.amend", changed)["retCode"], 0);
    EXPECT_EQ(say("order.cancel", named)["retCode"], 0);
    EXPECT_EQ(say("order.cancel", named)["retCode"], 170'213);
}

}  // namespace
}  // namespace nightjar::exchange::bybit
