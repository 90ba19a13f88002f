#include "venue/tests/order_testing.hpp"

#include <simdjson.h>

namespace nightjar::venue {
namespace {

using core::OrderType;
using core::TimeInForce;
using Kind = Question::Kind;
constexpr std::array all_kinds{Kind::Order,      Kind::OpenOrders, Kind::Fills,
                               Kind::Balances,   Kind::Positions,  Kind::Fees,
                               Kind::ServerTime, Kind::KeyRights,  Kind::Funding};
constexpr std::array all_actions{OrderAction::Place, OrderAction::Amend, OrderAction::Cancel,
                                 OrderAction::CancelAll, OrderAction::DeadMan};

// In the venues' own forms; the numbers are made up.
const std::map<Place, Frames> streamed{
    {Place::BinanceSpot,
     {R"({"subscriptionId":0,"event":{"e":"executionReport","s":"AB","c":"x","S":"BUY","f":"GTC",)"
      R"("q":"1.00","p":"2.5","x":"TRADE","X":"FILLED","r":"NONE","i":7,"l":"1.0","z":"1.00",)"
      R"("L":"2.50","n":"0.001","N":"AB","T":1700000000000,"t":9,"m":true,"C":""}})",
      R"({"e":"outboundAccountPosition","u":1700000000000,"B":[{"a":"AB","f":"1.5","l":"0.5"}]})"}},
    {Place::BinanceUsdm,
     {R"({"e":"ACCOUNT_UPDATE","T":1700000000000,"a":{"B":[{"a":"USDT","wb":"12.5"}],)"
      R"("P":[{"s":"AB","pa":"-2","ep":"3.5"}]}})"}},
    {Place::BybitLinear,
     {R"({"topic":"order","data":[{"category":"linear","symbol":"AB","orderId":"7","side":"Buy",)"
      R"("orderLinkId":"x","orderStatus":"New","price":"2.5","qty":"3","cumExecQty":"0",)"
      R"("avgPrice":"","cumExecFee":"0","updatedTime":"1700000000000"}]})",
      R"({"topic":"execution","data":[{"category":"linear","symbol":"AB","orderId":"7",)"
      R"("execId":"e","execType":"Trade","side":"Sell","execPrice":"2.5","execQty":"1",)"
      R"("execFee":"-0.01","isMaker":true,"execTime":"1700000000000"}]})"}},
    {Place::OkxSwap,
     {R"({"arg":{"channel":"orders"},"data":[{"instType":"SWAP","instId":"AB","clOrdId":"x",)"
      R"("ordId":"7","side":"buy","state":"live","px":"2.5","sz":"3","accFillSz":"1",)"
      R"("avgPx":"2.5","fee":"-0.1","uTime":"1700000000000","fillSz":"1","fillPx":"2.5",)"
      R"("tradeId":"9","execType":"M","fillFee":"-0.1","fillFeeCcy":"USDT","fillTime":"1"}]})",
      R"({"arg":{"channel":"account"},"data":[{"details":[{"ccy":"AB","cashBal":"1.5",)"
      R"("availBal":"1","uTime":"1700000000000"}]}]})"}},
    {Place::Kraken,
     {R"({"channel":"executions","type":"update","data":[{"exec_type":"trade","order_id":"O",)"
      R"("exec_id":"T","symbol":"BTC/USD","side":"buy","last_qty":0.1,"last_price":30000.0,)"
      R"("liquidity_ind":"m","order_status":"partially_filled","order_qty":0.2,)"
      R"("limit_price":30000.0,"cum_qty":0.1,"avg_price":30000.0,)"
      R"("fees":[{"asset":"USD","qty":7.5}],"timestamp":"2023-11-14T22:13:20.123456Z"}],)"
      R"("sequence":3})",
      R"({"channel":"balances","type":"update","data":[{"asset":"BTC","balance":1e-05}],)"
      R"("sequence":4})"}},
    {Place::Coinbase,
     {R"({"channel":"user","timestamp":"2023-11-14T22:13:20Z","sequence_num":1,"events":[)"
      R"({"type":"update","orders":[{"order_id":"o","client_order_id":"x","product_id":"BTC-USD",)"
      R"("order_side":"SELL","status":"OPEN","cumulative_quantity":"0.1","leaves_quantity":"0.2",)"
      R"("avg_price":"30000","total_fees":"12"}]}]})"}},
};

bool is_sound(std::span<const AccountEvent> events) {
    return std::ranges::all_of(events, [](const AccountEvent& event) {
        if (const auto* fill = std::get_if<FillSaid>(&event))
            return fill->price.mantissa > 0 && fill->qty.mantissa > 0;
        if (const auto* order = std::get_if<OrderSaid>(&event))
            return (!order->qty || order->qty->mantissa >= 0) &&
                   (!order->price || order->price->mantissa > 0);
        return true;
    });
}

TEST(PrivateMessages, ThatAreGoodSayOrdersFillsAndBalances) {
    for (const auto& [place, frames] : streamed)
        for (const auto frame : frames) {
            const auto stream = stream_of(place);
            const auto step = stream->on_text(frame, test_time);
            ASSERT_TRUE(step) << frame << step.error().text();
            EXPECT_FALSE(step->events.empty()) << frame;
            EXPECT_TRUE(is_sound(step->events)) << frame;
        }
}

TEST(PrivateMessages, ThatAreCutOffAreRefused) {
    for (const auto& [place, frames] : streamed) {
        const auto stream = stream_of(place);
        for (const auto frame : frames)
            for (std::size_t size = 0; size < frame.size(); ++size)
                EXPECT_FALSE(stream->on_text(frame.substr(0, size), test_time))
                    << frame.substr(0, size);
    }
}

TEST(PrivateMessages, WithOneWrongFieldAreRefusedAsAWhole) {
    for (const auto& [place, from, to] :
         {std::tuple{Place::BinanceSpot, R"("p":"2.5")", R"("p":true)"},
          {Place::BinanceSpot, R"("l":"1.0")", R"("l":"-1.0")"},
          {Place::BinanceSpot, R"("L":"2.50")", R"("L":"0")"},
          {Place::BinanceSpot, R"("S":"BUY")", R"("S":"HOLD")"},
          {Place::BinanceSpot, R"("T":1700000000000)", R"("T":99999999999999999999)"},
          {Place::BybitLinear, R"("qty":"3")", R"("qty":"1e999")"},
          {Place::BybitLinear, R"("cumExecFee":"0")", R"("cumExecFee":"a lot")"},
          {Place::OkxSwap, R"("execType":"M")", R"("execType":"Z")"},
          {Place::OkxSwap, R"("tradeId":"9")", R"("tradeId":"-9")"},
          {Place::Kraken, R"("last_price":30000.0)", R"("last_price":[])"},
          {Place::Coinbase, R"("leaves_quantity":"0.2")", R"("leaves_quantity":null)"}}) {
        std::string frame{streamed.at(place).front()};
        const auto at = frame.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        frame.replace(at, std::string_view{from}.size(), to);
        EXPECT_FALSE(stream_of(place)->on_text(frame, test_time)) << frame;
    }
}

RC_GTEST_PROP(PrivateMessages, OfAnyBytesGiveAnErrorOrWhatCanBe, ()) {
    const auto place = *rc::gen::elementOf(all_places);
    const auto from = streamed.contains(place) ? place : Place::OkxSwap;
    const auto& frames = streamed.at(from);
    std::string frame{*rc::gen::elementOf(frames)};
    for (int i = *rc::gen::inRange(1, 6); i > 0 && !frame.empty(); --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
        switch (*rc::gen::inRange(0, 3)) {
            case 0: frame[at] = *rc::gen::arbitrary<char>(); break;
            case 1: frame.erase(at, *rc::gen::inRange<std::size_t>(1, 9)); break;
            default: frame.insert(at, frame.substr(at / 2, 7)); break;
        }
    }
    const auto stream = stream_of(place);
    if (const auto step = stream->on_text(frame, test_time)) RC_ASSERT(is_sound(step->events));
    const auto codec = codec_of(place);
    const auto reply = reply_of(frame, *rc::gen::elementOf(std::vector{200U, 400U, 429U, 500U}));
    for (const auto action : all_actions) (void)codec->decode_answer(action, reply);
    for (const auto kind : all_kinds) {
        Question question;
        question.kind = kind;
        if (const auto page = codec->decode(question, reply)) RC_ASSERT(is_sound(page->events));
    }
}

/// What a request says of an order, by any of the venues' names.
std::string said(const net::WebRequest& request, const std::vector<std::string>& names) {
    if (!request.body.starts_with('{')) {
        const auto form = parameters(request.body);
        for (const auto& name : names)
            if (const auto found = form.find(name); found != form.end()) return found->second;
        return {};
    }
    simdjson::dom::parser parser;
    const simdjson::padded_string json{request.body};
    const auto root = parser.parse(json).value_unsafe();
    for (const auto& name : names)
        if (std::string_view text; root.at_pointer("/" + name).get(text) == simdjson::SUCCESS)
            return std::string{text};
    return {};
}

/// Those of Coinbase stand two levels deep, under the name of the kind.
std::vector<std::string> deep(std::string_view field) {
    std::vector<std::string> names;
    for (const auto* kind :
         {"limit_limit_gtc", "sor_limit_ioc", "limit_limit_fok", "market_market_ioc"})
        names.push_back(fmt::format("order_configuration/{}/{}", kind, field));
    return names;
}

std::vector<std::string> with(std::vector<std::string> names, std::string_view field) {
    for (auto& name : deep(field)) names.push_back(std::move(name));
    return names;
}

RC_GTEST_PROP(OrderRequest, SaysThePriceQuantityAndSideOfTheOrder, ()) {
    const auto place = *rc::gen::elementOf(all_places);
    const auto codec = codec_of(place);
    auto instrument = instrument_of(place);
    instrument.tick = {*rc::gen::elementOf(std::vector<std::int64_t>{
        core::Money::one, core::Money::one / 4, core::Money::one / 100'000})};
    instrument.lot = {*rc::gen::elementOf(std::vector<std::int64_t>{
        core::Money::one, core::Money::one / 2, core::Money::one / 1'000'000})};
    instrument.contract = core::whole(1);
    auto order = limit_order();
    order.price = {*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)};
    order.qty = {*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)};
    order.side = *rc::gen::element(core::Side::Buy, core::Side::Sell);
    order.tif = *rc::gen::element(TimeInForce::Gtc, TimeInForce::Ioc, TimeInForce::Fok);
    order.post_only = order.tif == TimeInForce::Gtc && *rc::gen::arbitrary<bool>();
    const auto request = codec->place(order, instrument, test_id, test_time);
    RC_ASSERT(request.has_value());
    const auto price = said(*request, with({"price", "px"}, "limit_price"));
    const auto qty = said(*request, with({"quantity", "qty", "sz", "volume"}, "base_size"));
    RC_ASSERT(*core::parse_price(price, instrument) == order.price);
    RC_ASSERT(*core::parse_qty(qty, instrument) == order.qty);
    auto side = said(*request, {"side", "type"});
    for (auto& c : side) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    RC_ASSERT(side == core::name(order.side));
    const auto id = said(
        *request, {"newClientOrderId", "orderLinkId", "clOrdId", "cl_ord_id", "client_order_id"});
    RC_ASSERT(id == test_id);
    auto all = request->body;
    for (auto& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    RC_ASSERT(all.contains("ioc") == (order.tif == TimeInForce::Ioc));
    RC_ASSERT(all.contains("fok") == (order.tif == TimeInForce::Fok));
    const bool post = all.contains("post_only\":true") || all.contains("postonly") ||
                      all.contains("oflags=post") || all.contains("limit_maker") ||
                      all.contains("gtx") || all.contains("ordtype\":\"post_only");
    RC_ASSERT(post == order.post_only);
}

TEST(OrderRequest, CountsSwapsOfOkxInContracts) {
    const auto request = codec_of(Place::OkxSwap)
                             ->place(limit_order(), instrument_of(Place::OkxSwap), test_id,
                                     test_time);  // 0.1 of base in contracts of 0.1
    ASSERT_TRUE(request) << request.error().text();
    EXPECT_TRUE(request->body.contains(R"("sz":"1")")) << request->body;
    EXPECT_FALSE(request->body.contains("tgtCcy")) << request->body;
}

TEST(OrderRequest, OfASpotMarketBuyIsCountedInBase) {
    auto order = limit_order();
    order.type = OrderType::Market;
    for (const auto& [place, wanted] :
         {std::pair{Place::BinanceSpot, "quantity=0.1&"},
          {Place::BybitSpot, R"("qty":"0.1","marketUnit":"baseCoin")"},
          {Place::OkxSpot, R"("sz":"0.1","tgtCcy":"base_ccy")"},
          {Place::Kraken, "volume=0.1&"},
          {Place::Coinbase, R"("market_market_ioc":{"base_size":"0.1"})"}}) {
        const auto request =
            codec_of(place)->place(order, instrument_of(place), test_id, test_time);
        ASSERT_TRUE(request) << request.error().text();
        EXPECT_TRUE(request->body.contains(wanted)) << request->body;
    }
}

TEST(OrderRequest, ThatTheVenueDoesNotHaveIsRefusedBeforeItIsSent) {
    for (const auto place : all_places) {
        const auto codec = codec_of(place);
        const auto& can = codec->abilities();
        const auto instrument = instrument_of(place);
        auto stop = limit_order();
        stop.type = OrderType::StopMarket;
        stop.stop = {290'000};
        EXPECT_EQ(codec->place(stop, instrument, test_id, test_time).has_value(), can.stop_market);
        auto reduce = limit_order();
        reduce.reduce_only = true;
        EXPECT_EQ(codec->place(reduce, instrument, test_id, test_time).has_value(),
                  can.reduce_only);
        auto impossible = limit_order();
        impossible.post_only = true;
        impossible.tif = TimeInForce::Ioc;
        const auto refused = codec->place(impossible, instrument, test_id, test_time);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, core::ErrorCode{Errc::Unsupported});
        EXPECT_FALSE(codec->place(limit_order(), instrument, "a\"b", test_time));
        Question question;
        question.kind = Kind::Positions;
        EXPECT_EQ(codec->ask(question, test_time).has_value(), can.positions) << place_name(place);
        const auto all = can.cancel_all == OrderAbilities::CancelAll::None;
        EXPECT_EQ(
            !codec->cancel_all(nullptr, test_time) && !codec->cancel_all(&instrument, test_time),
            all);
        const bool has = can.dead_man != OrderAbilities::DeadMan::None;
        EXPECT_EQ(codec->dead_man(core::seconds(60), &instrument, test_time).has_value(), has);
        EXPECT_FALSE(codec->dead_man(core::days(2), &instrument, test_time));
    }
}

TEST(OrderRequest, OfCoinbaseThatNeedsTheVenuesIdSaysSo) {
    PlacedOrder order;
    order.client_id = test_id;
    const auto refused =
        codec_of(Place::Coinbase)->cancel(order, instrument_of(Place::Coinbase), test_time);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::ErrorCode{Errc::MissingField});
}

TEST(OrderRequest, OfKrakenHasANonceThatRisesWhileTheClockStands) {
    const auto codec = codec_of(Place::Kraken);
    std::uint64_t last = 0;
    for (int i = 0; i < 3; ++i) {
        const auto request = codec->cancel_all(nullptr, test_time);
        const auto nonce = std::stoull(parameters(request->body).at("nonce"));
        EXPECT_GT(nonce, last);
        last = nonce;
    }
}

TEST(OrderRequest, OfFillsGoesOnInTheNextWindowAndFromTheLastOfAFullPage) {
    const auto codec = codec_of(Place::BinanceSpot);
    const auto instrument = instrument_of(Place::BinanceSpot);
    Question question;
    question.kind = Kind::Fills;
    question.instrument = &instrument;
    question.since = test_time;
    question.until = test_time + core::days(1) + core::hours(1);
    const auto first = parameters(codec->ask(question, test_time)->target);
    EXPECT_EQ(first.at("endTime"), "1700086400000");
    const std::string next{codec->decode(question, reply_of("[]"))->next};
    question.cursor = next;
    const auto second = parameters(codec->ask(question, test_time)->target);
    EXPECT_EQ(second.at("startTime"), "1700086400000");
    EXPECT_EQ(second.at("endTime"), "1700090000000");
    EXPECT_TRUE(codec->decode(question, reply_of("[]"))->next.empty());
    std::string full;
    for (int id = 1; id <= 1'000; ++id)
        full += fmt::format(R"({}{{"symbol":"A","id":{},"orderId":1,"price":"1","qty":"1",)"
                            R"("commission":"0","commissionAsset":"B","time":1700000000000,)"
                            R"("isBuyer":true,"isMaker":false}})",
                            full.empty() ? "" : ",", id);
    const std::string third{codec->decode(question, reply_of("[" + full + "]"))->next};
    question.cursor = third;
    EXPECT_EQ(parameters(codec->ask(question, test_time)->target).at("fromId"), "1001");
}

TEST(Secrets, AreInNoRequestAndNoError) {
    const auto check = [](const net::WebRequest& request, Place place) {
        auto all = request.method + request.target + request.body;
        for (const auto& [name, value] : request.headers)
            if (name != "OK-ACCESS-PASSPHRASE") all += name + value;
        EXPECT_FALSE(all.contains(secret_text)) << place_name(place);
        EXPECT_FALSE(all.contains(to_base64(secret_text))) << place_name(place);
        EXPECT_FALSE(all.contains(passphrase_text)) << place_name(place);
    };
    for (const auto place : all_places) {
        const auto codec = codec_of(place);
        const auto instrument = instrument_of(place);
        PlacedOrder placed;
        placed.client_id = test_id;
        placed.venue_id = "28";
        placed.price = {1};
        placed.qty = {9};
        core::AmendRequest wanted;
        wanted.price = {1};
        wanted.qty = {8};
        for (const auto& request : {codec->place(limit_order(), instrument, test_id, test_time),
                                    codec->amend(placed, wanted, instrument, test_time),
                                    codec->cancel(placed, instrument, test_time)}) {
            ASSERT_TRUE(request) << request.error().text();
            check(*request, place);
        }
        for (const auto kind : all_kinds) {
            Question question;
            question.kind = kind;
            question.instrument = &instrument;
            question.client_id = test_id;
            if (const auto request = codec->ask(question, test_time))
                check(*request, place);
            else
                EXPECT_FALSE(request.error().text().contains(secret_text));
        }
        if (const auto request = stream_of(place)->prepare(test_time)) check(*request, place);
    }
}

}  // namespace
}  // namespace nightjar::venue
