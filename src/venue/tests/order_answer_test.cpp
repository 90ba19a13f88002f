#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {

void PrintTo(Outcome outcome, std::ostream* to);  // outcome_test.cpp has it

namespace {

using core::OrderReason;
using enum Outcome;

struct Case {
    Place place{};
    OrderAction action{};
    unsigned status{};
    std::string body;
    Outcome outcome{};
    std::string venue_id{};
    OrderReason reason{OrderReason::None};
};
constexpr auto place = OrderAction::Place;
constexpr auto amend = OrderAction::Amend;
constexpr auto cancel = OrderAction::Cancel;
constexpr auto cancel_all = OrderAction::CancelAll;
constexpr auto dead_man = OrderAction::DeadMan;

void check(const std::vector<Case>& cases) {
    for (const auto& wanted : cases) {
        const auto codec = codec_of(wanted.place);
        const auto reply = reply_of(wanted.body, wanted.status);
        const auto answer = codec->decode_answer(wanted.action, reply);
        EXPECT_EQ(answer.outcome, wanted.outcome) << wanted.body;
        EXPECT_EQ(answer.venue_id, wanted.venue_id) << wanted.body;
        EXPECT_EQ(core::name(answer.reason), core::name(wanted.reason)) << wanted.body;
    }
}

TEST(OrderAnswer, OfBinanceIsReadFromItsCodes) {
    check({
        {Place::BinanceSpot, place, 200, R"({"symbol":"A","orderId":28,"transactTime":1})", Ack,
         "28"},
        {Place::BinanceSpot, amend, 200, R"({"amendedOrder":{"orderId":28}})", Ack, "28"},
        {Place::BinanceSpot, cancel_all, 200, R"([{"orderId":1}])", Ack},
        {Place::BinanceUsdm, cancel_all, 200, R"({"code":200,"msg":"done"})", Ack},
        {Place::BinanceUsdm, dead_man, 200, R"({"symbol":"A","countdownTime":"9000"})", Ack},
        {Place::BinanceSpot, place, 400,
         R"({"code":-2010,"msg":"Account has insufficient balance for requested action."})", Reject,
         "", OrderReason::InsufficientFunds},
        {Place::BinanceSpot, place, 400,
         R"({"code":-2010,"msg":"Order would immediately match and take."})", Reject, "",
         OrderReason::PostOnlyWouldTake},
        {Place::BinanceSpot, place, 400, R"({"code":-1013,"msg":"Filter failure: LOT_SIZE"})",
         Reject, "", OrderReason::BadRequest},
        {Place::BinanceUsdm, place, 400, R"({"code":-5022,"msg":"x"})", Reject, "",
         OrderReason::PostOnlyWouldTake},
        {Place::BinanceUsdm, place, 400, R"({"code":-2022,"msg":"x"})", Reject, "",
         OrderReason::ReduceOnly},
        {Place::BinanceSpot, cancel, 400, R"({"code":-2011,"msg":"Unknown order sent."})", Reject,
         "", OrderReason::BadRequest},
        {Place::BinanceSpot, place, 400, R"({"code":-1007,"msg":"Timeout"})", Unknown},
        {Place::BinanceSpot, place, 500, R"({"code":-1000,"msg":"?"})", Unknown},
        {Place::BinanceSpot, place, 502, "<html>Bad Gateway</html>", Unknown},
        {Place::BinanceSpot, place, 200, "<html>hello</html>", Unknown},
        {Place::BinanceSpot, place, 200, "{}", Unknown},
        {Place::BinanceUsdm, place, 503,
         R"({"code":-1008,"msg":"Request throttled by system-level protection."})", Retry, "",
         OrderReason::Overloaded},
        {Place::BinanceUsdm, place, 503, "Service Unavailable.", Retry, "",
         OrderReason::Overloaded},
        {Place::BinanceUsdm, place, 503, "Unknown error, please check your request", Unknown},
        {Place::BinanceSpot, place, 429, R"({"code":-1003,"msg":"x"})", RateLimited, "",
         OrderReason::Overloaded},
        {Place::BinanceSpot, place, 400, R"({"code":-1021,"msg":"x"})", ClockWrong, "",
         OrderReason::BadRequest},
        {Place::BinanceSpot, place, 401, R"({"code":-2015,"msg":"x"})", AuthFailed, "",
         OrderReason::BadRequest},
    });
}

TEST(OrderAnswer, OfBybitIsReadFromItsCodes) {
    check({
        {Place::BybitSpot, place, 200,
         R"({"retCode":0,"retMsg":"OK","result":{"orderId":"28","orderLinkId":"a"}})", Ack, "28"},
        {Place::BybitLinear, cancel_all, 200, R"({"retCode":0,"retMsg":"OK","result":{"list":[]}})",
         Ack},
        {Place::BybitLinear, dead_man, 200, R"({"retCode":0,"retMsg":"success"})", Ack},
        {Place::BybitLinear, place, 200, R"({"retCode":10000,"retMsg":"Timeout"})", Unknown},
        {Place::BybitLinear, place, 200, R"({"retCode":10016,"retMsg":"Server error"})", Unknown},
        {Place::BybitLinear, place, 200, R"({"retCode":0,"retMsg":"OK","result":{}})", Unknown},
        {Place::BybitLinear, place, 502, "", Unknown},
        {Place::BybitLinear, place, 200, R"({"retCode":110007,"retMsg":"x","result":{}})", Reject,
         "", OrderReason::InsufficientFunds},
        {Place::BybitLinear, place, 200, R"({"retCode":110017,"retMsg":"x","result":{}})", Reject,
         "", OrderReason::ReduceOnly},
        {Place::BybitSpot, cancel, 200, R"({"retCode":170213,"retMsg":"x","result":{}})", Reject,
         "", OrderReason::BadRequest},
        {Place::BybitSpot, place, 200, R"({"retCode":10006,"retMsg":"x"})", RateLimited, "",
         OrderReason::Overloaded},
        {Place::BybitSpot, place, 200, R"({"retCode":10002,"retMsg":"x"})", ClockWrong, "",
         OrderReason::BadRequest},
        {Place::BybitSpot, place, 200, R"({"retCode":10003,"retMsg":"x"})", AuthFailed, "",
         OrderReason::BadRequest},
        {Place::BybitSpot, place, 403, "access too frequent", RateLimited, "",
         OrderReason::Overloaded},
    });
}

TEST(OrderAnswer, OfOkxIsReadFromTheOrdersOwnCode) {
    check({
        {Place::OkxSpot, place, 200,
         R"({"code":"0","msg":"","data":[{"ordId":"28","clOrdId":"a","sCode":"0","sMsg":""}]})",
         Ack, "28"},
        {Place::OkxSpot, dead_man, 200, R"({"code":"0","msg":"","data":[{"triggerTime":"1"}]})",
         Ack},
        {Place::OkxSpot, place, 200,
         R"({"code":"1","msg":"failed","data":[{"ordId":"","sCode":"51008","sMsg":"x"}]})", Reject,
         "", OrderReason::InsufficientFunds},
        {Place::OkxSpot, cancel, 200,
         R"({"code":"1","msg":"","data":[{"ordId":"","sCode":"51400","sMsg":"x"}]})", Reject, "",
         OrderReason::BadRequest},
        {Place::OkxSpot, place, 200, R"({"code":"50004","msg":"timeout","data":[]})", Unknown},
        {Place::OkxSpot, place, 200, R"({"code":"0","msg":"","data":[]})", Unknown},
        {Place::OkxSpot, place, 500, "", Unknown},
        {Place::OkxSpot, place, 429, R"({"code":"50011","msg":"x"})", RateLimited, "",
         OrderReason::Overloaded},
        {Place::OkxSwap, place, 200, R"({"code":"50013","msg":"busy","data":[]})", Retry, "",
         OrderReason::Overloaded},
        {Place::OkxSpot, place, 401, R"({"code":"50113","msg":"x"})", AuthFailed, "",
         OrderReason::BadRequest},
        {Place::OkxSpot, place, 401, R"({"code":"50102","msg":"x"})", ClockWrong, "",
         OrderReason::BadRequest},
    });
}

TEST(OrderAnswer, OfKrakenIsReadFromItsFirstErrorThatIsNoWarning) {
    check({
        {Place::Kraken, place, 200, R"({"error":[],"result":{"txid":["O-1"],"descr":{}}})", Ack,
         "O-1"},
        {Place::Kraken, place, 200, R"({"error":["WDatabase:slow"],"result":{"txid":["O-1"]}})",
         Ack, "O-1"},
        {Place::Kraken, amend, 200, R"({"error":[],"result":{"amend_id":"T-1"}})", Ack},
        {Place::Kraken, cancel, 200, R"({"error":[],"result":{"count":1}})", Ack},
        {Place::Kraken, cancel_all, 200, R"({"error":[],"result":{"count":0}})", Ack},
        {Place::Kraken, cancel, 200, R"({"error":[],"result":{"count":0}})", Unknown},
        {Place::Kraken, place, 200, R"({"error":[],"result":{}})", Unknown},
        {Place::Kraken, place, 200, R"({"error":["EService:Timeout"]})", Unknown},
        {Place::Kraken, place, 200, R"({"error":["EGeneral:Internal error"]})", Unknown},
        {Place::Kraken, place, 520, "<html>", Unknown},
        {Place::Kraken, place, 200, R"({"error":["EOrder:Insufficient funds"]})", Reject, "",
         OrderReason::InsufficientFunds},
        {Place::Kraken, place, 200, R"({"error":["EOrder:Post only order"]})", Reject, "",
         OrderReason::PostOnlyWouldTake},
        {Place::Kraken, place, 200, R"({"error":["EService:Market in cancel_only mode"]})", Reject,
         "", OrderReason::InstrumentClosed},
        {Place::Kraken, place, 200, R"({"error":["EService:Deadline elapsed"]})", Retry, "",
         OrderReason::Overloaded},
        {Place::Kraken, place, 200, R"({"error":["EAPI:Rate limit exceeded"]})", RateLimited, "",
         OrderReason::Overloaded},
        {Place::Kraken, place, 200, R"({"error":["EAPI:Invalid nonce"]})", ClockWrong, "",
         OrderReason::BadRequest},
        {Place::Kraken, place, 200, R"({"error":["EAPI:Invalid key"]})", AuthFailed, "",
         OrderReason::BadRequest},
    });
}

TEST(OrderAnswer, OfCoinbaseIsReadFromItsFlagAndReasons) {
    check({
        {Place::Coinbase, place, 200,
         R"({"success":true,"success_response":{"order_id":"o","client_order_id":"a"}})", Ack, "o"},
        {Place::Coinbase, amend, 200, R"({"success":true,"errors":[]})", Ack},
        {Place::Coinbase, cancel, 200,
         R"({"results":[{"success":true,"failure_reason":"UNKNOWN_CANCEL_FAILURE_REASON",)"
         R"("order_id":"o"}]})",
         Ack, "o"},
        {Place::Coinbase, cancel, 200,
         R"({"results":[{"success":false,"failure_reason":"UNKNOWN_CANCEL_ORDER","order_id":"o"}]})",
         Reject, "o", OrderReason::BadRequest},
        {Place::Coinbase, place, 200,
         R"({"success":false,"error_response":{"error":"INSUFFICIENT_FUND","message":"x"}})",
         Reject, "", OrderReason::InsufficientFunds},
        {Place::Coinbase, place, 200,
         R"({"success":false,"error_response":{"error":"UNKNOWN_FAILURE_REASON","message":"x",)"
         R"("preview_failure_reason":"PREVIEW_INSUFFICIENT_FUND"}})",
         Reject, "", OrderReason::InsufficientFunds},
        {Place::Coinbase, place, 200, R"({"success":true,"success_response":{}})", Unknown},
        {Place::Coinbase, place, 503, "", Unknown},
        {Place::Coinbase, place, 429, R"({"errors":[{"id":"rate_limit_exceeded","message":"x"}]})",
         RateLimited, "", OrderReason::Overloaded},
        {Place::Coinbase, place, 401, "Unauthorized", AuthFailed, "", OrderReason::BadRequest},
        {Place::Coinbase, place, 403, R"({"error":"PERMISSION_DENIED","message":"x"})", AuthFailed,
         "", OrderReason::BadRequest},
    });
}

TEST(OrderAnswer, OfEveryVenueIsUnknownWhenTheServerFailedOrSaidNothing) {
    for (const auto where : all_places)
        for (const auto action : {place, amend, cancel, cancel_all, dead_man})
            for (const auto& reply :
                 {reply_of("", 500), reply_of("x", 502), reply_of("", 504), reply_of("", 200),
                  reply_of("[", 200), reply_of("null", 200), reply_of("\"ok\"", 200)})
                EXPECT_EQ(codec_of(where)->decode_answer(action, reply).outcome, Unknown)
                    << place_name(where) << ' ' << reply.status << ' ' << reply.body;
}

TEST(OrderAnswer, CarriesWhatTheVenueHasCounted) {
    auto reply = reply_of(R"({"orderId":28})");
    reply.headers = {
        {"x-mbx-used-weight-1m", "120"}, {"X-MBX-ORDER-COUNT-10S", "3"}, {"Retry-After", "7"}};
    const auto binance = codec_of(Place::BinanceSpot)->decode_answer(place, reply).rate;
    EXPECT_EQ(binance.used_weight, 120);
    EXPECT_EQ(binance.used_orders, 3);
    EXPECT_EQ(binance.retry_after, core::seconds(7));
    reply.headers = {{"X-Bapi-Limit-Status", "9"},
                     {"X-Bapi-Limit-Reset-Timestamp", "1700000000123"},
                     {"Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"}};
    const auto bybit = codec_of(Place::BybitSpot)->rate_of(reply);
    EXPECT_EQ(bybit.left, 9);
    EXPECT_EQ(bybit.reset, at_ms(1'700'000'000'123));
    EXPECT_FALSE(bybit.retry_after);
}

TEST(OrderAnswer, ToAQuestionAboutAnOrderThatNeverWasIsNoError) {
    Question question;
    question.client_id = test_id;
    for (const auto& [where, status, body] :
         {std::tuple{Place::BinanceSpot, 400U, R"({"code":-2013,"msg":"Order does not exist."})"},
          {Place::BinanceUsdm, 400U, R"({"code":-2013,"msg":"Order does not exist."})"},
          {Place::OkxSpot, 200U, R"({"code":"51603","msg":"Order does not exist","data":[]})"},
          {Place::Coinbase, 404U, R"({"error":"NOT_FOUND","message":"x"})"},
          {Place::Coinbase, 200U, R"({"orders":[],"has_next":false,"cursor":""})"}}) {
        const auto codec = codec_of(where);
        const auto page = codec->decode(question, reply_of(body, status));
        ASSERT_TRUE(page) << place_name(where) << ": " << page.error().text();
        EXPECT_TRUE(page->events.empty());
        EXPECT_TRUE(page->next.empty());
    }
}

TEST(OrderAnswer, AboutAnOrderIsLookedForAmongTheClosedOnesToo) {
    const auto instrument = instrument_of(Place::BybitLinear);
    for (const auto& [where, body, path] :
         {std::tuple{Place::BybitLinear, R"({"retCode":0,"retMsg":"","result":{"list":[]}})",
                     "/v5/order/history"},
          {Place::Kraken, R"({"error":[],"result":{"open":{}}})", "/0/private/ClosedOrders"}}) {
        const auto codec = codec_of(where);
        Question question;
        question.client_id = test_id;
        const auto page = codec->decode(question, reply_of(body));
        ASSERT_TRUE(page) << page.error().text();
        ASSERT_FALSE(page->next.empty());
        const std::string next{page->next};
        question.cursor = next;
        if (where == Place::BybitLinear) question.instrument = &instrument;
        const auto request = codec->ask(question, test_time);
        ASSERT_TRUE(request) << request.error().text();
        EXPECT_TRUE(request->target.starts_with(path)) << request->target;
        const auto* closed =
            where == Place::Kraken ? R"({"error":[],"result":{"closed":{}}})" : body;
        EXPECT_TRUE(codec->decode(question, reply_of(closed))->next.empty());
    }
}

TEST(OrderAnswer, ToAQuestionThatWasRefusedSaysWhatKindOfRefusal) {
    Question question;
    question.kind = Question::Kind::Balances;
    for (const auto& [status, body, errc] :
         {std::tuple{429U, R"({"code":-1003,"msg":"x"})", Errc::RateLimited},
          {400U, R"({"code":-1021,"msg":"x"})", Errc::ClockWrong},
          {401U, R"({"code":-2015,"msg":"x"})", Errc::AuthFailed},
          {400U, R"({"code":-1121,"msg":"x"})", Errc::Refused},
          {502U, "<html>", Errc::Busy},
          {200U, "<html>", Errc::BadJson}}) {
        const auto page = codec_of(Place::BinanceSpot)->decode(question, reply_of(body, status));
        ASSERT_FALSE(page) << body;
        EXPECT_EQ(page.error().code, core::ErrorCode{errc}) << page.error().text();
    }
}

}  // namespace
}  // namespace nightjar::venue
