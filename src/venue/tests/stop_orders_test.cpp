/// Stop orders that a service of the venue's own keeps, with numbers of its own, until they become
/// orders.

#include "venue/account_mirror.hpp"
#include "venue/private_side.hpp"
#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {
namespace {

using Kind = Question::Kind;

constexpr std::string_view ours = "nj0123456789abcdef";

core::OrderRequest stop_order() {
    auto order = limit_order();
    order.type = core::OrderType::StopMarket;
    order.side = core::Side::Sell;
    order.price = {};
    order.stop = {290'000};
    return order;
}

Question about_stop(const core::Instrument& instrument) {
    Question question;
    question.kind = Kind::Order;
    question.instrument = &instrument;
    question.client_id = ours;
    question.stop = true;
    return question;
}

PlacedOrder placed_stop() {
    PlacedOrder placed;
    placed.client_id = ours;
    placed.price = {300'000};
    placed.qty = {100};
    placed.stop = true;
    return placed;
}

TEST(StopOrder, OfBinanceFuturesGoesToTheServiceThatKeepsThem) {
    const auto codec = codec_of(Place::BinanceUsdm);
    const auto instrument = instrument_of(Place::BinanceUsdm);
    const auto placed = codec->place(stop_order(), instrument, ours, test_time);
    ASSERT_TRUE(placed) << placed.error().text();
    EXPECT_EQ(placed->target, "/fapi/v1/algoOrder");
    auto said = parameters(placed->body);
    EXPECT_EQ(said["type"], "STOP_MARKET");
    EXPECT_EQ(said["triggerPrice"], "29000");
    EXPECT_EQ(said["clientAlgoId"], ours);
    EXPECT_EQ(said["side"], "SELL");
    const auto answer = codec->decode_answer(
        OrderAction::Place, reply_of(R"({"algoId":1,"clientAlgoId":"a","algoStatus":"NEW"})"));
    EXPECT_EQ(answer.outcome, Outcome::Ack);
    EXPECT_EQ(answer.venue_id, "") << "that number is none of an order";
    const auto cancel = codec->cancel(placed_stop(), instrument, test_time);
    EXPECT_EQ(cancel->method, "DELETE");
    EXPECT_TRUE(cancel->target.starts_with(fmt::format("/fapi/v1/algoOrder?clientAlgoId={}", ours)))
        << cancel->target;
}

TEST(StopOrder, OfBinanceFuturesIsFollowedToTheOrderThatItBecame) {
    const auto codec = codec_of(Place::BinanceUsdm);
    const auto instrument = instrument_of(Place::BinanceUsdm);
    auto question = about_stop(instrument);
    const auto first = codec->ask(question, test_time);
    EXPECT_TRUE(first->target.starts_with("/fapi/v1/algoOrder?")) << first->target;
    const auto page = codec->decode(
        question, reply_of(R"({"algoId":1,"clientAlgoId":"nj0123456789abcdef","symbol":"BTCUSDT",)"
                           R"("side":"SELL","quantity":"0.1","algoStatus":"FINISHED",)"
                           R"("actualOrderId":"77","updateTime":1700000000000})"));
    ASSERT_TRUE(page) << page.error().text();
    EXPECT_TRUE(page->events.empty());
    ASSERT_EQ(page->next, "77");
    const std::string next{page->next};
    question.cursor = next;
    const auto second = codec->ask(question, test_time);
    EXPECT_EQ(parameters(second->target.substr(second->target.find('?') + 1))["orderId"], "77");
    const auto order = codec->decode(
        question,
        reply_of(R"({"symbol":"BTCUSDT","orderId":77,"clientOrderId":"theirs",)"
                 R"("side":"SELL","status":"FILLED","price":"0","origQty":"0.1",)"
                 R"("executedQty":"0.1","avgPrice":"28999","updateTime":1700000000000})"));
    ASSERT_TRUE(order) << order.error().text();
    const auto& said = std::get<OrderSaid>(order->events[0]);
    EXPECT_EQ(said.client_id, ours) << "by whatever name it was placed";
    EXPECT_EQ(said.venue_id, "77");
    EXPECT_EQ(said.state, core::OrderState::Filled);
    EXPECT_TRUE(order->next.empty());
}

TEST(StopOrder, OfOkxIsALossThatTheMarketHasNotPassedYet) {
    const auto codec = codec_of(Place::OkxSwap);
    const auto instrument = instrument_of(Place::OkxSwap);
    const auto placed = codec->place(stop_order(), instrument, ours, test_time);
    ASSERT_TRUE(placed) << placed.error().text();
    EXPECT_EQ(placed->target, "/api/v5/trade/order-algo");
    EXPECT_TRUE(placed->body.contains(
        R"("ordType":"conditional","sz":"1","slTriggerPx":"29000","slTriggerPxType":"last",)"
        R"("slOrdPx":"-1","algoClOrdId":"nj0123456789abcdef"})"))
        << placed->body;
    const auto cancel = codec->cancel(placed_stop(), instrument, test_time);
    EXPECT_EQ(cancel->target, "/api/v5/trade/cancel-algos");
    EXPECT_TRUE(cancel->body.starts_with("[{") && cancel->body.ends_with("}]")) << cancel->body;
    auto question = about_stop(instrument);
    const auto page = codec->decode(
        question, reply_of(R"({"code":"0","msg":"","data":[{"algoId":"1","algoClOrdId":"a",)"
                           R"("instId":"BTC-USDT-SWAP","side":"sell","state":"effective","sz":"1",)"
                           R"("ordIdList":["78"],"ordId":"","uTime":"1700000000000"}]})"));
    ASSERT_TRUE(page) << page.error().text();
    EXPECT_EQ(page->next, "78");
}

TEST(StopOrder, IsAmongTheOpenOrdersThatAreAskedForLast) {
    for (const auto place : {Place::BinanceUsdm, Place::OkxSpot, Place::OkxSwap}) {
        const auto codec = codec_of(place);
        Question question;
        question.kind = Kind::OpenOrders;
        const auto nothing = place == Place::BinanceUsdm ? R"([])" : R"({"code":"0","data":[]})";
        const std::string next{codec->decode(question, reply_of(nothing))->next};
        ASSERT_FALSE(next.empty());
        question.cursor = next;
        EXPECT_TRUE(codec->ask(question, test_time)->target.contains("lgo")) << "of algo orders";
        EXPECT_TRUE(codec->decode(question, reply_of(nothing))->next.empty());
    }
}

TEST(StopOrder, IsNotAmended) {
    for (const auto place : all_places) {
        const auto refused = codec_of(place)->amend(
            placed_stop(), {{1}, {300'000}, {50}, test_time}, instrument_of(place), test_time);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, core::ErrorCode{Errc::Unsupported});
    }
}

TEST(StopOrder, OfBinanceFuturesTellsItsNumberOnTheStreamAndThatFillsAreDue) {
    const auto stream = stream_of(Place::BinanceUsdm);
    const auto step = stream->on_text(
        R"({"e":"ALGO_UPDATE","T":1,"E":1,"o":{"caid":"nj0123456789abcdef","aid":1,"s":"BTCUSDT",)"
        R"("S":"SELL","q":"0.1","X":"FINISHED","ai":"77","rm":""}})",
        test_time);
    ASSERT_TRUE(step) << step.error().text();
    ASSERT_EQ(step->events.size(), 2U);
    EXPECT_EQ(std::get<OrderSaid>(step->events[0]).venue_id, "77");
    EXPECT_EQ(std::get<OrderSaid>(step->events[0]).state, core::OrderState::Unknown);
    EXPECT_EQ(std::get<FillsDue>(step->events[1]).venue_id, "77");
}

TEST(StopOrder, AVenueKeepsThemWhereItsOrdersCanStopAndOnlyReduce) {
    ASSERT_EQ(protocols().size(), all_places.size());
    for (std::size_t i = 0; i < all_places.size(); ++i) {
        const auto can = codec_of(all_places.at(i))->abilities();
        EXPECT_EQ(keeps_stops(protocols()[i]), can.stop_market && can.reduce_only)
            << protocols()[i];
    }
}

}  // namespace
}  // namespace nightjar::venue
