#include "market/book.hpp"
#include "risk/order_gate.hpp"
#include "sim/sim_clock.hpp"
#include "sim/world_feed.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace nightjar::sim::tests {
namespace {

using core::Event;
using core::InstrumentId;
using core::milliseconds;
using core::seconds;
using core::Side;
using core::Time;
using core::VenueId;

const Time start{1'700'000'000'000'000'000};

/// BTC perpetuals on one venue and spot on the other, and ETH perpetuals on both.
struct TwoVenues {
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    WorldConfig config;

    TwoVenues() {
        config.start = start;
        config.seed = 11;
        add("a", "BTC", core::InstrumentKind::LinearPerpetual, "0.1", 60'000);
        add("a", "ETH", core::InstrumentKind::LinearPerpetual, "0.01", 3'000);
        add("b", "BTC", core::InstrumentKind::Spot, "0.1", 60'000);
        add("b", "ETH", core::InstrumentKind::LinearPerpetual, "0.01", 3'000);
    }
    [[nodiscard]] World world() const { return World{catalog, usdt, {{}, {}}, config}; }

private:
    void add(const char* venue, const char* base, core::InstrumentKind kind, const char* tick,
             double price) {
        core::Instrument instrument;
        instrument.venue = catalog.add_venue(venue);
        instrument.base = catalog.add_asset(base);
        instrument.quote = usdt;
        instrument.symbol = base;
        instrument.kind = kind;
        instrument.tick = *core::parse_money(tick);
        instrument.lot = *core::parse_money("0.00001");
        config.instruments.push_back({*catalog.add(instrument), price, 0.6});
    }
};

std::string text_of(const Event& event) {
    std::array<std::byte, 256> buffer{};
    core::ByteWriter writer{buffer};
    writer(event);
    return {reinterpret_cast<const char*>(buffer.data()), writer.bytes().size()};
}

void drain(World& world, std::string& into) {
    for (; world.next_event() != nullptr; world.pop_event()) into += text_of(*world.next_event());
}

core::OrderRequest our_order(InstrumentId instrument, Side side) {
    core::OrderRequest order;
    order.id = {1};
    order.instrument = instrument;
    order.side = side;
    order.qty = {1'000};
    return order;
}

RC_GTEST_PROP(World, IsTheSameWhateverTheStepsInWhichTimeAdvances, ()) {
    const TwoVenues setting;
    auto coarse = setting.world();
    auto fine = setting.world();
    const auto us = coarse.exchange(VenueId{0}).open_account(core::whole(1'000'000));
    fine.exchange(VenueId{0}).open_account(core::whole(1'000'000));
    std::string from_coarse;
    std::string from_fine;
    for (int i = 1; i <= 3; ++i) {
        const Time now = start + seconds(2 * i);
        coarse.advance(now);
        for (Time t = fine.now(); t < now; fine.advance(t)) {
            t = std::min(now, t + milliseconds(*rc::gen::inRange(1, 700)));
            drain(fine, from_fine);
        }
        for (auto* world : {&coarse, &fine})
            world->exchange(VenueId{0}).submit(us, our_order({0}, Side::Buy), now);
    }
    coarse.advance(start + seconds(7));
    fine.advance(start + seconds(7));
    drain(coarse, from_coarse);
    drain(fine, from_fine);
    RC_ASSERT(from_coarse == from_fine);
}

TEST(World, DependsOnItsSeed) {
    TwoVenues setting;
    auto one = setting.world();
    setting.config.seed = 12;
    auto other = setting.world();
    std::string from_one;
    std::string from_other;
    one.advance(start + seconds(1));
    other.advance(start + seconds(1));
    drain(one, from_one);
    drain(other, from_other);
    EXPECT_NE(from_one, from_other);
}

TEST(World, LooksLikeAMarket) {
    constexpr int minutes = 5;
    constexpr double bp = 1e-4;
    const TwoVenues setting;
    auto world = setting.world();
    std::vector<market::Book> books(4);
    std::vector<int> events(4);
    std::vector<double> mids(4);
    std::vector<double> variance(4);
    double spread = 0;
    double worst_gap = 0;
    for (int second = 1; second <= 60 * minutes; ++second) {
        world.advance(start + seconds(second));
        for (; world.next_event() != nullptr; world.pop_event()) {
            const auto& event = *world.next_event();
            ++events[event.instrument.value];
            if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
                books[event.instrument.value].apply(*delta);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            ASSERT_TRUE(books[i].double_mid()) << "book " << i << " in second " << second;
            const double mid = static_cast<double>(*books[i].double_mid()) / 2;
            if (mids[i] > 0) variance[i] += std::pow(std::log(mid / mids[i]), 2);
            mids[i] = mid;
            spread +=
                static_cast<double>((books[i].best_ask()->price - books[i].best_bid()->price).raw) /
                mid;
        }
        worst_gap =
            std::max({worst_gap, std::abs(mids[0] / mids[2] - 1), std::abs(mids[1] / mids[3] - 1)});
    }
    constexpr double seconds_in_year = 365.25 * 86'400;
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_GT(events[i], 60 * minutes * 20);
        EXPECT_LT(events[i], 60 * minutes * 60);
        const double volatility = std::sqrt(variance[i] / (60 * minutes) * seconds_in_year);
        EXPECT_GT(volatility, 0.3);
        EXPECT_LT(volatility, 1.2);
    }
    spread /= 4 * 60 * minutes;
    EXPECT_GT(spread, 0.5 * bp);
    EXPECT_LT(spread, 6 * bp);
    EXPECT_LT(worst_gap, 10 * bp) << "the venues stay together";
}

TEST(World, OurOrdersMoveIt) {
    const TwoVenues setting;
    auto world = setting.world();
    auto& exchange = world.exchange(VenueId{0});
    const auto us = exchange.open_account(core::whole(100'000'000));
    const auto before = *exchange.pit({0}).mid();
    auto order = our_order({0}, Side::Buy);
    order.qty = {150'000};
    exchange.submit(us, order, start);
    EXPECT_GT(*exchange.pit({0}).mid(), before);
}

TEST(Fundamental, SkipsAsFarAsTheTimeIsLong) {
    const Fundamental::Walk walk{100, 0.5, 0, 0};
    double variance = 0;
    constexpr int walks = 2'000;
    for (std::uint64_t seed = 0; seed < walks; ++seed) {
        Fundamental value{walk, start, core::Random{seed, 0}};
        value.skip_to(start + core::days(1));
        variance += std::pow(std::log(value.at(start + core::days(1)) / 100), 2) / walks;
    }
    EXPECT_NEAR(std::sqrt(variance * 365.25), 0.5, 0.03);
}

struct Paper : ::testing::Test, TwoVenues {
    World market = world();
    SimVenue a{VenueId{0},
               market.exchange(VenueId{0}),
               core::whole(1'000'000),
               {{milliseconds(5), 0.3}, {milliseconds(5), 0.3}},
               1};
    SimVenue b{VenueId{1},
               market.exchange(VenueId{1}),
               core::whole(1'000'000),
               {{milliseconds(5), 0.3}, {milliseconds(5), 0.3}},
               1};
    SimClock clock{start};
    WorldFeed feed{market, {&a, &b}, clock};

    std::vector<Event> due() {
        std::vector<Event> all;
        for (Event event; feed.next(event) == core::Feed::Next::Ready;) all.push_back(event);
        return all;
    }
    void submit(SimVenue& venue, const core::OrderRequest& request) const {
        auto order = request;
        order.at = clock.now();
        risk::OrderGate gate{{}};
        risk::View view;
        view.now = order.at;
        venue.submit(*gate.review(order, view));
    }
};

TEST_F(Paper, BeginsWithStatusAndSnapshotOfEachInstrument) {
    EXPECT_TRUE(due().empty()) << "nothing has travelled yet";
    clock.advance(config.feed_latency);
    std::vector<market::Book> books(4);
    std::vector<bool> tradable(4);
    for (const auto& event : due()) {
        if (const auto* status = std::get_if<core::InstrumentStatus>(&event.body))
            tradable[event.instrument.value] = status->tradable;
        if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) {
            EXPECT_TRUE(tradable[event.instrument.value]) << "the status comes first";
            books[event.instrument.value].apply(*delta);
        }
    }
    for (const auto& book : books) EXPECT_TRUE(book.valid());
}

TEST_F(Paper, EventsComeInTheOrderInWhichWeKnowThem) {
    Time before{};
    std::uint64_t fills = 0;
    for (int i = 0; i < 400; ++i) {
        clock.advance(milliseconds(25));
        for (const auto& event : due()) {
            EXPECT_GE(event.stamp.recv, before);
            EXPECT_LE(event.stamp.recv, clock.now());
            EXPECT_LE(event.stamp.exch, event.stamp.recv);
            before = event.stamp.recv;
            fills += std::holds_alternative<core::Fill>(event.body) ? 1 : 0;
        }
        if (i % 40 != 0) continue;
        auto order = our_order({i % 80 == 0 ? 0U : 3U}, i % 80 == 0 ? Side::Buy : Side::Sell);
        order.id = {static_cast<std::uint64_t>(i + 1)};
        submit(i % 80 == 0 ? a : b, order);
    }
    EXPECT_GE(fills, 10U);
}

TEST_F(Paper, AfterAStandstillEachBookHasAGapAndASnapshot) {
    clock.advance(seconds(1));
    due();
    clock.advance(core::hours(1));
    submit(a, our_order({0}, Side::Buy));
    clock.advance(milliseconds(1));
    due();
    clock.advance(milliseconds(20));
    std::vector<market::Book> books(4);
    std::vector<int> gaps(4);
    for (const auto& event : due()) {
        if (std::holds_alternative<core::Gap>(event.body)) ++gaps[event.instrument.value];
        if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
            books[event.instrument.value].apply(*delta);
    }
    EXPECT_EQ(gaps, (std::vector<int>{1, 1, 1, 1}));
    for (const auto& book : books) EXPECT_TRUE(book.valid());
    EXPECT_EQ(market.exchange(VenueId{0}).account(a.account()).position({0}).qty.raw, 1'000)
        << "our order still arrived";
}

}  // namespace
}  // namespace nightjar::sim::tests
