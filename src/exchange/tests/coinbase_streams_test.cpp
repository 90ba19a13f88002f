/// Whoever keeps a book by the venue's rule has the exchange's book, and no number is left out.

#include "exchange/tests/coinbase_testing.hpp"
#include "venue/coinbase/feed_request.hpp"
#include "venue/coinbase/public_codec.hpp"
#include "venue/message_sequence.hpp"

#include <set>

namespace nightjar::exchange::coinbase {
namespace {

using core::Side;
using venue::DepthVerdict;
using venue::Subscription;

struct FeedClient final : net::StreamListener {
    std::unique_ptr<venue::FeedDecoder> decoder{venue::coinbase::make_feed_decoder()};
    venue::MessageSequence sequence;
    std::map<std::string, std::string> levels;  // "bid 61837.63" -> "0.5"
    std::set<std::string> channels;
    int gaps{};
    bool closed{};

    void put(std::span<const venue::PublicLevel> changes) {
        for (const auto& level : changes) {
            const auto name = (level.side == Side::Buy ? "bid " : "ask ") + text_of(level.price);
            if (level.qty.mantissa == 0)
                levels.erase(name);
            else
                levels[name] = text_of(level.qty);
        }
    }
    void on_open() override {}
    void on_closed(const core::Error& /*why*/) override { closed = true; }
    void on_text(std::string_view text) override {
        const auto events = decoder->decode(text);
        ASSERT_TRUE(events) << text;
        ASSERT_TRUE(events->sequence) << text;
        if (sequence.next(*events->sequence) != DepthVerdict::Apply) ++gaps;
        channels.insert(Json::parse(text)["channel"].get<std::string>());
        for (const auto& event : events->events) {
            if (event.symbol != "BTC-USD") continue;
            if (const auto* whole = std::get_if<venue::DepthSnapshot>(&event.body)) {
                levels.clear();
                put(whole->levels);
            } else if (const auto* update = std::get_if<venue::DepthUpdate>(&event.body)) {
                put(update->levels);
            }
        }
    }
};

struct CoinbaseStreams : testing::Test {
    CoinbaseBench bench;

    std::unique_ptr<net::Stream> open(net::StreamListener& listener) {
        auto url = bench.server;
        url.scheme = "ws";
        url.target = "/";
        auto stream = bench.net.open(url, {}, listener);
        bench.net.run_until(bench.net.now());
        return stream;
    }
};

TEST_F(CoinbaseStreams, TheBookIsTheExchangesOwnAndAllMessagesAreNumbered) {
    auto& alice = bench.admit("alice", {{"USD", money("90000000")}, {"BTC", money("500")}});
    FeedClient client;
    const auto stream = open(client);
    std::vector<Subscription> wanted;
    using Channel = Subscription::Channel;
    for (const auto channel : {Channel::Depth, Channel::Trades, Channel::Top, Channel::Candles}) {
        wanted.emplace_back();
        wanted.back().channel = channel;
        wanted.back().symbol = "BTC-USD";
        if (channel == Channel::Candles) wanted.back().interval = "FIVE_MINUTE";
    }
    const auto texts = venue::coinbase::feed_requests(venue::FeedAction::Subscribe, wanted).value();
    for (const auto& text : texts) stream->send(text);
    for (int i = 0; i < 200; ++i) {
        Terms terms;
        terms.instrument = bench.btc().instrument().id;
        terms.kind = "limit_limit_gtc";
        terms.side = i % 3 == 0 ? Side::Sell : Side::Buy;
        terms.qty = {100'000 * (1 + i % 7)};
        terms.price = *bench.btc().best(terms.side) + core::Price{i % 50 - 20};
        (void)bench.hall().place(alice, std::move(terms));
        if (i % 5 == 0) bench.hall().cancel_all(alice, std::nullopt);
        bench.pass(core::milliseconds(37));
    }
    bench.pass(core::milliseconds(100));
    bench.net.run_until(
        {(core::count_of(bench.net.now(), core::seconds(1)) + 1) * core::seconds(1).ns});
    bench.venue->advance(bench.net.now());
    bench.net.run_until(bench.net.now());
    EXPECT_EQ(client.gaps, 0);
    std::map<std::string, std::string> book;
    const auto& instrument = bench.btc().instrument();
    for (const auto& [price, qty] : bench.btc().bids())
        book["bid " + format_price(price, instrument)] = format_qty(qty, instrument);
    for (const auto& [price, qty] : bench.btc().asks())
        book["ask " + format_price(price, instrument)] = format_qty(qty, instrument);
    EXPECT_EQ(client.levels, book);
    EXPECT_EQ(client.channels, (std::set<std::string>{"candles", "heartbeats", "l2_data",
                                                      "market_trades", "subscriptions", "ticker"}));
}

TEST_F(CoinbaseStreams, WhoAsksForNothingIsSentAway) {
    FeedClient idle;
    const auto stream = open(idle);
    bench.pass(core::seconds(4));
    EXPECT_FALSE(idle.closed);
    bench.pass(core::seconds(2));
    EXPECT_TRUE(idle.closed);
}

TEST_F(CoinbaseStreams, OrdersAreToldToWhoShowsAGoodToken) {
    auto& alice = bench.admit("alice", {{"USD", money("1000000")}});
    const auto signer = venue::coinbase::Signer::make(credentials_of(alice)).value();
    Ear ear;
    const auto stream = bench.listen("/", ear);
    const auto ask = [&](const std::string& token) {
        bench.say(*stream, {{"type", "subscribe"}, {"channel", "user"}, {"jwt", token}});
        return ear.messages().back();
    };
    EXPECT_EQ(ask("")["message"], "authentication failure");
    EXPECT_EQ(ask("a.b.c")["message"], "authentication failure");
    const auto old = signer.token({}, bench.net.now() - core::seconds(121), "00");
    EXPECT_EQ(ask(old)["message"], "authentication failure");
    const auto good = ask(signer.token({}, bench.net.now(), "00"));
    EXPECT_EQ(good["channel"], "user") << good.dump();
    EXPECT_EQ(good["events"][0]["type"], "snapshot");
    for (const auto* text : {"", "{", "[]", "7", R"({"type":7})",
                             R"({"type":"subscribe","channel":"level2","product_ids":7})",
                             R"({"type":"subscribe","channel":"level2","product_ids":["A"]})"}) {
        stream->send(text);
        bench.net.run_until(bench.net.now());
        EXPECT_EQ(ear.messages().back()["type"], "error") << text;
    }
}

}  // namespace
}  // namespace nightjar::exchange::coinbase
