#include "exchange/tests/okx_testing.hpp"

namespace nightjar::exchange::okx {
namespace {

struct OkxRefusals : testing::Test {
    OkxBench bench;
    Client& alice{bench.enter("alice", {{"USDT", money("10000")}})};

    std::string place(const std::string& more, const char* symbol = "BTC-USDT") {
        const std::string_view mode = std::string_view{symbol}.ends_with("SWAP") ? "cross" : "cash";
        return bench.code(
            alice, "/api/v5/trade/order",
            fmt::format(R"({{"instId":"{}","tdMode":"{}","side":"buy",{}}})", symbol, mode, more));
    }
};

TEST_F(OkxRefusals, FiltersHaveTheVenuesCodes) {
    const std::string limit = R"("ordType":"limit",)";
    EXPECT_EQ(place(limit + R"("sz":"0.1","px":"30000.01")"), "51000");
    EXPECT_EQ(place(limit + R"("sz":"0.1","px":"0")"), "51006");
    EXPECT_EQ(place(limit + R"("sz":"0.1","px":"99999999")"), "51006");
    EXPECT_EQ(place(limit + R"("sz":"0.100000001","px":"30000")"), "51121");
    EXPECT_EQ(place(limit + R"("sz":"0.000001","px":"30000")"), "51020");
    EXPECT_EQ(place(limit + R"("sz":"1","px":"30000")"), "51008");
    EXPECT_EQ(place(limit + R"("sz":"0.015","px":"30000")", "BTC-USDT-SWAP"), "51121");
    EXPECT_EQ(place(limit + R"("sz":"-1","px":"30000")"), "51000");
    EXPECT_EQ(place(R"("ordType":"odd","sz":"1")"), "51000");
    EXPECT_EQ(place(R"("ordType":"market","sz":"1e5")"), "51000");
    EXPECT_EQ(place(R"("ordType":"market","sz":"9999999999999999999999999999999999999")"), "51000");
    EXPECT_EQ(place(limit + R"("sz":"0.1","px":"30000","clOrdId":"a_b")"), "51000");
    EXPECT_EQ(place(limit + R"("sz":"0.1","px":"30000")", "DOGE-USDT"), "51001");
    EXPECT_EQ(
        bench.code(alice, "/api/v5/trade/cancel-order", R"({"instId":"BTC-USDT","ordId":"77"})"),
        "51400");
    EXPECT_EQ(bench.call(alice, "GET", "/api/v5/trade/order?instId=BTC-USDT&ordId=77")["code"],
              "51603");
}

TEST_F(OkxRefusals, AKeyAPassphraseASignatureAndATimeMustBeGood) {
    const auto refused = [&](net::WebRequest request) {
        const auto answer = bench.ask(std::move(request));
        return std::pair{answer.status, Json::parse(answer.body)["code"].get<std::string>()};
    };
    using Answer = std::pair<unsigned, std::string>;
    net::WebRequest good{"GET", "/api/v5/account/balance", {}, {}};
    const venue::okx::Signer signer{OkxBench::credentials(alice)};
    signer.sign(good, bench.net.now());
    EXPECT_EQ(refused(good), (Answer{200, "0"}));
    const auto with = [&](std::size_t header, const char* value) {
        auto request = good;
        request.headers[header].second = value;
        return refused(request);
    };
    EXPECT_EQ(with(0, "nobody"), (Answer{401, "50111"}));
    EXPECT_EQ(with(1, "AAAA"), (Answer{401, "50113"}));
    EXPECT_EQ(with(1, "?"), (Answer{401, "50113"}));
    EXPECT_EQ(with(2, "yesterday"), (Answer{401, "50102"}));
    EXPECT_EQ(with(3, "shut"), (Answer{401, "50105"}));
    auto elsewhere = good;
    elsewhere.target += "?ccy=BTC";
    EXPECT_EQ(refused(elsewhere), (Answer{401, "50113"}));
    for (const auto ago : {core::seconds(31), core::seconds(-31)}) {
        net::WebRequest late{"GET", "/api/v5/account/balance", {}, {}};
        signer.sign(late, bench.net.now() - ago);
        EXPECT_EQ(refused(late), (Answer{401, "50102"}));
    }
}

TEST_F(OkxRefusals, ABadLoginIsToldWhy) {
    Ear ear;
    const auto stream = bench.listen("/ws/v5/private", ear);
    const auto code = [&](const char* name, const char* value) {
        auto login =
            Json::parse(venue::okx::Signer{OkxBench::credentials(alice)}.login(bench.net.now()));
        login["args"][0][name] = value;
        bench.say(*stream, login);
        return ear.messages().back()["code"].get<std::string>();
    };
    EXPECT_EQ(code("apiKey", "nobody"), "60005");
    EXPECT_EQ(code("timestamp", "1"), "60006");
    EXPECT_EQ(code("sign", "AAAA"), "60007");
    EXPECT_EQ(code("passphrase", "shut"), "60024");
}

TEST_F(OkxRefusals, WhoAsksTooOftenWaitsForTwoSeconds) {
    int taken = 0;
    const auto ask = [&] { return bench.signed_call(alice, "GET", "/api/v5/account/balance"); };
    while (ask().status == 200) ++taken;
    EXPECT_EQ(taken, 10);
    EXPECT_EQ(ask().status, 429U);
    EXPECT_EQ(Json::parse(ask().body)["code"], "50011");
    bench.pass(core::seconds(2));
    EXPECT_EQ(ask().status, 200U);
}

TEST_F(OkxRefusals, BytesThatAreNoRequestGetAnAnswerToo) {
    for (const auto* target :
         {"/nowhere", "/api/v5/market/books?instId=%", "/api/v5/market/books",
          "/api/v5/market/candles?instId=BTC-USDT&bar=7m",
          "/api/v5/market/books?instId=BTC-USDT&sz=x", "/api/v5/public/funding-rate?instId=x"}) {
        const auto answer = bench.ask({"GET", target, {}, {}});
        EXPECT_NE(Json::parse(answer.body)["code"], "0") << target;
    }
    for (const auto* body : {"", "{", "7", "[]", "[7]", R"(["a"])"})
        EXPECT_EQ(bench.code(alice, "/api/v5/trade/order", body), "51000") << body;
}

}  // namespace
}  // namespace nightjar::exchange::okx
