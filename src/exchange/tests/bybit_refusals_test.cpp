#include "exchange/tests/bybit_testing.hpp"

namespace nightjar::exchange::bybit {
namespace {

struct BybitRefusals : testing::Test {
    BybitBench bench;
    Client& alice{bench.admit("alice", {{"USDT", money("10000")}})};

    int place(const char* category, const std::string& more) {
        return bench.code(alice, "/v5/order/create",
                          fmt::format(R"({{"category":"{}","symbol":"BTCUSDT","side":"Buy",{}}})",
                                      category, more));
    }
};

TEST_F(BybitRefusals, FiltersHaveTheVenuesCodes) {
    const std::string limit = R"("orderType":"Limit",)";
    const auto expect = [&](const std::string& more, int spot, int linear) {
        EXPECT_EQ(place("spot", more), spot) << more;
        EXPECT_EQ(place("linear", more), linear) << more;
    };
    expect(limit + R"("qty":"0.1","price":"30000.001")", 170'134, 110'003);
    expect(limit + R"("qty":"0.1","price":"0")", 170'134, 110'003);
    expect(limit + R"("qty":"0.0000001","price":"30000")", 170'137, 10'001);
    expect(limit + R"("qty":"-1","price":"30000")", 170'137, 10'001);
    expect(limit + R"("qty":"0.001","price":"3000")", 170'140, 110'094);
    expect(R"("orderType":"Odd","qty":"1")", 10'001, 10'001);
    expect(limit + R"("qty":"0.1","price":"30000","orderLinkId":"a b")", 10'001, 10'001);
    EXPECT_EQ(place("spot", limit + R"("qty":"1","price":"30000")"), 170'131);
    EXPECT_EQ(place("linear", limit + R"("qty":"100","price":"30000")"), 110'007);
    EXPECT_EQ(place("option", limit + R"("qty":"1","price":"30000")"), 10'001);
    EXPECT_EQ(bench.code(alice, "/v5/order/cancel",
                         R"({"category":"spot","symbol":"BTCUSDT","orderId":"77"})"),
              170'213);
    EXPECT_EQ(bench.code(alice, "/v5/order/cancel",
                         R"({"category":"linear","symbol":"BTCUSDT","orderId":"x"})"),
              110'001);
}

TEST_F(BybitRefusals, ALeverageThatIsThereAlreadyIsNotSetAgain) {
    const std::string body{
        R"({"category":"linear","symbol":"BTCUSDT","buyLeverage":"7","sellLeverage":"7"})"};
    EXPECT_EQ(bench.code(alice, "/v5/position/set-leverage", body), 0);
    EXPECT_EQ(bench.code(alice, "/v5/position/set-leverage", body), 110'043);
    const auto row = bench.call(alice, "GET", "/v5/position/list?category=linear&symbol=BTCUSDT");
    EXPECT_EQ(row["result"]["list"][0]["leverage"], "7");
}

TEST_F(BybitRefusals, AKeyASignatureAndATimeMustBeGood) {
    const auto code = [&](net::WebRequest request) {
        return Json::parse(bench.ask(std::move(request)).body)["retCode"].get<int>();
    };
    net::WebRequest good{"GET", "/v5/account/wallet-balance?accountType=UNIFIED", {}, {}};
    const auto signer = BybitBench::signer(alice);
    signer.sign(good, bench.net.now());
    EXPECT_EQ(code(good), 0);
    auto other = good;
    other.headers[0].second = "nobody";
    EXPECT_EQ(code(other), 10'003);
    auto elsewhere = good;
    elsewhere.target += "&coin=BTC";
    EXPECT_EQ(code(elsewhere), 10'004);
    auto forged = good;
    forged.headers[3].second[0] = forged.headers[3].second[0] == '0' ? '1' : '0';
    EXPECT_EQ(code(forged), 10'004);
    for (const auto ago : {core::seconds(6), core::seconds(-2)}) {
        net::WebRequest late{"GET", "/v5/account/info", {}, {}};
        signer.sign(late, bench.net.now() - ago);
        EXPECT_EQ(code(late), 10'002);
    }
    Ear ear;
    const auto stream = bench.listen("/v5/private", ear);
    stream->send(signer.login(bench.net.now() - core::seconds(1)));
    bench.say(*stream, {{"op", "subscribe"}, {"args", {"order"}}});
    ASSERT_EQ(ear.heard.size(), 2U);
    EXPECT_EQ(ear.messages()[0]["success"], false);
    EXPECT_EQ(ear.messages()[1]["success"], false);
}

TEST_F(BybitRefusals, WhoAsksTooOftenWaitsForASecond) {
    const auto ask = [&] { return bench.signed_call(alice, "GET", "/v5/user/query-api"); };
    const auto first = ask();
    EXPECT_EQ(net::header(first.headers, "X-Bapi-Limit"), "10");
    EXPECT_EQ(net::header(first.headers, "X-Bapi-Limit-Status"), "9");
    int taken = 1;
    while (Json::parse(ask().body)["retCode"] == 0) ++taken;
    EXPECT_EQ(taken, 10);
    EXPECT_EQ(Json::parse(ask().body)["retCode"], 10'006);
    bench.pass(core::seconds(1));
    EXPECT_EQ(Json::parse(ask().body)["retCode"], 0);
    net::WebReply answer;
    for (int i = 0; i < 600; ++i) answer = bench.ask({"GET", "/v5/market/time", {}, {}});
    EXPECT_EQ(answer.status, 403U);
}

TEST_F(BybitRefusals, BytesThatAreNoRequestGetAnAnswerToo) {
    for (const auto* target :
         {"/nowhere", "/v5/market/orderbook?category=%", "/v5/market/orderbook",
          "/v5/market/kline?category=spot&symbol=BTCUSDT&interval=7",
          "/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=x"}) {
        const auto answer = bench.ask({"GET", target, {}, {}});
        EXPECT_NE(Json::parse(answer.body)["retCode"], 0) << target;
    }
    for (const auto* body : {"", "{", "7", "[]", R"({"category":7})"})
        EXPECT_EQ(bench.code(alice, "/v5/order/create", body), 10'001) << body;
}

}  // namespace
}  // namespace nightjar::exchange::bybit
