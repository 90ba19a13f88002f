#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {
namespace {

template <class Event>
std::size_t count_of(const core::Result<StreamStep>& step) {
    EXPECT_TRUE(step) << step.error().text();
    if (!step) return 0;
    return static_cast<std::size_t>(std::ranges::count_if(
        step->events, [](const auto& event) { return std::holds_alternative<Event>(event); }));
}

/// The one of its kind.
template <class Event>
Event the(const core::Result<StreamStep>& step) {
    EXPECT_EQ(count_of<Event>(step), 1U);
    if (step)
        for (const auto& event : step->events)
            if (const auto* found = std::get_if<Event>(&event)) return *found;
    return {};
}

std::vector<std::string> sent(const core::Result<StreamStep>& step) {
    EXPECT_TRUE(step) << step.error().text();
    return step ? std::vector<std::string>{step->send.begin(), step->send.end()}
                : std::vector<std::string>{};
}

TEST(UserStream, OfBinanceSpotSubscribesWithASignature) {
    const auto stream = stream_of(Place::BinanceSpot);
    EXPECT_FALSE(stream->prepare(test_time));
    EXPECT_EQ(*stream->target(), "/ws-api/v3");
    const auto texts = sent(stream->on_open(test_time));
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_TRUE(texts[0].contains("userDataStream.subscribe.signature")) << texts[0];
    EXPECT_TRUE(texts[0].contains(R"("timestamp":1700000000000,"signature":")")) << texts[0];
    EXPECT_EQ(count_of<Ready>(stream->on_text(
                  R"({"id":"user","status":200,"result":{"subscriptionId":0}})", test_time)),
              1U);
    const auto refused = the<Refused>(stream->on_text(
        R"({"id":"user","status":401,"error":{"code":-2015,"msg":"no"}})", test_time));
    EXPECT_EQ(refused.code, "-2015");
    for (const auto* why : {"serverShutdown", "eventStreamTerminated"})
        EXPECT_EQ(
            the<Reconnect>(
                stream->on_text(fmt::format(R"({{"event":{{"e":"{}","E":1}}}})", why), test_time))
                .why,
            why);
}

TEST(UserStream, OfBinanceFuturesNeedsAListenKey) {
    const auto stream = stream_of(Place::BinanceUsdm);
    const auto call = stream->prepare(test_time);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->method + " " + call->target, "POST /fapi/v1/listenKey");
    EXPECT_EQ(net::header(call->headers, "X-MBX-APIKEY"), "key-of-ours");
    EXPECT_FALSE(stream->target());
    EXPECT_FALSE(stream->on_prepared(reply_of(R"({"code":-2015,"msg":"no"})", 401)));
    EXPECT_FALSE(stream->on_prepared(reply_of("{}")));
    ASSERT_TRUE(stream->on_prepared(reply_of(R"({"listenKey":"LK"})")));
    EXPECT_EQ(*stream->target(), "/private/ws?listenKey=LK");
    EXPECT_EQ(count_of<Ready>(stream->on_open(test_time)), 1U);
    EXPECT_EQ(stream->upkeep().renew_every, core::minutes(30));
    EXPECT_EQ(stream->renew(test_time)->method, "PUT");
    EXPECT_TRUE(stream->on_prepared(reply_of("{}")));
    EXPECT_EQ(count_of<Reconnect>(
                  stream->on_text(R"({"e":"listenKeyExpired","E":1,"listenKey":"LK"})", test_time)),
              1U);
}

TEST(UserStream, OfBinanceFuturesNamesNoInstrumentWhoseFundingWasSettled) {
    const auto stream = stream_of(Place::BinanceUsdm);
    const auto* told = R"({"e":"ACCOUNT_UPDATE","T":1700000000000,"a":{"m":"FUNDING_FEE",)"
                       R"("B":[{"a":"USDT","wb":"12.5","bc":"-0.1"}],"P":[]}})";
    EXPECT_EQ(count_of<FundingDue>(stream->on_text(told, test_time)), 1U);
}

TEST(UserStream, OfBybitLogsInThenSubscribes) {
    const auto stream = stream_of(Place::BybitLinear);
    EXPECT_TRUE(sent(stream->on_open(test_time)).at(0).contains(R"("op":"auth")"));
    const auto next =
        sent(stream->on_text(R"({"success":true,"op":"auth","conn_id":"x"})", test_time));
    ASSERT_EQ(next.size(), 1U);
    EXPECT_TRUE(next[0].contains(R"(["order","execution","wallet","position"])")) << next[0];
    EXPECT_EQ(count_of<Ready>(stream->on_text(R"({"success":true,"op":"subscribe"})", test_time)),
              1U);
    EXPECT_EQ(count_of<Pong>(stream->on_text(R"({"op":"pong","req_id":"1"})", test_time)), 1U);
    EXPECT_EQ(the<Refused>(
                  stream->on_text(R"({"success":false,"op":"auth","retCode":10003,"retMsg":"no"})",
                                  test_time))
                  .code,
              "10003");
    EXPECT_EQ(stream->ping(), R"({"op":"ping"})");
}

TEST(UserStream, OfOkxIsReadyWhenAllItsChannelsAre) {
    const auto stream = stream_of(Place::OkxSwap);
    EXPECT_TRUE(sent(stream->on_open(test_time)).at(0).contains(R"("op":"login")"));
    const auto next = sent(stream->on_text(R"({"event":"login","code":"0","msg":""})", test_time));
    ASSERT_EQ(next.size(), 1U);
    EXPECT_TRUE(next[0].contains(R"({"channel":"orders","instType":"SWAP"})")) << next[0];
    const auto* ack = R"({"event":"subscribe","arg":{"channel":"account"}})";
    EXPECT_EQ(count_of<Ready>(stream->on_text(ack, test_time)), 0U);
    EXPECT_EQ(count_of<Ready>(stream->on_text(ack, test_time)), 0U);
    EXPECT_EQ(count_of<Ready>(stream->on_text(ack, test_time)), 1U);
    EXPECT_EQ(count_of<Pong>(stream->on_text("pong", test_time)), 1U);
    EXPECT_EQ(count_of<Reconnect>(stream->on_text(
                  R"({"event":"notice","code":"64008","msg":"upgrade"})", test_time)),
              1U);
    EXPECT_EQ(
        the<Refused>(stream->on_text(R"({"event":"error","code":"60009","msg":"no"})", test_time))
            .code,
        "60009");
}

TEST(UserStream, OfKrakenNeedsATokenAndCountsItsMessages) {
    const auto stream = stream_of(Place::Kraken);
    EXPECT_FALSE(stream->on_open(test_time));
    EXPECT_EQ(stream->prepare(test_time)->target, "/0/private/GetWebSocketsToken");
    EXPECT_FALSE(stream->on_prepared(reply_of(R"({"error":["EAPI:Invalid key"]})")));
    ASSERT_TRUE(
        stream->on_prepared(reply_of(R"({"error":[],"result":{"token":"T/+k=","expires":900}})")));
    const auto texts = sent(stream->on_open(test_time));
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_TRUE(texts[0].contains(R"("channel":"executions","token":"T/+k=")")) << texts[0];
    const auto ack = [](std::string_view channel) {
        return fmt::format(R"({{"method":"subscribe","success":true,"result":{{"channel":"{}"}}}})",
                           channel);
    };
    EXPECT_EQ(count_of<Ready>(stream->on_text(ack("executions"), test_time)), 0U);
    EXPECT_EQ(count_of<Ready>(stream->on_text(ack("balances"), test_time)), 1U);
    const auto numbered = [](std::string_view channel, int number) {
        return fmt::format(R"({{"channel":"{}","type":"update","data":[],"sequence":{}}})", channel,
                           number);
    };
    EXPECT_EQ(count_of<Lost>(stream->on_text(numbered("executions", 1), test_time)), 0U);
    EXPECT_EQ(count_of<Lost>(stream->on_text(numbered("balances", 1), test_time)), 0U);
    EXPECT_EQ(count_of<Lost>(stream->on_text(numbered("executions", 2), test_time)), 0U);
    EXPECT_EQ(the<Lost>(stream->on_text(numbered("executions", 4), test_time)).expected, 3U);
    EXPECT_EQ(count_of<Pong>(stream->on_text(R"({"method":"pong"})", test_time)), 1U);
}

TEST(UserStream, OfKrakenMayNameAnOrderByTheVenuesIdAlone) {
    const auto stream = stream_of(Place::Kraken);
    const auto order = the<OrderSaid>(stream->on_text(
        R"({"channel":"executions","type":"update","data":[{"timestamp":"2023-11-14T22:13:20Z",)"
        R"("order_status":"canceled","exec_type":"canceled","order_id":"O-1","cum_qty":0.25,)"
        R"("reason":"User requested"}],"sequence":9})",
        test_time));
    EXPECT_EQ(order.venue_id, "O-1");
    EXPECT_EQ(order.state, core::OrderState::Cancelled);
    EXPECT_EQ(order.reason, core::OrderReason::Requested);
    EXPECT_EQ(order.filled, (core::Decimal{25, 2}));
    EXPECT_FALSE(order.side || order.price || order.qty);
}

TEST(UserStream, OfCoinbaseAsksForFillsWhenMoreIsFilled) {
    const auto stream = stream_of(Place::Coinbase);
    const auto texts = sent(stream->on_open(test_time));
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_TRUE(texts[1].contains(R"("channel":"user","jwt":")")) << texts[1];
    EXPECT_EQ(count_of<Ready>(stream->on_text(
                  R"({"channel":"subscriptions","sequence_num":0,"events":[{"subscriptions":)"
                  R"({"heartbeats":["heartbeats"],"user":["u"]}}]})",
                  test_time)),
              1U);
    const auto said = [](int number, std::string_view type, std::string_view filled,
                         std::string_view status) {
        return fmt::format(
            R"({{"channel":"user","timestamp":"2023-11-14T22:13:20Z","sequence_num":{},"events":[)"
            R"({{"type":"{}","orders":[{{"order_id":"o","client_order_id":"x","product_id":"P",)"
            R"("order_side":"BUY","status":"{}","cumulative_quantity":"{}","leaves_quantity":"1",)"
            R"("avg_price":"3","total_fees":"0"}}]}}]}})",
            number, type, status, filled);
    };
    EXPECT_EQ(count_of<FillsDue>(stream->on_text(said(1, "snapshot", "1", "OPEN"), test_time)), 0U);
    EXPECT_EQ(count_of<FillsDue>(stream->on_text(said(2, "update", "1", "OPEN"), test_time)), 0U);
    EXPECT_EQ(count_of<FillsDue>(stream->on_text(said(3, "update", "2", "OPEN"), test_time)), 1U);
    EXPECT_EQ(count_of<FillsDue>(stream->on_text(said(4, "update", "3", "FILLED"), test_time)), 1U);
    EXPECT_EQ(the<Lost>(stream->on_text(R"({"channel":"heartbeats","sequence_num":7,"events":[]})",
                                        test_time))
                  .found,
              7U);
    EXPECT_EQ(count_of<Refused>(stream->on_text(R"({"type":"error","message":"no"})", test_time)),
              1U);
}

TEST(UserStream, TellsAFillBehindTheOrderItIsOf) {
    const auto stream = stream_of(Place::BinanceUsdm);
    const auto step = stream->on_text(
        R"({"e":"ORDER_TRADE_UPDATE","o":{"s":"AB","c":"x","S":"SELL","f":"GTC","q":"2","p":"5",)"
        R"("ap":"5","x":"TRADE","X":"PARTIALLY_FILLED","i":7,"l":"1","z":"1.5","L":"5","N":"USDT",)"
        R"("n":"-0.01","T":1700000000000,"t":9,"m":true}})",
        test_time);
    ASSERT_TRUE(step) << step.error().text();
    ASSERT_EQ(step->events.size(), 2U);
    const auto order = std::get<OrderSaid>(step->events[0]);
    EXPECT_EQ(order.filled, (core::Decimal{15, 1}));
    EXPECT_EQ(order.state, core::OrderState::Open);
    const auto fill = std::get<FillSaid>(step->events[1]);
    EXPECT_EQ(fill.trade, core::TradeId{9});
    EXPECT_EQ(fill.fee, (core::Decimal{-1, 2}));
    EXPECT_EQ(fill.liquidity, core::Liquidity::Maker);
}

TEST(UserStream, SaysNothingOfKindsThatItDoesNotKnow) {
    for (const auto place : all_places) {
        const auto step = stream_of(place)->on_text(R"({"new":"kind"})", test_time);
        ASSERT_TRUE(step) << place_name(place) << ": " << step.error().text();
        EXPECT_TRUE(step->events.empty());
    }
}

TEST(TradeId, OfATextIsTheHeadOfItsHash) {
    // sha256("abc") begins with ba7816bf8f01cfea.
    EXPECT_EQ(trade_id_of("abc"), core::TradeId{0xba78'16bf'8f01'cfeaU});
}

}  // namespace
}  // namespace nightjar::venue
