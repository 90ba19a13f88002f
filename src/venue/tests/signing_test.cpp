/// Published examples of every venue's signature.

#include "venue/binance/sign.hpp"
#include "venue/bybit/sign.hpp"
#include "venue/coinbase/sign.hpp"
#include "venue/encoding.hpp"
#include "venue/errc.hpp"
#include "venue/kraken/sign.hpp"
#include "venue/okx/sign.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::venue {
namespace {

Credentials with(std::string secret, std::string key = "key", std::string passphrase = "") {
    return {std::move(key), Secret{std::move(secret)}, Secret{std::move(passphrase)}};
}

std::string header(const net::WebRequest& call, std::string_view name) {
    const auto at =
        std::ranges::find(call.headers, name, &std::pair<std::string, std::string>::first);
    return at == call.headers.end() ? std::string{} : at->second;
}

constexpr const char* binance_secret =
    "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

TEST(BinanceSigning, EqualsThePublishedExamples) {
    const auto signer = *binance::Signer::make(with(binance_secret));
    EXPECT_EQ(signer.signature("symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price="
                               "0.1&recvWindow=5000&timestamp=1499827319559"),
              "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
    EXPECT_EQ(signer.signature("symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side="
                               "BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow="
                               "5000&timestamp=1499827319559"),
              "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3");
    EXPECT_EQ(signer.signature("timestamp=1578963600000"),
              "d84e6641b1e328e7b418fff030caed655c266299c9355e36ce801ed14631eed4");
}

TEST(BinanceSigning, SignsTheBodyOfAPostAndTheQueryOfAnythingElse) {
    const auto signer = *binance::Signer::make(with(binance_secret));
    const core::Time now{1'578'963'600'000'000'000};
    net::WebRequest place{
        .method = "POST", .target = "/api/v3/order", .headers = {}, .body = "symbol=X"};
    signer.sign(place, now);
    const std::string payload = "symbol=X&timestamp=1578963600000&recvWindow=5000";
    EXPECT_EQ(place.body, payload + "&signature=" + signer.signature(payload));
    EXPECT_EQ(place.target, "/api/v3/order");
    EXPECT_EQ(header(place, "X-MBX-APIKEY"), "key");
    net::WebRequest list{.method = "GET", .target = "/api/v3/account", .headers = {}, .body = {}};
    signer.sign(list, now);
    const std::string alone = "timestamp=1578963600000&recvWindow=5000";
    EXPECT_EQ(list.target, "/api/v3/account?" + alone + "&signature=" + signer.signature(alone));
}

TEST(OkxSigning, EqualsThePublishedExample) {
    const okx::Signer signer{
        with("chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO", "name", "phrase")};
    net::WebRequest call{
        .method = "GET", .target = "/api/v5/account/balance", .headers = {}, .body = {}};
    signer.sign(call, {1'607'418'537'715'000'000});
    EXPECT_EQ(header(call, "OK-ACCESS-TIMESTAMP"), "2020-12-08T09:08:57.715Z");
    EXPECT_EQ(header(call, "OK-ACCESS-SIGN"), "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=");
    EXPECT_EQ(header(call, "OK-ACCESS-PASSPHRASE"), "phrase");
}

TEST(BybitSigning, EqualsThePublishedExamples) {
    const auto signer = *bybit::Signer::make(with("test_secret", "test_api_key"));
    const core::Time now{1'700'000'000'000'000'000};
    net::WebRequest list{.method = "GET",
                         .target = "/v5/order/realtime?category=linear&symbol=BTCUSDT",
                         .headers = {},
                         .body = {}};
    signer.sign(list, now);
    EXPECT_EQ(header(list, "X-BAPI-SIGN"),
              "fd4f31228a46109dc6673062328693696df9a96c7ff04e6491a45e7f63a0fdd7");
    net::WebRequest place{
        .method = "POST",
        .target = "/v5/order/create",
        .headers = {},
        .body = R"({"category": "linear", "symbol": "BTCUSDT", "orderLinkId": "test-order-1"})"};
    signer.sign(place, now);
    EXPECT_EQ(header(place, "X-BAPI-SIGN"),
              "2df4a0603d69c08d5dea29ba85b46eb7db64ce9e9ebd34a7802a3d69700cb2a1");
    EXPECT_NE(
        signer.login(now).find("bacffe7500499eb829bb58c45d36d1b3e5ac67c14eaeba91df5e99ccee013925"),
        std::string::npos);
}

TEST(KrakenSigning, EqualsThePublishedExample) {
    const auto signer = *kraken::Signer::make(
        with("kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1hu"
             "Xg=="));
    net::WebRequest call{.method = "POST",
                         .target = "/0/private/AddOrder",
                         .headers = {},
                         .body = "ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"};
    signer.sign(call, 1'616'492'376'594);
    EXPECT_EQ(call.body,
              "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&"
              "volume=1.25");
    EXPECT_EQ(header(call, "API-Sign"),
              "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwL"
              "UQ==");
}

/// A seed of zeros: nobody's key.
std::string no_ones_key() { return to_base64(std::string(32, '\0')); }

TEST(CoinbaseSigning, MakesATokenThatItsPublicKeyProvesAndOneFlippedBitDoesNot) {
    const auto signer = *coinbase::Signer::make(with(no_ones_key(), "organizations/o/apiKeys/k"));
    net::WebRequest call{.method = "GET",
                         .target = "/api/v3/brokerage/accounts?limit=250",
                         .headers = {},
                         .body = {}};
    signer.sign(call, "api.coinbase.com", {1'700'000'000'000'000'000}, "0123456789abcdef");
    const auto bearer = header(call, "Authorization");
    ASSERT_TRUE(bearer.starts_with("Bearer "));
    const auto token = bearer.substr(7);
    const auto dot = token.rfind('.');
    auto signature = token.substr(dot + 1);
    std::ranges::replace(signature, '-', '+');
    std::ranges::replace(signature, '_', '/');
    const auto bytes = *from_base64(signature + "==");
    EXPECT_TRUE(signer.key().verify(token.substr(0, dot), bytes));
    auto flipped = token.substr(0, dot);
    flipped[20] = static_cast<char>(flipped[20] ^ 1);
    EXPECT_FALSE(signer.key().verify(flipped, bytes));
    auto claims = token.substr(token.find('.') + 1, dot - token.find('.') - 1);
    while (claims.size() % 4 != 0) claims += '=';
    EXPECT_EQ(*from_base64(claims),
              R"({"iss":"cdp","sub":"organizations/o/apiKeys/k","nbf":1700000000,"exp":1700000120,)"
              R"("uri":"GET api.coinbase.com/api/v3/brokerage/accounts"})")
        << "the query is not signed";
}

TEST(Signing, AKeyThatIsNotTheVenuesKindIsRefusedAndNotShown) {
    for (const auto* secret : {"-----BEGIN PRIVATE KEY-----\nrubbish", "not base64!"}) {
        const auto binance = binance::Signer::make(with(secret));
        const auto kraken = kraken::Signer::make(with(secret));
        const auto coinbase = coinbase::Signer::make(with(secret));
        for (const auto* error :
             {binance ? nullptr : &binance.error(), kraken ? nullptr : &kraken.error(),
              coinbase ? nullptr : &coinbase.error()}) {
            if (error == nullptr) continue;
            EXPECT_EQ(error->code, Errc::BadKey);
            EXPECT_EQ(error->text().find("rubbish"), std::string::npos) << error->text();
        }
        EXPECT_FALSE(kraken);
        EXPECT_FALSE(coinbase);
    }
    EXPECT_FALSE(coinbase::Signer::make(with(to_base64("too short"))));
}

TEST(Secret, IsGoneFromWhereItMovedFrom) {
    Secret from{"short"};
    const Secret to{std::move(from)};
    EXPECT_EQ(to.reveal(), "short");
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is what is asked
}

TEST(Encoding, IsThatOfTheRfcs) {
    // RFC 4648, section 10.
    EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
    EXPECT_EQ(*from_base64("Zm9vYmE="), "fooba");
    EXPECT_EQ(*from_base64("Zm9vYmFy"), "foobar");
    for (const auto* bad : {"", "Zg=", "Z===", "Zm9v!A==", "===="})
        EXPECT_FALSE(from_base64(bad)) << bad;
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
    EXPECT_EQ(to_hex("\x01\xfe"), "01fe");
    EXPECT_EQ(percent_encoded("a b+/=~"), "a%20b%2B%2F%3D~");
}

}  // namespace
}  // namespace nightjar::venue
