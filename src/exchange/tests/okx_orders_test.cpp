#include "exchange/tests/okx_testing.hpp"

namespace nightjar::exchange::okx {
namespace {

using core::OrderState;

struct OkxOrders : testing::Test {
    OkxBench bench;
    Client& alice{bench.enter("alice", {{"USDT", money("1000000")}, {"BTC", money("10")}})};
};

TEST_F(OkxOrders, OurCodecAndUserStreamTradeSpotInAllWays) {
    auto trader = bench.trader(alice, "BTC-USDT");
    trade_all_ways(trader, {3'000'000}, OrderState::Cancelled);  // 0.03 BTC
    const auto fees = trader.ask(Question::Kind::Fees).fees.value();
    EXPECT_EQ(money(fees.maker), money("0.0008"));
    EXPECT_EQ(money(fees.taker), money("0.001"));
    EXPECT_EQ(trader.heard.fills.front().fee_asset, "BTC");
    EXPECT_EQ(trader.heard.fills.front().fee, scaled(trader.heard.fills.front().qty, 1, 1'000));
}

TEST_F(OkxOrders, OurCodecAndUserStreamTradeSwapsInAllWays) {
    auto trader = bench.trader(alice, "BTC-USDT-SWAP");
    trade_all_ways(trader, {300}, OrderState::Cancelled);  // 3 contracts, 0.03 BTC
    EXPECT_EQ(trader.heard.fills.front().fee_asset, "USDT");
    const auto fees = trader.ask(Question::Kind::Fees).fees.value();
    EXPECT_EQ(money(fees.maker), money("0.0002"));
    EXPECT_EQ(money(fees.taker), money("0.0005"));
}

TEST_F(OkxOrders, APositionIsCountedInContracts) {
    auto trader = bench.trader(alice, "BTC-USDT-SWAP");
    trader.place(trader.order(core::Side::Sell, {250}), "short");
    EXPECT_EQ(trader.heard.positions.at("BTC-USDT-SWAP"), money("-2.5"));
    EXPECT_EQ(trader.ask(Question::Kind::Positions).positions, trader.heard.positions);
    auto closing = trader.order(core::Side::Buy, {250});
    closing.reduce_only = true;
    trader.place(closing, "close");
    EXPECT_EQ(trader.heard.positions.at("BTC-USDT-SWAP"), core::Money{});
    EXPECT_TRUE(trader.ask(Question::Kind::Positions).positions.empty());
    EXPECT_EQ(trader.place(closing, "again").code, "51169");
}

TEST_F(OkxOrders, AMarketBuySaysItsWorthUnlessItSaysThatItDoesNot) {
    const auto place = [&](const char* more) {
        const auto answer = bench.call(
            alice, "POST", "/api/v5/trade/order",
            fmt::format(R"({{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market",)"
                        R"("sz":"3"{}}})",
                        more));
        const auto id = answer["data"][0]["ordId"].get<std::string>();
        return bench.call(alice, "GET",
                          "/api/v5/trade/order?instId=BTC-USDT&ordId=" + id)["data"][0];
    };
    const auto by_worth = place("");
    EXPECT_EQ(by_worth["tgtCcy"], "quote_ccy");
    EXPECT_EQ(by_worth["sz"], "3");
    EXPECT_LT(money(by_worth["accFillSz"]), money("0.0003"));
    const auto by_units = place(R"(,"tgtCcy":"base_ccy")");
    EXPECT_EQ(by_units["accFillSz"], "3");
    EXPECT_EQ(by_units["clOrdId"], "");
}

TEST_F(OkxOrders, ABatchIsAnsweredOrderByOrder) {
    const std::string good{
        R"({"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.1",)"
        R"("px":"30000","clOrdId":"a1","tag":"t"})"};
    const auto both =
        bench.call(alice, "POST", "/api/v5/trade/batch-orders", "[" + good + "," + good + "]");
    EXPECT_EQ(both["code"], "2");
    EXPECT_EQ(both["data"][0]["sCode"], "0");
    EXPECT_EQ(both["data"][0]["tag"], "t");
    EXPECT_EQ(both["data"][1]["sCode"], "51016");
    const auto gone = bench.call(alice, "POST", "/api/v5/trade/cancel-batch-orders",
                                 R"([{"instId":"BTC-USDT","clOrdId":"a1"}])");
    EXPECT_EQ(gone["code"], "0");
    const auto history = bench.call(alice, "GET", "/api/v5/trade/orders-history?instType=SPOT");
    ASSERT_EQ(history["data"].size(), 1U);
    EXPECT_EQ(history["data"][0]["state"], "canceled");
}

TEST_F(OkxOrders, TheDeadMansSwitchCancelsAllUnlessItIsSetAgain) {
    auto trader = bench.trader(alice, "ETH-USDT");
    trader.place(trader.limit(core::Side::Buy, {1'000'000}, {100'000}), "rest");
    trader.send(OrderAction::DeadMan,
                trader.codec->dead_man(core::seconds(10), nullptr, bench.net.now()));
    bench.pass(core::seconds(9));
    EXPECT_EQ(trader.last("rest").state, OrderState::Open);
    bench.pass(core::seconds(2));
    EXPECT_EQ(trader.last("rest").state, OrderState::Cancelled);
}

TEST_F(OkxOrders, AStreamTakesOrdersToo) {
    Ear ear;
    const auto stream = bench.listen("/ws/v5/private", ear);
    const Json order{{"id", "7"},
                     {"op", "batch-orders"},
                     {"args",
                      {{{"instIdCode", 10'459},
                        {"tdMode", "cash"},
                        {"side", "buy"},
                        {"ordType", "limit"},
                        {"sz", "0.1"},
                        {"px", "30000"},
                        {"clOrdId", "ws1"}}}}};
    bench.say(*stream, order);
    EXPECT_EQ(ear.messages().back()["code"], "60011");
    stream->send(venue::okx::Signer{OkxBench::credentials(alice)}.login(bench.net.now()));
    bench.say(*stream, order);
    EXPECT_EQ(ear.messages().back()["code"], "0") << ear.heard.back();
    EXPECT_EQ(ear.messages().back()["id"], "7");
    bench.say(*stream, {{"id", "8"},
                        {"op", "cancel-order"},
                        {"args", {{{"instId", "BTC-USDT"}, {"clOrdId", "ws1"}}}}});
    EXPECT_EQ(ear.messages().back()["data"][0]["sCode"], "0");
    bench.say(*stream, {{"id", "9"},
                        {"op", "amend-order"},
                        {"args", {{{"instId", "BTC-USDT"}, {"clOrdId", "ws1"}, {"newSz", "1"}}}}});
    EXPECT_EQ(ear.messages().back()["code"], "1");
    EXPECT_EQ(ear.messages().back()["data"][0]["sCode"], "51503");
}

}  // namespace
}  // namespace nightjar::exchange::okx
