/// A client that keeps a book by the venue's rule has the exchange's book, whatever is traded.

#include "core/base/random.hpp"
#include "exchange/tests/binance_testing.hpp"
#include "venue/binance/depth_sequence.hpp"
#include "venue/binance/public_codec.hpp"

#include <map>

namespace nightjar::exchange::binance {
namespace {

using venue::binance::DepthSequence;

struct BookClient final : net::StreamListener {
    DepthSequence sequence;
    std::unique_ptr<venue::FeedDecoder> decoder{venue::binance::make_feed_decoder()};
    std::vector<std::string> buffered;
    std::map<std::string, std::string> levels;  // "bid 61837.63" -> "0.5"
    int gaps{};

    explicit BookClient(DepthSequence::Rule rule) : sequence{rule} {}

    static std::string text(core::Decimal number) {
        return core::format_decimal(number.mantissa, number.decimals);
    }
    void put(std::span<const venue::PublicLevel> changes) {
        for (const auto& level : changes) {
            const auto name = (level.side == core::Side::Buy ? "bid " : "ask ") + text(level.price);
            if (level.qty.mantissa == 0)
                levels.erase(name);
            else
                levels[name] = text(level.qty);
        }
    }
    void snapshot(const std::string& reply) {
        const auto events = decoder->decode_reply(venue::FeedQuery::Depth, reply).value();
        const auto& whole = std::get<venue::DepthSnapshot>(events.events.front().body);
        sequence.snapshot(whole);
        levels.clear();
        put(whole.levels);
        for (const auto& message : std::exchange(buffered, {})) on_text(message);
    }
    void on_open() override {}
    void on_closed(const core::Error& /*why*/) override {}
    void on_text(std::string_view message) override {
        const auto events = decoder->decode(message).value();
        for (const auto& event : events.events) {
            const auto* update = std::get_if<venue::DepthUpdate>(&event.body);
            if (update == nullptr) continue;
            switch (sequence.next(*update)) {
                case DepthSequence::Verdict::Buffer: buffered.emplace_back(message); break;
                case DepthSequence::Verdict::Drop: break;
                case DepthSequence::Verdict::Apply: put(update->levels); break;
                case DepthSequence::Verdict::Gap: ++gaps; break;
            }
        }
    }
};

std::map<std::string, std::string> book_of(const MarketView& view) {
    std::map<std::string, std::string> levels;
    const auto& instrument = view.instrument();
    for (const auto& [price, qty] : view.bids())
        levels["bid " + format_price(price, instrument)] = format_qty(qty, instrument);
    for (const auto& [price, qty] : view.asks())
        levels["ask " + format_price(price, instrument)] = format_qty(qty, instrument);
    return levels;
}

/// Orders of all kinds near the market, cancels, amends.
void act(Hall& hall, Client& client, core::InstrumentId instrument, core::Random& random) {
    const auto dice = [&](std::int64_t sides) {
        return static_cast<std::int64_t>(random.uniform() * static_cast<double>(sides));
    };
    const auto open = client.orders.open();
    if (!open.empty() && dice(3) == 0) {
        const auto& order =
            *open[static_cast<std::size_t>(dice(static_cast<std::int64_t>(open.size())))];
        if (dice(2) == 0)
            (void)hall.cancel(client, order.id);
        else
            (void)hall.amend(client, order.id, order.terms.price + core::Price{dice(21) - 10},
                             order.terms.qty);
        return;
    }
    const auto& view = hall.view(instrument);
    Terms terms;
    terms.instrument = instrument;
    terms.kind = "LIMIT";
    terms.side = dice(2) == 0 ? core::Side::Buy : core::Side::Sell;
    terms.type = dice(5) == 0 ? core::OrderType::Market : core::OrderType::Limit;
    terms.tif = dice(4) == 0 ? core::TimeInForce::Ioc : core::TimeInForce::Gtc;
    terms.qty = {200 + dice(5'000)};
    if (terms.type == core::OrderType::Limit)
        terms.price = *view.best(terms.side) + core::Price{dice(400) - 200};
    (void)hall.place(client, std::move(terms));
}

/// What the client has is what was paid in, and what each of his executions did.
void expect_accounted_for(const Hall& hall, const Client& client, core::InstrumentId instrument,
                          core::Money usdt, core::Money btc) {
    const auto& traded = hall.catalog()[instrument];
    const bool spot = traded.kind == core::InstrumentKind::Spot;
    for (const auto& execution : client.orders.executions()) {
        const bool buy = execution.side == core::Side::Buy;
        const auto units = traded.units(execution.qty);
        if (spot) {
            usdt += buy ? -execution.quote : execution.quote;
            btc += buy ? units : -units;
        } else {
            usdt += execution.realized;
        }
        (execution.fee_asset == traded.base ? btc : usdt) -= execution.fee;
    }
    EXPECT_EQ(hall.holding(client, hall.currency()).total, usdt);
    if (spot) {
        EXPECT_EQ(hall.holding(client, traded.base).total, btc);
    }
    const auto& books = hall.books(client);
    EXPECT_EQ(books.cash(hall.currency()), client.books.cash(hall.currency()));
    EXPECT_EQ(books.position(instrument).qty, client.books.position(instrument).qty);
    EXPECT_EQ(books.position(instrument).basis, client.books.position(instrument).basis);
}

void rebuild(Market market, std::uint64_t seed) {
    BinanceBench bench{market};
    const bool spot = market == Market::Spot;
    const auto usdt = money("5000000");
    const auto btc = spot ? money("50") : core::Money{};
    std::vector<Deposit> deposits{{"USDT", usdt}};
    if (spot) deposits.push_back({"BTC", btc});
    auto& alice = bench.admit("alice", deposits);
    auto& bob = bench.admit("bob", deposits);
    const auto id = bench.view("BTCUSDT").instrument().id;

    BookClient book{spot ? DepthSequence::Rule::Spot : DepthSequence::Rule::Futures};
    auto url = bench.server;
    url.scheme = "ws";
    url.target = spot ? "/ws/btcusdt@depth@100ms" : "/public/ws/btcusdt@depth@100ms";
    const auto stream = bench.net.open(url, {}, book);
    core::Random random{seed, 0};
    for (int i = 0; i < 300; ++i) {
        act(bench.hall(), random.uniform() < 0.5 ? alice : bob, id, random);
        bench.pass(core::milliseconds(30));
        // Anywhere within a period.
        if (i == 20)
            book.snapshot(bench
                              .ask({"GET",
                                    spot ? "/api/v3/depth?symbol=BTCUSDT&limit=5000"
                                         : "/fapi/v1/depth?symbol=BTCUSDT&limit=1000",
                                    {},
                                    {}})
                              .body);
    }
    // The end of a period: all has been told.
    bench.net.run_until(
        {(core::count_of(bench.net.now(), core::seconds(1)) + 1) * core::seconds(1).ns});
    bench.venue->advance(bench.net.now());
    bench.net.run_until(bench.net.now());
    EXPECT_EQ(book.gaps, 0);
    EXPECT_TRUE(book.sequence.in_step());
    EXPECT_EQ(book.levels, book_of(bench.view("BTCUSDT")));
    EXPECT_GT(alice.orders.executions().size(), 20U);
    expect_accounted_for(bench.hall(), alice, id, usdt, btc);
    expect_accounted_for(bench.hall(), bob, id, usdt, btc);
}

TEST(BinanceDepth, ASpotBookRebuiltFromSnapshotAndDiffsIsTheExchangesOwn) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) rebuild(Market::Spot, seed);
}

TEST(BinanceDepth, AFuturesBookRebuiltFromSnapshotAndDiffsIsTheExchangesOwn) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) rebuild(Market::UsdFutures, seed);
}

}  // namespace
}  // namespace nightjar::exchange::binance
