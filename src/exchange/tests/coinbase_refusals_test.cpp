#include "exchange/tests/coinbase_testing.hpp"
#include "venue/coinbase/public_codec.hpp"
#include "venue/encoding.hpp"

namespace nightjar::exchange::coinbase {
namespace {

struct CoinbaseRefusals : testing::Test {
    CoinbaseBench bench;
    Client& alice{bench.admit("alice", {{"USD", money("1000000")}})};

    unsigned status(const std::string& token) {
        return bench
            .ask({"GET",
                  "/api/v3/brokerage/accounts?limit=5",
                  {{"Authorization", "Bearer " + token}},
                  {}})
            .status;
    }
};

TEST_F(CoinbaseRefusals, ATokenMustBeGoodForThisRequestAndThisMinute) {
    const auto signer = venue::coinbase::Signer::make(credentials_of(alice)).value();
    const auto now = bench.net.now();
    const std::string path{"/api/v3/brokerage/accounts"};
    const auto good = signer.token("GET api.coinbase.com" + path, now, "00");
    EXPECT_EQ(status(good), 200U);
    EXPECT_EQ(status(signer.token("GET http://127.0.0.1:9000" + path, now, "00")), 200U);
    EXPECT_EQ(status(signer.token("POST api.coinbase.com" + path, now, "00")), 401U);
    EXPECT_EQ(status(signer.token("GET api.coinbase.com/api/v3/brokerage/orders", now, "00")),
              401U);
    EXPECT_EQ(status(signer.token({}, now, "00")), 401U);
    for (const auto ago : {core::seconds(120), core::seconds(-10)})
        EXPECT_EQ(status(signer.token("GET api.coinbase.com" + path, now - ago, "00")), 401U);
    const auto other =
        venue::coinbase::Signer::make({"alice", venue::Secret{p256_pem(std::string(32, 'x'))}, {}})
            .value();
    EXPECT_EQ(status(other.token("GET api.coinbase.com" + path, now, "00")), 401U);
    auto forged = good;
    auto& digit = forged[forged.size() - 9];
    digit = digit == 'A' ? 'B' : 'A';
    EXPECT_EQ(status(forged), 401U);
    for (const auto* token : {"", ".", "..", "a.b.c", "e30.e30.e30", "bnVsbA.bnVsbA.AA"})
        EXPECT_EQ(status(token), 401U) << token;
    EXPECT_EQ(bench.ask({"GET", path, {}, {}}).status, 401U);
}

TEST_F(CoinbaseRefusals, AnEd25519KeyIsAsGood) {
    const std::string seed(64, 's');
    auto& bob =
        *bench.hall().admit({"bob", venue::to_base64(seed), {}, {{"USD", money("5")}}}).value();
    const auto accounts = bench.call(bob, "GET", "accounts")["accounts"];
    ASSERT_EQ(accounts.size(), 3U);
    EXPECT_EQ(accounts[2]["available_balance"]["value"], "5");
}

TEST_F(CoinbaseRefusals, WhoAsksTooMuchIsTurnedAwayForTheRestOfTheSecond) {
    int taken = 0;
    net::WebReply answer;
    while ((answer = bench.ask({"GET", "/v2/time", {}, {}})).status == 200) ++taken;
    EXPECT_EQ(taken, 10);
    EXPECT_EQ(answer.status, 429U);
    EXPECT_EQ(Json::parse(answer.body)["errors"][0]["id"], "rate_limit_exceeded");
    taken = 0;
    while (bench.signed_call(alice, "GET", "/api/v3/brokerage/accounts").status == 200) ++taken;
    EXPECT_EQ(taken, 30);
    bench.pass(core::seconds(1));
    bench.call(alice, "GET", "accounts");
}

TEST_F(CoinbaseRefusals, PublicAnswersAreReadByOurDecoder) {
    const auto decoder = venue::coinbase::make_feed_decoder();
    const std::string root{"/api/v3/brokerage/market/"};
    const auto read = [&](venue::FeedQuery query, const std::string& target) {
        const auto body = bench.ask({"GET", root + target, {}, {}}).body;
        const auto events = decoder->decode_reply(query, body);
        EXPECT_TRUE(events) << target << body;
        return events ? events->events.size() : 0;
    };
    EXPECT_EQ(read(venue::FeedQuery::Depth, "product_book?product_id=BTC-USD"), 1U);
    EXPECT_EQ(read(venue::FeedQuery::Instruments, "products"), 2U);
    EXPECT_EQ(read(venue::FeedQuery::Instruments, "products/ETH-USD"), 1U);
    EXPECT_GT(read(venue::FeedQuery::Trades, "products/BTC-USD/ticker?limit=10"), 0U);
    const auto now = core::count_of(bench.net.now(), core::seconds(1));
    EXPECT_GT(read(venue::FeedQuery::Candles,
                   fmt::format("products/BTC-USD/candles?granularity=ONE_MINUTE&start={}&end={}",
                               now - 600, now)),
              1U);
    EXPECT_EQ(bench.get(root + "products?product_type=FUTURE")["products"].size(), 0U);
    bench.pass(core::seconds(1));
    EXPECT_EQ(bench.get("/v2/currencies")["data"][0]["id"], "USD");
    EXPECT_EQ(bench.get("/v2/currencies/crypto")["data"].size(), 2U);
    EXPECT_TRUE(bench.get("/v2/exchange-rates")["data"]["rates"].contains("BTC"));
    for (const auto* target : {"product_book?product_id=A", "product_book", "products/A/ticker",
                               "products/BTC-USD/candles?granularity=SOON", "nothing"})
        EXPECT_GE(bench.ask({"GET", root + target, {}, {}}).status, 400U) << target;
    EXPECT_EQ(bench.signed_call(alice, "POST", "/api/v3/brokerage/orders", "[]").status, 400U);
    EXPECT_EQ(bench.signed_call(alice, "GET", "/api/v3/brokerage/orders/historical/28").status,
              404U);
    EXPECT_EQ(bench.signed_call(alice, "GET", "/v2/accounts?limit=250").status, 200U);
}

}  // namespace
}  // namespace nightjar::exchange::coinbase
