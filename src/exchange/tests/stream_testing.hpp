#pragma once
/// Decoders of ours that read what an exchange in memory says, and books kept by them.

#include "core/base/random.hpp"
#include "exchange/market_text.hpp"
#include "exchange/tests/exchange_testing.hpp"
#include "venue/depth_verdict.hpp"
#include "venue/feed_decoder.hpp"

#include <map>
#include <set>

namespace nightjar::exchange {

using BookText = std::map<std::string, std::string>;  // "bid 61837.63" -> "0.5"

/// Keeps a book by the venue's rule.
template <class Sequence>
struct BookClient final : net::StreamListener {
    Sequence sequence;
    std::unique_ptr<venue::FeedDecoder> decoder;
    BookText levels;
    int gaps{};
    int updates{};

    explicit BookClient(std::unique_ptr<venue::FeedDecoder> reads) : decoder{std::move(reads)} {}

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
    void on_open() override {}
    void on_closed(const core::Error& /*why*/) override {}
    void on_text(std::string_view message) override {
        const auto events = decoder->decode(message);
        ASSERT_TRUE(events) << message;
        for (const auto& event : events->events) {
            if (const auto* whole = std::get_if<venue::DepthSnapshot>(&event.body)) {
                EXPECT_EQ(sequence.snapshot(*whole), venue::DepthVerdict::Apply);
                levels.clear();
                put(whole->levels);
            } else if (const auto* update = std::get_if<venue::DepthUpdate>(&event.body)) {
                ++updates;
                gaps += sequence.next(*update) != venue::DepthVerdict::Apply ? 1 : 0;
                put(update->levels);
            }
        }
    }
};

/// The best levels of the exchange's own book.
inline BookText book_of(const MarketView& view, std::size_t most) {
    BookText book;
    const auto& instrument = view.instrument();
    const auto add = [&](const char* side, const auto& levels) {
        std::size_t rank = 0;
        for (const auto& [price, qty] : levels)
            if (rank++ < most)
                book[side + format_price(price, instrument)] = qty_text(qty, instrument);
    };
    add("bid ", view.bids());
    add("ask ", view.asks());
    return book;
}

/// Orders near the market, cancels, amends.
inline void act(Hall& hall, Client& client, core::InstrumentId instrument, core::Random& random) {
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
    terms.kind = "limit";
    terms.side = dice(2) == 0 ? core::Side::Buy : core::Side::Sell;
    terms.type = dice(5) == 0 ? core::OrderType::Market : core::OrderType::Limit;
    const auto lots = core::parse_money("0.01")->raw / view.instrument().lot.raw;
    terms.qty = {static_cast<std::int64_t>(lots) * (1 + dice(20))};
    if (terms.type == core::OrderType::Limit)
        terms.price = *view.best(terms.side) + core::Price{dice(400) - 200};
    (void)hall.place(client, std::move(terms));
}

/// Every kind of event that the decoder finds in what was heard; all must be readable.
inline std::set<std::size_t> kinds(venue::FeedDecoder& decoder, const Ear& ear) {
    std::set<std::size_t> found;
    for (const auto& text : ear.heard) {
        const auto events = decoder.decode(text);
        EXPECT_TRUE(events) << text << '\n' << events.error().text();
        if (!events) continue;
        for (const auto& event : events->events) found.insert(event.body.index());
    }
    return found;
}
template <class Body>
std::size_t kind() {
    return venue::FeedBody{Body{}}.index();
}

inline void expect_decodes(Bench& bench, venue::FeedDecoder& decoder, venue::FeedQuery query,
                           const std::string& target) {
    const auto answer = bench.ask({"GET", target, {}, {}});
    const auto events = decoder.decode_reply(query, answer.body);
    EXPECT_TRUE(events) << target << answer.body << events.error().text();
    if (events) {
        EXPECT_FALSE(events->events.empty()) << target << answer.body;
    }
}

/// The end of a period: all has been told.
inline void pass_to_second(Bench& bench) {
    const auto next = core::count_of(bench.net.now(), core::seconds(1)) + 1;
    bench.net.run_until({next * core::seconds(1).ns});
    bench.venue->advance(bench.net.now());
    bench.net.run_until(bench.net.now());
}

}  // namespace nightjar::exchange
