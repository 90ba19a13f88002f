/// Whoever keeps a book by the venue's rule has the exchange's book, and every checksum is right.

#include "core/base/random.hpp"
#include "exchange/kraken/tokens.hpp"
#include "exchange/tests/kraken_testing.hpp"
#include "venue/kraken/depth_sequence.hpp"
#include "venue/kraken/feed_request.hpp"
#include "venue/kraken/public_codec.hpp"

#include <set>

namespace nightjar::exchange::kraken {
namespace {

using core::Side;
using venue::DepthVerdict;
using venue::Subscription;
using venue::kraken::DepthSequence;
using venue::kraken::Precision;

struct BookClient final : net::StreamListener {
    std::unique_ptr<venue::FeedDecoder> decoder{venue::kraken::make_feed_decoder()};
    DepthSequence by_precision;
    DepthSequence by_text;
    std::map<std::string, std::string> levels;  // "bid 61837.6" -> "0.5"
    int messages{};
    int wrong{};

    explicit BookClient(std::size_t depth)
        : by_precision{depth, Precision{.price = 1, .qty = 8}}, by_text{depth} {}

    void put(std::span<const venue::PublicLevel> changes) {
        for (const auto& level : changes) {
            const auto name = (level.side == Side::Buy ? "bid " : "ask ") + text_of(level.price);
            if (level.qty.mantissa == 0)
                levels.erase(name);
            else
                levels[name] = text_of(level.qty);
        }
    }
    template <class Message>
    void take(const Message& message, DepthVerdict one, DepthVerdict other) {
        ++messages;
        if (one != DepthVerdict::Apply || other != DepthVerdict::Apply) ++wrong;
        put(message.levels);
        put(by_precision.fallen_out());
    }
    void on_open() override {}
    void on_closed(const core::Error& /*why*/) override {}
    void on_text(std::string_view text) override {
        const auto events = decoder->decode(text);
        ASSERT_TRUE(events) << text;
        for (const auto& event : events->events) {
            if (const auto* whole = std::get_if<venue::DepthSnapshot>(&event.body)) {
                levels.clear();
                take(*whole, by_precision.snapshot(*whole), by_text.snapshot(*whole));
            } else if (const auto* update = std::get_if<venue::DepthUpdate>(&event.body)) {
                take(*update, by_precision.next(*update), by_text.next(*update));
            }
        }
    }
};

std::map<std::string, std::string> top_of(const MarketView& view, std::size_t depth) {
    std::map<std::string, std::string> levels;
    const auto add = [&](const auto& side, const std::string& name) {
        std::size_t left = depth;
        for (const auto& [price, qty] : side) {
            if (left-- == 0) break;
            levels[name + format_price(price, view.instrument())] =
                format_qty(qty, view.instrument());
        }
    };
    add(view.bids(), "bid ");
    add(view.asks(), "ask ");
    return levels;
}

/// Orders near the market that come, take and go.
void act(Hall& hall, Client& client, core::InstrumentId instrument, core::Random& random) {
    const auto dice = [&](std::int64_t sides) {
        return static_cast<std::int64_t>(random.uniform() * static_cast<double>(sides));
    };
    const auto open = client.orders.open();
    if (open.size() > 3 && dice(2) == 0) {
        (void)hall.cancel(client, open.front()->id);
        return;
    }
    Terms terms;
    terms.instrument = instrument;
    terms.kind = "limit";
    terms.side = dice(2) == 0 ? Side::Buy : Side::Sell;
    terms.type = dice(6) == 0 ? core::OrderType::Market : core::OrderType::Limit;
    terms.qty = {500'000 + dice(90'000'000)};
    if (terms.type == core::OrderType::Limit)
        terms.price = *hall.view(instrument).best(terms.side) + core::Price{dice(400) - 300};
    (void)hall.place(client, std::move(terms));
}

struct KrakenStreams : testing::Test {
    KrakenBench bench;

    std::unique_ptr<net::Stream> open(net::StreamListener& listener) {
        auto url = bench.server;
        url.scheme = "ws";
        url.target = "/v2";
        auto stream = bench.net.open(url, {}, listener);
        bench.net.run_until(bench.net.now());
        return stream;
    }
    void subscribe(net::Stream& stream, const std::vector<Subscription>& wanted) {
        const auto texts =
            venue::kraken::feed_requests(venue::FeedAction::Subscribe, wanted).value();
        for (const auto& text : texts) stream.send(text);
        bench.net.run_until(bench.net.now());
    }
    static Subscription book(int depth) {
        Subscription wanted;
        wanted.channel = Subscription::Channel::Depth;
        wanted.symbol = "BTC/USD";
        wanted.depth = depth;
        return wanted;
    }
};

TEST_F(KrakenStreams, BooksOfAnyDepthAreTheExchangesOwnAndEachChecksumIsRight) {
    auto& alice = bench.admit("alice", {{"USD", money("90000000")}, {"BTC", money("500")}});
    for (const std::uint64_t seed : {1U, 2U}) {
        BookClient ten{10};
        BookClient hundred{100};
        BookClient late{10};
        const auto first = open(ten);
        const auto second = open(hundred);
        const auto third = open(late);
        subscribe(*first, {book(10)});
        subscribe(*second, {book(100)});
        core::Random random{seed, 0};
        for (int i = 0; i < 300; ++i) {
            act(bench.hall(), alice, bench.btc().instrument().id, random);
            bench.pass(core::milliseconds(30));
            // Within a period: it is told what the others were told last.
            if (i == 100) subscribe(*third, {book(10)});
        }
        bench.net.run_until(
            {(core::count_of(bench.net.now(), core::seconds(1)) + 1) * core::seconds(1).ns});
        bench.venue->advance(bench.net.now());
        bench.net.run_until(bench.net.now());
        for (const auto* client : {&ten, &hundred, &late}) {
            EXPECT_EQ(client->wrong, 0);
            EXPECT_GT(client->messages, 50);
        }
        EXPECT_EQ(ten.levels, top_of(bench.btc(), 10));
        EXPECT_EQ(late.levels, top_of(bench.btc(), 10));
        EXPECT_EQ(hundred.levels, top_of(bench.btc(), 100));
    }
}

TEST_F(KrakenStreams, EveryPublicMessageIsReadByOurDecoder) {
    Ear ear;
    const auto stream = open(ear);
    EXPECT_EQ(ear.messages().at(0)["channel"], "status");
    Subscription trades;
    trades.channel = Subscription::Channel::Trades;
    trades.symbol = "BTC/USD";
    auto top = trades;
    top.channel = Subscription::Channel::Top;
    auto candles = trades;
    candles.channel = Subscription::Channel::Candles;
    candles.interval = "1";
    subscribe(*stream, {trades, top, candles, book(25)});
    bench.say(*stream, {{"method", "subscribe"}, {"params", {{"channel", "instrument"}}}});
    bench.say(*stream, {{"method", "ping"}, {"req_id", 9}});
    bench.pass(core::seconds(20));
    const auto decoder = venue::kraken::make_feed_decoder();
    std::set<std::string> channels;
    for (const auto& text : ear.heard) {
        EXPECT_TRUE(decoder->decode(text)) << text;
        const auto json = Json::parse(text);
        if (json.contains("success")) {
            EXPECT_EQ(json["success"], true) << text;
        }
        channels.insert(json.value("channel", json.value("method", "")));
    }
    for (const auto* channel :
         {"trade", "ticker", "ohlc", "book", "instrument", "heartbeat", "status", "pong"})
        EXPECT_TRUE(channels.contains(channel)) << channel;
}

TEST_F(KrakenStreams, SubscriptionsAreAnsweredOneByOne) {
    Ear ear;
    const auto stream = open(ear);
    const auto ask = [&](const char* method, const Json& params) {
        const auto before = ear.heard.size();
        bench.say(*stream, {{"method", method}, {"params", params}, {"req_id", 5}});
        return Json::parse(ear.heard.at(before));
    };
    const Json wanted{{"channel", "book"}, {"symbol", Json::array({"ETH/USD"})}, {"depth", 25}};
    const auto good = ask("subscribe", wanted);
    EXPECT_EQ(good["req_id"], 5);
    EXPECT_EQ(good["result"]["depth"], 25);
    EXPECT_EQ(good["result"]["symbol"], "ETH/USD");
    EXPECT_EQ(ask("subscribe", wanted)["error"], "Already subscribed");
    EXPECT_EQ(ask("unsubscribe", wanted)["success"], true);
    EXPECT_EQ(ask("subscribe",
                  {{"channel", "book"}, {"symbol", wanted["symbol"]}, {"depth", 7}})["error"],
              "Subscription depth not supported");
    EXPECT_EQ(ask("subscribe", {{"channel", "trade"}, {"symbol", Json::array({"A/B"})}})["success"],
              false);
    EXPECT_EQ(ask("subscribe", {{"channel", "executions"}, {"token", "TOK"}})["error"],
              "ESession:Invalid session");
    EXPECT_EQ(ask("dance", Json::object())["success"], false);
    for (const auto* text :
         {"", "{", "[]", "7", R"({"method":7})", R"({"method":"subscribe","params":3})",
          R"({"method":"subscribe","params":{"channel":"book","symbol":7}})"}) {
        const auto before = ear.heard.size();
        stream->send(text);
        bench.net.run_until(bench.net.now());
        EXPECT_EQ(Json::parse(ear.heard.at(before))["success"], false) << text;
    }
    Ear nowhere;
    const auto refused = bench.listen("/elsewhere", nowhere);
    EXPECT_TRUE(nowhere.closed);
}

TEST_F(KrakenStreams, OrdersCanBePlacedAndCancelledOnTheStream) {
    auto& alice = bench.admit("alice", {{"USD", money("1000000")}});
    const auto token = bench.call(alice, "GetWebSocketsToken")["token"];
    Ear ear;
    const auto stream = open(ear);
    const auto ask = [&](const std::string& method, Json params) {
        params["token"] = token;
        const auto before = ear.heard.size();
        bench.say(*stream, {{"method", method}, {"params", params}, {"req_id", 6}});
        for (auto i = before; i < ear.heard.size(); ++i)
            if (const auto json = Json::parse(ear.heard[i]); json.contains("success")) return json;
        return Json{};
    };
    ASSERT_EQ(ask("subscribe", {{"channel", "executions"}})["success"], true);
    const auto placed = ask("add_order", {{"order_type", "limit"},
                                          {"side", "buy"},
                                          {"symbol", "BTC/USD"},
                                          {"order_qty", 0.1},
                                          {"limit_price", 30000.5},
                                          {"cl_ord_id", "mine"}});
    ASSERT_EQ(placed["success"], true) << placed.dump();
    EXPECT_EQ(placed["result"]["cl_ord_id"], "mine");
    ASSERT_EQ(alice.orders.open().size(), 1U);
    EXPECT_EQ(alice.orders.open()[0]->terms.price.raw, 300'005);
    EXPECT_EQ(alice.orders.open()[0]->terms.qty.raw, 10'000'000);
    EXPECT_EQ(ask("amend_order", {{"order_id", placed["result"]["order_id"]},
                                  {"order_qty", 0.2},
                                  {"limit_price", 30000}})["success"],
              true);
    EXPECT_EQ(alice.orders.open()[0]->terms.qty.raw, 20'000'000);
    EXPECT_EQ(ask("cancel_order", {{"cl_ord_id", Json::array({"mine"})}})["success"], true);
    EXPECT_EQ(ask("cancel_order", {{"cl_ord_id", Json::array({"mine"})}})["error"],
              "EOrder:Unknown order");
    EXPECT_EQ(ask("cancel_all", Json::object())["result"]["count"], 0);
    EXPECT_NE(ask("cancel_all_orders_after", {{"timeout", 60}})["result"]["triggerTime"], "0");
    EXPECT_EQ(ask("add_order", {{"order_type", "limit"},
                                {"side", "buy"},
                                {"symbol", "BTC/USD"},
                                {"order_qty", 0.1},
                                {"limit_price", 900000},
                                {"post_only", true}})["error"],
              "EOrder:Post only order");
    // A token that has subscribed stays good here; elsewhere it ends.
    bench.pass(Tokens::life);
    EXPECT_EQ(ask("cancel_all", Json::object())["success"], true);
    Ear other;
    const auto second = open(other);
    bench.say(*second, {{"method", "cancel_all"}, {"params", {{"token", token}}}});
    EXPECT_EQ(other.messages().back()["error"], "ESession:Invalid session");
}

}  // namespace
}  // namespace nightjar::exchange::kraken
