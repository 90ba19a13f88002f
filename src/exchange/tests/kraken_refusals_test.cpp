#include "exchange/tests/kraken_testing.hpp"
#include "venue/kraken/public_codec.hpp"

namespace nightjar::exchange::kraken {
namespace {

using core::Side;

struct KrakenRefusals : testing::Test {
    KrakenBench bench;
    Client& alice{bench.admit("alice", {{"USD", money("1000000")}})};

    net::WebRequest request(const std::string& name) {
        net::WebRequest made{"POST", "/0/private/" + name, {}, {}};
        venue::kraken::Signer::make(credentials_of(alice))
            .value()
            .sign(made, bench.nonces["alice"].next(bench.net.now()));
        return made;
    }
    std::string error_of(net::WebRequest made) {
        const auto errors = Json::parse(bench.ask(std::move(made)).body)["error"];
        return errors.empty() ? std::string{} : errors[0].get<std::string>();
    }
};

TEST_F(KrakenRefusals, AKeyASignatureAndANonceMustBeGood) {
    const auto good = request("Balance");
    auto forged = request("Balance");
    forged.body += "&x=1";
    EXPECT_EQ(error_of(forged), "EAPI:Invalid signature");
    auto elsewhere = request("Balance");
    elsewhere.target = "/0/private/BalanceEx";
    EXPECT_EQ(error_of(elsewhere), "EAPI:Invalid signature");
    auto nobody = request("Balance");
    nobody.headers.front().second = "nobody";
    EXPECT_EQ(error_of(nobody), "EAPI:Invalid key");
    EXPECT_EQ(error_of(good), "");
    EXPECT_EQ(error_of(good), "EAPI:Invalid nonce");
    const auto older = request("Balance");
    EXPECT_EQ(error_of(request("Balance")), "");
    EXPECT_EQ(error_of(older), "EAPI:Invalid nonce");
    EXPECT_EQ(error_of({"POST", "/0/private/Dance", {}, {}}), "EGeneral:Unknown method");
    EXPECT_EQ(error_of({"GET", "/0/private/Balance", {}, {}}), "EGeneral:Unknown method");
}

TEST_F(KrakenRefusals, WhoAsksTooMuchIsLetInAgainAsTheCountFalls) {
    int taken = 0;
    while (bench.signed_call(alice, "OpenOrders")["error"].empty()) ++taken;
    EXPECT_EQ(taken, 20);
    EXPECT_EQ(bench.error(alice, "OpenOrders"), "EAPI:Rate limit exceeded");
    bench.pass(core::seconds(2));
    bench.call(alice, "TradesHistory");
    EXPECT_EQ(bench.error(alice, "OpenOrders"), "EAPI:Rate limit exceeded");
    // Orders are counted by pair, and cancels of young ones cost most.
    std::string refused;
    for (int i = 0; i < 30 && refused.empty(); ++i) {
        const auto made = bench.signed_call(
            alice, "AddOrder",
            "pair=XBTUSD&type=buy&ordertype=limit&volume=0.01&price=30000&cl_ord_id=a");
        if (!made["error"].empty()) refused = made["error"][0].get<std::string>();
        bench.signed_call(alice, "CancelOrder", "cl_ord_id=a");
    }
    EXPECT_EQ(refused, "EOrder:Rate limit exceeded");
    EXPECT_TRUE(alice.orders.open().empty());
}

TEST_F(KrakenRefusals, PublicAnswersAreReadByOurDecoder) {
    const auto decoder = venue::kraken::make_feed_decoder();
    const auto read = [&](venue::FeedQuery query, const std::string& target) {
        const auto body = bench.ask({"GET", target, {}, {}}).body;
        const auto events = decoder->decode_reply(query, body);
        EXPECT_TRUE(events) << target << body;
        return events ? events->events.size() : 0;
    };
    EXPECT_EQ(read(venue::FeedQuery::Depth, "/0/public/Depth?pair=XXBTZUSD&count=5"), 1U);
    EXPECT_EQ(read(venue::FeedQuery::Instruments, "/0/public/AssetPairs"), 2U);
    EXPECT_GT(read(venue::FeedQuery::Trades, "/0/public/Trades?pair=XBTUSD"), 0U);
    EXPECT_GT(read(venue::FeedQuery::Candles, "/0/public/OHLC?pair=XBTUSD&interval=1"), 1U);
    EXPECT_EQ(bench.get("/0/public/Time")["result"]["rfc1123"], "Thu, 01 Jan 26 00:00:00 +0000");
    EXPECT_EQ(bench.get("/0/public/SystemStatus")["result"]["status"], "online");
    EXPECT_EQ(bench.get("/0/public/Assets")["result"].size(), 3U);
    EXPECT_EQ(bench.get("/0/public/Ticker?pair=ETHUSD")["result"].size(), 1U);
    for (const auto* target :
         {"/0/public/Depth", "/0/public/Depth?pair=%", "/0/public/Depth?pair=A",
          "/0/public/OHLC?pair=XBTUSD&interval=7", "/0/public/Nothing", "/"})
        EXPECT_FALSE(bench.get(target)["error"].empty()) << target;
}

TEST_F(KrakenRefusals, ABatchOfOrdersComesAsJson) {
    const auto send = [&](const std::string& name, Json body) {
        const auto nonce = std::to_string(bench.nonces["alice"].next(bench.net.now()));
        body["nonce"] = nonce;
        net::WebRequest made{"POST", "/0/private/" + name, {}, body.dump()};
        const auto signer = venue::kraken::Signer::make(credentials_of(alice)).value();
        made.headers = {{"API-Key", "alice"},
                        {"API-Sign", signer.signature(made.target, nonce, made.body)},
                        {"Content-Type", "application/json"}};
        return Json::parse(bench.ask(std::move(made)).body);
    };
    const auto order = [](const char* volume, const char* name) {
        return Json{{"type", "buy"},
                    {"ordertype", "limit"},
                    {"price", "30000"},
                    {"volume", volume},
                    {"cl_ord_id", name}};
    };
    const auto made = send(
        "AddOrderBatch",
        {{"pair", "XBTUSD"}, {"orders", Json::array({order("0.1", "one"), order("900", "two")})}});
    ASSERT_TRUE(made["error"].empty()) << made.dump();
    EXPECT_TRUE(made["result"]["orders"][0]["txid"].is_string());
    EXPECT_EQ(made["result"]["orders"][1]["error"], "EOrder:Insufficient funds");
    const auto gone = send("CancelOrderBatch", {{"cl_ord_ids", Json::array({"one", "two"})}});
    EXPECT_EQ(gone["result"]["count"], 1) << gone.dump();
}

}  // namespace
}  // namespace nightjar::exchange::kraken
