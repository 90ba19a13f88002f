/// The live market data of each venue against the exchange that serves it, over good and bad
/// networks.

#include "venue/market_feed.hpp"

#include "exchange/faults.hpp"
#include "exchange/tests/drill_market.hpp"
#include "exchange/tests/exchange_testing.hpp"
#include "market/market.hpp"
#include "venue/private_side.hpp"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace nightjar::exchange {

namespace {

constexpr auto step = core::milliseconds(100);  // in which the exchanges tell of their books

/// A feed of one venue, and what an engine would know by it.
class FeedDrill {
public:
    FeedDrill(std::string_view protocol, std::uint64_t seed, std::size_t room = 1U << 16U)
        : chance{seed, 3},
          venue_{[&](Now now) { return drill_venue(protocol, seed, opening, std::move(now)); },
                 [this] { return net.now(); }, seed},
          traded{protocol, venue_.hall()},
          side_{venue::make_public_side(protocol).value()},
          limiter_{{{.name = "calls", .most = 5'000, .span = core::minutes(1)}}, 0.2},
          queue_{room},
          watch_{traded.catalog},
          market{traded.catalog} {
        net.serve(server_, venue_);
        auto ws = server_;
        ws.scheme = "ws";
        feed = std::make_unique<venue::MarketFeed>(
            venue::MarketFeedConfig{
                .venue = core::VenueId{0}, .rest = server_, .market = ws, .seed = seed},
            traded.catalog, *side_, limiter_, net, queue_, watch_,
            [this](std::string note) { notes.push_back(std::move(note)); });
        feed->start();
    }
    ~FeedDrill() {
        feed.reset();
        net.cut(server_);
        net.run_until(net.now() + core::seconds(60));
    }
    FeedDrill(const FeedDrill&) = delete;
    FeedDrill& operator=(const FeedDrill&) = delete;

    void pass(core::Duration span, bool read = true) {
        for (const auto until = net.now() + span; net.now() < until;) {
            net.run_until(core::Time{(net.now().ns / step.ns + 1) * step.ns});
            venue_.advance(net.now());
            net.run_until(net.now() + core::milliseconds(5));
            if (read) take();
        }
    }
    void take() {
        while (const auto event = queue_.pop()) {
            seen.push_back(event->body.index());
            EXPECT_GE(event->stamp.recv, last_);
            last_ = event->stamp.recv;
            (void)market.apply(*event);
            if (std::holds_alternative<core::Gap>(event->body)) ++gaps;
            const auto* mark = std::get_if<core::Mark>(&event->body);
            const auto* trade = std::get_if<core::Trade>(&event->body);
            EXPECT_TRUE(mark == nullptr || mark->price.raw > 0);
            EXPECT_TRUE(trade == nullptr || trade->price.raw > 0);
        }
    }
    /// The network does its worst, and the venue too.
    void go_wrong(std::string_view fault, std::string_view path = {}) {
        venue_.set({Fault::parse(std::string{fault} + std::string{path}).value()});
    }
    void go_right() { venue_.set({}); }
    /// As the exchange lists it.
    [[nodiscard]] std::string symbol_there(core::InstrumentId id) {
        return venue_.hall().catalog()[traded.at_hall[id.value]].symbol;
    }
    void serve_nothing() { net.cut(server_); }
    /// Delays of its own for every message, so that answers and streams overtake each other.
    void slow_down() {
        net.set_fates([this](const net::Passage&) {
            net::Fate fate;
            fate.delay = core::milliseconds(static_cast<std::int64_t>(chance.below(400)));
            return fate;
        });
    }
    void speed_up() { net.set_fates({}); }

    /// Empty: the best levels are the exchange's own.
    [[nodiscard]] std::string differs(core::InstrumentId id) {
        const auto& book = market[id].book;
        const auto& view = venue_.hall().view(traded.at_hall[id.value]);
        if (!book.valid()) return "the book is not valid";
        std::string wrong;
        const auto compare = [&](const auto& theirs, core::Side side) {
            auto ours = book.side(side).begin();
            constexpr int levels = 5;
            int n = 0;
            for (const auto& [price, qty] : theirs) {
                if (n++ == levels) break;
                const bool same =
                    ours != book.side(side).end() && (*ours).price == price && (*ours).qty == qty;
                if (!same)
                    wrong += fmt::format("{} level {}: {} x {}; ", core::name(side), n, price.raw,
                                         qty.raw);
                if (ours != book.side(side).end()) ++ours;
            }
        };
        compare(view.bids(), core::Side::Buy);
        compare(view.asks(), core::Side::Sell);
        return wrong;
    }
    /// At one of the next moments: a request may have moved the market since the book was told.
    void expect_equal() {
        std::string wrong;
        for (int i = 0; i < 20; ++i) {
            wrong.clear();
            for (const auto& instrument : traded.catalog.instruments())
                if (const auto said = differs(instrument.id); !said.empty())
                    wrong += instrument.symbol + ": " + said + "\n";
            if (wrong.empty()) return;
            pass(step);
        }
        ADD_FAILURE() << wrong << fmt::format("{}", fmt::join(notes, "\n"));
    }

    core::Random chance;
    net::MemoryTransport net{opening};

private:
    net::Url server_{net::Url::parse("http://127.0.0.1:9000/").value()};
    FaultyVenue venue_;

public:
    DrillMarket traded;

private:
    std::unique_ptr<venue::PublicSide> side_;
    venue::RateLimiter limiter_;
    venue::MarketQueue queue_;
    venue::FeedWatch watch_;
    core::Time last_;

public:
    market::Market market;
    std::unique_ptr<venue::MarketFeed> feed;
    std::vector<std::string> notes;
    std::vector<std::size_t> seen;
    int gaps{};
};

class MarketFeedOf : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(Venues, MarketFeedOf, testing::ValuesIn(venue::protocols()),
                         [](const auto& param) { return std::string{param.param}; });

TEST_P(MarketFeedOf, ShowsTheBookThatTheExchangeHasAndItsTrades) {
    FeedDrill drill{GetParam(), 7};
    drill.pass(core::seconds(20));
    drill.expect_equal();
    EXPECT_EQ(drill.gaps, 0);
    EXPECT_EQ(drill.feed->figures().bad, 0U);
    EXPECT_EQ(drill.feed->figures().books, drill.traded.catalog.instruments().size());
    for (const auto& instrument : drill.traded.catalog.instruments()) {
        EXPECT_TRUE(drill.market[instrument.id].trade.has_value()) << instrument.symbol;
        EXPECT_EQ(drill.market[instrument.id].mark.has_value(),
                  instrument.kind != core::InstrumentKind::Spot)
            << instrument.symbol;
    }
}

TEST_P(MarketFeedOf, ShowsTheExchangesBookAgainWhateverWasLostOnTheWay) {
    for (const auto* fault :
         {"drop:0.05", "swap:0.05", "double:0.05", "cut:0.005", "hold:0.02:700ms", "lose:0.5",
          "error_before:0.5", "throttle:0.3", "mute:0.01"}) {
        SCOPED_TRACE(fault);
        FeedDrill drill{GetParam(), 11};
        drill.pass(core::seconds(3));
        drill.go_wrong(fault);
        drill.slow_down();
        drill.pass(core::seconds(20));
        drill.go_right();
        drill.speed_up();
        drill.pass(core::seconds(60));
        drill.expect_equal();
    }
}

TEST_P(MarketFeedOf, SaysThatTheBookIsLostWhenTheConnectionIs) {
    FeedDrill drill{GetParam(), 13};
    drill.pass(core::seconds(5));
    drill.serve_nothing();
    drill.take();
    for (const auto& instrument : drill.traded.catalog.instruments())
        EXPECT_FALSE(drill.market[instrument.id].book.valid()) << instrument.symbol;
    EXPECT_EQ(drill.feed->figures().books, 0U);
    drill.pass(core::seconds(10));
    drill.expect_equal();
}

TEST_P(MarketFeedOf, SaysThatTheBookIsLostWhenTheEngineIsTooSlow) {
    FeedDrill drill{GetParam(), 17, 1U << 12U};
    drill.pass(core::seconds(5));
    drill.expect_equal();
    drill.pass(core::minutes(2), false);
    EXPECT_GT(drill.feed->figures().overflows, 0U);
    drill.pass(core::seconds(30));
    EXPECT_GT(drill.gaps, 0);
    drill.expect_equal();
}

TEST_P(MarketFeedOf, SaysThatADelistedInstrumentIsNotTradedAndGoesOnWithTheOther) {
    FeedDrill drill{GetParam(), 23};
    drill.pass(core::seconds(5));
    drill.expect_equal();
    const auto& first = drill.market[{0}];
    const auto& second = drill.market[{1}];
    drill.go_wrong("delist", "/" + drill.symbol_there({1}));
    drill.pass(core::seconds(70));
    EXPECT_FALSE(second.tradable);
    EXPECT_FALSE(second.book.side(core::Side::Buy).begin() !=
                 second.book.side(core::Side::Buy).end());
    EXPECT_TRUE(first.tradable);
    EXPECT_EQ(drill.differs({0}), "");
    const auto& valued = drill.market.valuation({1});
    EXPECT_TRUE(valued && valued->raw > 0) << "zero is never a price";
    drill.go_right();
    drill.pass(core::seconds(70));
    EXPECT_TRUE(second.tradable);
    drill.expect_equal();
}

TEST_P(MarketFeedOf, ConnectsAnewWhenTheVenueSaysNothing) {
    FeedDrill drill{GetParam(), 19};
    drill.pass(core::seconds(5));
    const auto before = drill.feed->figures().connections.load();
    drill.go_wrong("mute:1");
    drill.pass(core::seconds(15));
    EXPECT_GT(drill.feed->figures().connections, before);
    drill.go_right();
    drill.pass(core::seconds(60));
    drill.expect_equal();
}

}  // namespace

}  // namespace nightjar::exchange
