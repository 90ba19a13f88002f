#include "venue/binance/outcome.hpp"

#include "venue/bybit/outcome.hpp"
#include "venue/coinbase/outcome.hpp"
#include "venue/json_decoder.hpp"
#include "venue/kraken/outcome.hpp"
#include "venue/okx/outcome.hpp"
#include "venue/tests/feed_testing.hpp"

#include <map>
#include <set>

namespace nightjar::venue {

void PrintTo(Outcome outcome, std::ostream* to) {
    constexpr std::array names{"Ack",         "Reject",     "Unknown",   "Retry",
                               "RateLimited", "ClockWrong", "AuthFailed"};
    *to << names.at(static_cast<std::size_t>(outcome));
}

namespace {

using binance::Market;
using enum Outcome;

TEST(Outcome, OfAnAnswerWithoutACodeFollowsItsHttpStatus) {
    for (const auto& [status, outcome] : std::map<int, Outcome>{{200, Ack},
                                                                {400, Reject},
                                                                {401, AuthFailed},
                                                                {404, Reject},
                                                                {408, Unknown},
                                                                {418, RateLimited},
                                                                {429, RateLimited},
                                                                {500, Unknown},
                                                                {503, Unknown},
                                                                {520, Unknown}}) {
        const VenueAnswer answer{.http_status = status, .code = {}};
        EXPECT_EQ(outcome_without_row(answer), outcome) << status;
        EXPECT_EQ(okx::outcome_of(answer), outcome) << status;
        EXPECT_EQ(kraken::outcome_of(answer), outcome) << status;
    }
}

TEST(Outcome, OfACodeThatNobodyExplainedIsUnknown) {
    const VenueAnswer answer{.http_status = 200, .code = "909090"};
    EXPECT_EQ(okx::outcome_of(answer), Unknown);
    EXPECT_EQ(bybit::outcome_of(answer), Unknown);
    EXPECT_EQ(kraken::outcome_of(answer), Unknown);
    EXPECT_EQ(coinbase::outcome_of(answer), Unknown);
}

TEST(Outcome, OfBinanceDependsOnTheMarket) {
    const auto of = [](Market market, std::string_view code) {
        return binance::outcome_of(market, {.http_status = 400, .code = code});
    };
    for (const auto market : {Market::Spot, Market::UsdFutures}) {
        EXPECT_EQ(of(market, "-1007"), Unknown);
        EXPECT_EQ(of(market, "-1021"), ClockWrong);
        EXPECT_EQ(of(market, "-1102"), Reject);
        EXPECT_EQ(of(market, "-2010"), Reject);
        EXPECT_EQ(of(market, "-9999"), Reject);  // HTTP 400
    }
    EXPECT_EQ(of(Market::Spot, "-2021"), Unknown);
    EXPECT_EQ(of(Market::UsdFutures, "-2021"), Reject);
    EXPECT_EQ(of(Market::UsdFutures, "-4046"), Ack);
}

TEST(Outcome, OfBinanceFuturesTellsThreeKindsOf503Apart) {
    const auto of = [](std::string_view text) {
        return binance::outcome_of(Market::UsdFutures,
                                   {.http_status = 503, .code = {}, .text = text});
    };
    EXPECT_EQ(of("Unknown error, please check your request or try again later."), Unknown);
    EXPECT_EQ(of("Service Unavailable."), Retry);
    EXPECT_EQ(of("Request throttled by system-level protection."), Retry);
}

TEST(Outcome, OfOtherVenuesFollowsTheirTables) {
    const auto code = [](std::string_view text) { return VenueAnswer{200, text}; };
    EXPECT_EQ(okx::outcome_of(code("0")), Ack);
    EXPECT_EQ(okx::outcome_of(code("50004")), Unknown);
    EXPECT_EQ(okx::outcome_of(code("50061")), RateLimited);
    EXPECT_EQ(okx::outcome_of(code("51008")), Reject);
    EXPECT_EQ(okx::outcome_of(code("51999")), Reject);
    EXPECT_EQ(bybit::outcome_of(code("0")), Ack);
    EXPECT_EQ(bybit::outcome_of(code("10000")), Unknown);
    EXPECT_EQ(bybit::outcome_of(code("110043")), Ack);
    EXPECT_EQ(bybit::outcome_of(code("110079")), Retry);
    EXPECT_EQ(bybit::outcome_of(code("170999")), Reject);
    EXPECT_EQ(bybit::outcome_of({.http_status = 403, .code = {}}), RateLimited);
    EXPECT_EQ(kraken::outcome_of(code("EService:Throttled: 1700000000")), RateLimited);
    EXPECT_EQ(kraken::outcome_of(code("EOrder:Rate limit exceeded")), RateLimited);
    EXPECT_EQ(kraken::outcome_of(code("EOrder:Insufficient funds")), Reject);
    EXPECT_EQ(kraken::outcome_of(code("EService:Deadline elapsed")), Retry);
    EXPECT_EQ(kraken::outcome_of(code("EGeneral:Internal error")), Unknown);
    EXPECT_EQ(coinbase::outcome_of(code("PREVIEW_INSUFFICIENT_FUND")), Reject);
    EXPECT_EQ(coinbase::outcome_of({.http_status = 500, .code = {}}), Unknown);
}

TEST(Outcome, OfNoCodeIsHiddenByAnEarlierRow) {
    for (const auto rows :
         {binance::outcome_rows(), binance::outcome_rows(Market::Spot),
          binance::outcome_rows(Market::UsdFutures), okx::outcome_rows(), bybit::outcome_rows(),
          kraken::outcome_rows(), coinbase::outcome_rows()})
        for (const auto& row : rows) EXPECT_EQ(find_row(rows, row.code), &row) << row.code;
}

/// Which classes of ccxt's exceptions say the same, or less.
bool compatible(Outcome outcome, std::string_view name) {
    static const std::map<Outcome, std::set<std::string_view>> classes{
        {Ack, {"NoChange", "MarginModeAlreadySet", "BadRequest", "OperationRejected"}},
        {Reject,
         {"BadRequest", "BadSymbol", "InvalidOrder", "InsufficientFunds", "OrderNotFound",
          "OperationRejected", "OrderImmediatelyFillable", "OrderNotFillable", "CancelPending",
          "ExchangeError", "NotSupported", "OnMaintenance", "BadResponse", "ContractUnavailable"}},
        {Unknown,
         {"ExchangeNotAvailable", "RequestTimeout", "OperationFailed", "ExchangeError",
          "BadResponse"}},
        {Retry, {"OnMaintenance", "ExchangeNotAvailable", "OperationFailed"}},
        {RateLimited, {"RateLimitExceeded", "DDoSProtection", "ExchangeError"}},
        {ClockWrong, {"InvalidNonce"}},
        {AuthFailed, {"AuthenticationError", "PermissionDenied", "ExchangeError"}},
    };
    return classes.at(outcome).contains(name);
}

/// ccxt's tables, the special ones before the general.
class OutcomeVectors : public SharedVectors {
protected:
    /// How many rows ccxt has a class for; each must be compatible.
    int compare(const std::string& venue, const std::vector<std::string>& tables,
                std::span<const OutcomeRow> rows) {
        const auto root = document_.parse(text_ = file("ccxt_probe/describe_" + venue + ".json"));
        EXPECT_TRUE(root) << venue;
        int known = 0;
        for (const auto& row : rows)
            for (const auto& table : tables) {
                object codes;
                std::string_view name;
                if (root->at_pointer("/exceptions/" + table).get(codes) != simdjson::SUCCESS ||
                    codes.at_key(row.code).get(name) != simdjson::SUCCESS)
                    continue;
                ++known;
                EXPECT_TRUE(compatible(row.outcome, name))
                    << venue << ' ' << row.code << " is " << name << ", not "
                    << testing::PrintToString(row.outcome);
                break;
            }
        return known;
    }

private:
    JsonDocument document_;
    std::string text_;
};

TEST_F(OutcomeVectors, AreOfTheClassesOfCcxt) {
    EXPECT_GE(compare("binance", {"spot/exact", "exact"}, binance::outcome_rows()), 15);
    EXPECT_EQ(compare("binance", {"spot/exact"}, binance::outcome_rows(Market::Spot)), 2);
    EXPECT_GE(compare("binanceusdm", {"linear/exact", "exact"},
                      binance::outcome_rows(Market::UsdFutures)),
              8);
    EXPECT_GE(compare("okx", {"exact"}, okx::outcome_rows()), 30);
    EXPECT_GE(compare("bybit", {"exact"}, bybit::outcome_rows()), 25);
    EXPECT_GE(compare("kraken", {"exact", "ws/broad"}, kraken::outcome_rows()), 10);
    EXPECT_GE(compare("coinbase", {"exact"}, coinbase::outcome_rows()), 8);
}

}  // namespace
}  // namespace nightjar::venue
