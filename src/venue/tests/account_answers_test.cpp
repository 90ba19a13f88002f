#include "venue/account_fields.hpp"
#include "venue/kraken/names.hpp"
#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {
namespace {

using core::Decimal;
using Kind = Question::Kind;

struct AccountAnswer : testing::Test {
    std::unique_ptr<OrderCodec> codec;  // what an answer says is good until the next one

    /// The only event of an answer.
    template <class Said>
    Said one(Place place, Kind kind, const std::string& body) {
        codec = codec_of(place);
        Question question;
        question.kind = kind;
        const auto page = codec->decode(question, reply_of(body));
        EXPECT_TRUE(page) << page.error().text();
        if (!page || page->events.size() != 1) {
            ADD_FAILURE() << "not one event: " << body;
            return {};
        }
        return std::get<Said>(page->events.front());
    }
};

TEST(Amount, IsCutOffWhereMoneyEnds) {
    EXPECT_EQ(*to_amount("a", "94.42612990333333"), (Decimal{94'426'129'903'333, 12}));
    EXPECT_EQ(*to_amount("a", "-12.345678901234567890"), (Decimal{-12'345'678'901'234, 12}));
    EXPECT_EQ(*to_amount("a", "4723846.89208129"), (Decimal{472'384'689'208'129, 8}));
    EXPECT_EQ(*to_amount("a", "123456789012345.6789"), (Decimal{1'234'567'890'123'456'789, 4}));
    EXPECT_EQ(*to_amount("a", "0.0000000000009"), (Decimal{0, 0}));
}

TEST(Amount, MayBeWrittenWithAnExponent) {
    EXPECT_EQ(*to_amount("a", "1e-05"), (Decimal{1, 5}));
    EXPECT_EQ(*to_amount("a", "12.5E3"), (Decimal{12'500, 0}));
    EXPECT_EQ(*to_amount("a", "-2.5e-1"), (Decimal{-25, 2}));
    EXPECT_EQ(*to_amount("a", "1.5e-12"), (Decimal{1, 12}));
}

TEST(Amount, ThatIsNoneIsRefused) {
    for (const auto* text : {"", "-", ".", "e5", "1e", "1e99", "1e-99999999999", "0x1", "1,5",
                             "nan", "99999999999999999999", "1.2.3", "--1"})
        EXPECT_FALSE(to_amount("a", text)) << text;
}

TEST(KrakenNames, AreTheCommonOnes) {
    const std::vector<std::string> symbols{"BTC/USD", "DOGE/USDT", "SOL/EUR"};
    const kraken::PairNames names{symbols};
    for (const auto* name : {"XBTUSD", "XXBTZUSD", "BTC/USD"})
        EXPECT_EQ(names.symbol(name), "BTC/USD");
    EXPECT_EQ(names.symbol("XDGUSDT"), "DOGE/USDT");
    EXPECT_EQ(names.symbol("SOLEUR"), "SOL/EUR");
    EXPECT_EQ(names.symbol("XETHZUSD"), "XETHZUSD");
    EXPECT_EQ(kraken::common_asset("XXBT"), "BTC");
    EXPECT_EQ(kraken::common_asset("ZETA"), "ZETA");
    EXPECT_EQ(kraken::rest_pair("DOGE/USDT"), "XDGUSDT");
}

TEST_F(AccountAnswer, HasTheFeesAsPartsOfTheNotional) {
    const auto binance = one<FeesSaid>(
        Place::BinanceSpot, Kind::Fees,
        R"({"symbol":"AB","standardCommission":{"maker":"0.00100000","taker":"0.002"}})");
    EXPECT_EQ(binance.maker, (Decimal{1, 3}));
    EXPECT_EQ(binance.taker, (Decimal{2, 3}));
    const auto usdm = one<FeesSaid>(
        Place::BinanceUsdm, Kind::Fees,
        R"({"symbol":"AB","makerCommissionRate":"-0.0001","takerCommissionRate":"0.0004"})");
    EXPECT_EQ(usdm.maker, (Decimal{-1, 4}));
    const auto kraken =
        one<FeesSaid>(Place::Kraken, Kind::Fees,
                      R"({"error":[],"result":{"fees":{"XXBTZUSD":{"fee":"0.2600"}},)"
                      R"("fees_maker":{"XXBTZUSD":{"fee":"0.16"}}}})");
    EXPECT_EQ(kraken.symbol, "BTC/USD");
    EXPECT_EQ(kraken.maker, (Decimal{16, 4}));
    EXPECT_EQ(kraken.taker, (Decimal{26, 4}));
    const auto swap = one<FeesSaid>(
        Place::OkxSwap, Kind::Fees,
        R"({"code":"0","data":[{"maker":"","taker":"","makerU":"0.0001","takerU":"-0.0005"}]})");
    EXPECT_EQ(swap.maker, (Decimal{-1, 4}));
    const auto coinbase =
        one<FeesSaid>(Place::Coinbase, Kind::Fees,
                      R"({"fee_tier":{"maker_fee_rate":"0.004","taker_fee_rate":"0.006"}})");
    EXPECT_EQ(coinbase.taker, (Decimal{6, 3}));
}

TEST_F(AccountAnswer, SaysWhatTheKeyMayDo) {
    const auto check = [](const KeySaid& key, bool trade, bool withdraw) {
        EXPECT_EQ(key.trade, trade);
        EXPECT_EQ(key.withdraw, withdraw);
    };
    check(one<KeySaid>(Place::BinanceSpot, Kind::KeyRights,
                       R"({"ipRestrict":true,"enableWithdrawals":false,)"
                       R"("enableSpotAndMarginTrading":true})"),
          true, false);
    check(one<KeySaid>(Place::BinanceUsdm, Kind::KeyRights,
                       R"({"canTrade":true,"canWithdraw":true})"),
          true, true);
    check(one<KeySaid>(Place::BybitLinear, Kind::KeyRights,
                       R"({"retCode":0,"result":{"readOnly":0,"ips":["*"],"permissions":)"
                       R"({"ContractTrade":["Order"],"Wallet":["Withdraw"]}}})"),
          true, true);
    check(one<KeySaid>(Place::OkxSpot, Kind::KeyRights,
                       R"({"code":"0","data":[{"perm":"read_only,trade","ip":""}]})"),
          true, false);
    check(one<KeySaid>(Place::Kraken, Kind::KeyRights,
                       R"({"error":[],"result":{"permissions":["query-funds","withdraw-funds"]}})"),
          false, true);
    check(one<KeySaid>(Place::Coinbase, Kind::KeyRights,
                       R"({"can_view":true,"can_trade":true,"can_transfer":false})"),
          true, false);
}

TEST_F(AccountAnswer, HasTheVenuesTime) {
    EXPECT_EQ(one<TimeSaid>(Place::BybitSpot, Kind::ServerTime,
                            R"({"retCode":0,"result":{"timeNano":"1700000000123456789"}})")
                  .at.ns,
              1'700'000'000'123'456'789);
    EXPECT_EQ(one<TimeSaid>(Place::OkxSpot, Kind::ServerTime,
                            R"({"code":"0","data":[{"ts":"1700000000123"}]})")
                  .at,
              at_ms(1'700'000'000'123));
    EXPECT_EQ(
        one<TimeSaid>(Place::Coinbase, Kind::ServerTime,
                      R"({"iso":"x","epochSeconds":"1700000000","epochMillis":"1700000000123"})")
            .at,
        at_ms(1'700'000'000'123));
}

TEST_F(AccountAnswer, OfKrakenTellsWhatIsHeldForOrders) {
    const auto said =
        one<BalanceSaid>(Place::Kraken, Kind::Balances,
                         R"({"error":[],"result":{"ZUSD":{"balance":"10.5","hold_trade":"4"}}})");
    EXPECT_EQ(said.asset, "USD");
    EXPECT_EQ(said.total, (Decimal{105, 1}));
    EXPECT_EQ(said.free, (Decimal{65, 1}));
}

TEST_F(AccountAnswer, HasFundingThatWasPaidBelowZero) {
    const auto check = [](const FundingSaid& said, std::string_view symbol) {
        EXPECT_EQ(said.symbol, symbol);
        EXPECT_EQ(said.asset, "USDT");
        EXPECT_EQ(said.change, (Decimal{-375, 3}));
        EXPECT_EQ(said.at, at_ms(1'700'000'000'123));
    };
    check(one<FundingSaid>(Place::BinanceUsdm, Kind::Funding,
                           R"([{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.375",)"
                           R"("asset":"USDT","time":1700000000123,"tranId":9689322392}])"),
          "BTCUSDT");
    check(one<FundingSaid>(
              Place::BybitLinear, Kind::Fills,
              R"({"retCode":0,"result":{"list":[{"symbol":"BTCUSDT","execType":"Funding",)"
              R"("execFee":"0.375","feeCurrency":"USDT","execTime":"1700000000123"}]}})"),
          "BTCUSDT");
    check(
        one<FundingSaid>(Place::OkxSwap, Kind::Funding,
                         R"({"code":"0","data":[{"instId":"BTC-USDT-SWAP","type":"8","ccy":"USDT",)"
                         R"("balChg":"-0.375","billId":"1","ts":"1700000000123"}]})"),
        "BTC-USDT-SWAP");
}

TEST_F(AccountAnswer, OfCoinbasesOpenOrdersComesInThreeRounds) {
    codec = codec_of(Place::Coinbase);
    Question question;
    question.kind = Kind::OpenOrders;
    std::vector<std::string> asked;
    std::string cursor;
    do {
        question.cursor = cursor;
        const auto target = codec->ask(question, test_time)->target;
        asked.push_back(parameters(target.substr(target.find('?') + 1))["order_status"]);
        const auto page = codec->decode(question, reply_of(R"({"orders":[],"has_next":false})"));
        ASSERT_TRUE(page) << page.error().text();
        cursor = page->next;
    } while (!cursor.empty() && asked.size() < 9);
    EXPECT_EQ(asked, (std::vector<std::string>{"OPEN", "PENDING", "QUEUED"}));
}

TEST_F(AccountAnswer, OfBybitThatAnOrderIsNotThereSendsToTheHistory) {
    codec = codec_of(Place::BybitLinear);
    Question question;
    question.client_id = test_id;
    const auto reply = reply_of(R"({"retCode":110001,"retMsg":"x","result":{}})");
    const auto page = codec->decode(question, reply);
    ASSERT_TRUE(page) << page.error().text();
    const std::string next{page->next};
    EXPECT_FALSE(next.empty());
    question.cursor = next;
    EXPECT_TRUE(codec->decode(question, reply)->next.empty());
}

}  // namespace
}  // namespace nightjar::venue
