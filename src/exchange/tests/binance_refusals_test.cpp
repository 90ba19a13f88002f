#include "exchange/tests/binance_testing.hpp"

namespace nightjar::exchange::binance {
namespace {

struct SpotRefusals : testing::Test {
    BinanceBench bench{Market::Spot};
    Client& alice{bench.admit("alice", {{"USDT", money("10000")}})};

    int place(const std::string& params) {
        return bench.code(alice, "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&" + params);
    }
};

TEST_F(SpotRefusals, FiltersHaveTheVenuesCodes) {
    const std::string limit = "type=LIMIT&timeInForce=GTC&";
    EXPECT_EQ(place(limit + "quantity=0.1&price=30000.001"), -1013);
    EXPECT_EQ(place(limit + "quantity=0.000001&price=30000"), -1013);
    EXPECT_EQ(place(limit + "quantity=0.00001&price=30000"), -1013);  // worth 0.3
    EXPECT_EQ(place(limit + "quantity=0&price=30000"), -1013);
    EXPECT_EQ(place(limit + "quantity=0.1&price=0"), -1013);
    EXPECT_EQ(place(limit + "quantity=0.1&price=99999999"), -1013);
    EXPECT_EQ(place(limit + "quantity=9001&price=30000"), -1013);
    EXPECT_EQ(place(limit + "quantity=0.1234567891&price=30000"), -1111);
    EXPECT_EQ(place(limit + "quantity=1&price=30000"), -2010);  // beyond the balance
    EXPECT_EQ(place("type=LIMIT_MAKER&quantity=0.001&price=900000"), -2010);
}

TEST_F(SpotRefusals, AnIcebergRestsAndHasTenPartsAtMost) {
    const std::string limit = "type=LIMIT&timeInForce=GTC&quantity=0.01&price=30000&";
    EXPECT_EQ(place(limit + "icebergQty=0.0009"), -1013);
    EXPECT_EQ(place(limit + "icebergQty=0.02"), -1013);
    EXPECT_EQ(place(limit + "icebergQty=much"), -1100);
    EXPECT_EQ(place("type=LIMIT&timeInForce=IOC&quantity=0.01&price=30000&icebergQty=0.005"),
              -1106);
}

TEST_F(SpotRefusals, BadParametersHaveTheVenuesCodes) {
    EXPECT_EQ(place("type=LIMIT&timeInForce=GTC&quantity=0.1"), -1102);
    EXPECT_EQ(place("type=LIMIT&timeInForce=SOON&quantity=0.1&price=1"), -1115);
    EXPECT_EQ(place("type=ODD&quantity=0.1"), -1116);
    EXPECT_EQ(place("type=MARKET&quantity=1e5"), -1100);
    EXPECT_EQ(place("type=MARKET&quantity=-1"), -1100);
    EXPECT_EQ(place("type=MARKET&quantity=99999999999999999999999999999999999999999"), -1013);
    EXPECT_EQ(place("type=MARKET&quoteOrderQty=99999999999999999999999999999999999"), -1013);
    EXPECT_EQ(place("type=MARKET&quantity=0.1&newClientOrderId=a%20b"), -1100);
    EXPECT_EQ(bench.code(alice, "POST", "/api/v3/order", "symbol=NOPE&side=BUY&type=MARKET"),
              -1121);
    EXPECT_EQ(bench.code(alice, "GET", "/api/v3/order", "symbol=BTCUSDT&orderId=77"), -2013);
    EXPECT_EQ(bench.code(alice, "DELETE", "/api/v3/order", "symbol=BTCUSDT&orderId=77"), -2011);
}

TEST_F(SpotRefusals, AnOpenOrdersNameIsTaken) {
    const std::string order =
        "type=LIMIT&timeInForce=GTC&quantity=0.01&price=30000&newClientOrderId=twice";
    bench.call(alice, "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&" + order);
    EXPECT_EQ(place(order), -2010);
    bench.call(alice, "DELETE", "/api/v3/openOrders", "symbol=BTCUSDT");
    bench.call(alice, "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&" + order);
}

TEST_F(SpotRefusals, AKeyASignatureAndATimeMustBeGood) {
    net::WebRequest good{"GET", "/api/v3/account", {}, {}};
    signer_of(alice).sign(good, bench.net.now());
    const auto refused = [&](net::WebRequest request) {
        const auto answer = bench.ask(std::move(request));
        return std::pair{answer.status, Json::parse(answer.body).value("code", 0)};
    };
    EXPECT_EQ(bench.ask(good).status, 200U);

    auto forged = good;
    forged.target.back() = forged.target.back() == '0' ? '1' : '0';
    EXPECT_EQ(refused(forged), (std::pair{400U, -1022}));
    auto other = good;
    other.headers.front().second = "nobody";
    EXPECT_EQ(refused(other), (std::pair{401U, -2015}));
    auto keyless = good;
    keyless.headers.clear();
    EXPECT_EQ(refused(keyless), (std::pair{401U, -2014}));

    for (const auto ago : {core::seconds(6), core::seconds(-2)}) {
        net::WebRequest late{"GET", "/api/v3/account", {}, {}};
        signer_of(alice).sign(late, bench.net.now() - ago);
        EXPECT_EQ(refused(late), (std::pair{400U, -1021}));
    }
}

TEST_F(SpotRefusals, WhoAsksTooMuchIsTurnedAwayAndThenBanned) {
    net::WebReply answer;
    const auto ask = [&] {
        return bench.ask({"GET", "/api/v3/depth?symbol=BTCUSDT&limit=5000", {}, {}});
    };
    int taken = 0;
    while ((answer = ask()).status == 200) ++taken;
    EXPECT_EQ(taken, 6'000 / 250);
    EXPECT_EQ(answer.status, 429U);
    EXPECT_FALSE(net::header(answer.headers, "Retry-After").empty());
    while ((answer = ask()).status == 429) {
    }
    EXPECT_EQ(answer.status, 418U);
    bench.pass(core::seconds(61));
    EXPECT_EQ(ask().status, 418U);
    bench.pass(core::seconds(61));
    EXPECT_EQ(ask().status, 200U);
}

TEST_F(SpotRefusals, BytesThatAreNoRequestGetAnAnswerToo) {
    for (const auto* target : {"/api/v3/depth?symbol=%", "/api/v3/depth?symbol=%zz", "/nowhere",
                               "/api/v3/klines?symbol=BTCUSDT&interval=7m",
                               "/api/v3/depth?symbol=BTCUSDT&limit=x", "/api/v3/depth?&&=&"})
        EXPECT_GE(bench.ask({"GET", target, {}, {}}).status, 400U) << target;
    Ear ear;
    const auto stream = bench.listen("/ws-api/v3", ear);
    for (const auto* text : {"", "{", "[]", "7", R"({"method":7})", R"({"method":"x","params":3})"})
        stream->send(text);
    bench.net.run_until(bench.net.now());
    ASSERT_EQ(ear.heard.size(), 6U);
    for (const auto& message : ear.messages()) EXPECT_EQ(message["status"], 400);
    Ear nowhere;
    const auto refused = bench.listen("/elsewhere", nowhere);
    EXPECT_TRUE(nowhere.closed);
}

}  // namespace
}  // namespace nightjar::exchange::binance
