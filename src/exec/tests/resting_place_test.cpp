/// Where a child rests: what holds whatever the books, the positions and the fees are.

#include "core/base/random.hpp"
#include "exec/router.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::exec {
namespace {

using core::InstrumentId;
using core::Price;
using core::Qty;
using core::Side;

/// BTC at three venues with ticks of their own. What is at their touches is traded twice a second.
class Places {
public:
    static constexpr std::uint32_t venues = 3;

    explicit Places(const std::array<double, venues>& makers) {
        const auto usdt = catalog.add_asset("USDT");
        const auto base = catalog.add_asset("BTC");
        std::vector<InstrumentId> route;
        std::vector<FeeSchedule> fees;
        for (std::uint32_t i = 0; i < venues; ++i) {
            core::Instrument btc;
            btc.venue = catalog.add_venue(std::string(1, static_cast<char>('a' + i)));
            btc.base = base;
            btc.quote = usdt;
            btc.symbol = "BTCUSDT";
            btc.kind = core::InstrumentKind::LinearPerpetual;
            btc.tick = {core::Money::one / (i == 1 ? 10 : 100)};
            btc.lot = {core::Money::one / 100};
            btc.min_qty = Qty{2};
            btc.min_notional = core::whole(50);  // five lots at 1,000
            route.push_back(catalog.add(btc).value());
            fees.push_back({{makers.at(i), 5e-4}, {}});
        }
        NJ_CHECK(catalog.add_route(route).has_value(), "a route");
        market.emplace(catalog);
        orders.emplace(catalog);
        const std::array cash{core::whole(1'000'000), core::whole(1'000'000),
                              core::whole(1'000'000)};
        books.emplace(catalog, usdt, std::span{cash}.first(1), cash);
        router.emplace(catalog, fees, 7);
        for (int i = 0; i < 240; ++i) {
            now = now + core::milliseconds(500);
            for (std::uint32_t v = 0; v < venues; ++v) show(v, 100'000, 100);
            for (std::uint32_t v = 0; v < venues; ++v)
                for (const auto taker : {Side::Buy, Side::Sell})
                    hear(v, core::Trade{at(v, 100'000 + 10 * sign(taker)), Qty{200}, taker, {}});
        }
    }
    /// A price in the ticks of the first.
    [[nodiscard]] static Price at(std::uint32_t venue, std::int64_t price) {
        return {venue == 1 ? price / 10 : price};
    }
    /// Its touches are ten cents from the mid.
    void show(std::uint32_t venue, std::int64_t mid, std::int64_t lots) {
        using Delta = core::BookDelta;
        hear(venue, Delta{Delta::Action::Clear, {}, {}, {}, false});
        hear(venue, Delta{Delta::Action::Set, Side::Buy, at(venue, mid - 10), {lots}, false});
        hear(venue, Delta{Delta::Action::Set, Side::Sell, at(venue, mid + 10), {lots}, true});
    }
    void hear(std::uint32_t venue, core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = {venue};
        event.body = std::move(body);
        market->apply(event);
        router->observe(event, *market);
    }
    void hold(std::uint32_t venue, std::int64_t lots) {
        const core::Allocation all{core::house, {lots}};
        core::Fill fill;
        fill.side = lots > 0 ? Side::Buy : Side::Sell;
        fill.price = at(venue, 100'000);
        fill.qty = {std::abs(lots)};
        (void)books->book(core::VenueId{static_cast<std::uint16_t>(venue)}, {venue}, fill,
                          {&all, 1});
    }
    /// One of ours that rests.
    void rest(std::uint32_t venue, Side side, Price price, std::int64_t lots) {
        core::OrderRequest order;
        order.id = {++last_order};
        order.instrument = {venue};
        order.venue = catalog[order.instrument].venue;
        order.side = side;
        order.type = core::OrderType::Limit;
        order.price = price;
        order.qty = {lots};
        NJ_CHECK(orders->reserve(order, price).has_value(), "an order");
    }
    [[nodiscard]] std::optional<core::ChildIntent> choose(Side side, std::int64_t lots,
                                                          std::optional<Price> limit = {}) {
        core::ChildIntent child;
        child.instrument = {0};
        child.side = side;
        child.type = core::OrderType::Limit;
        child.post_only = true;
        child.qty = {lots};
        const auto touch = (*market)[{0}].book.side(side).best()->price;
        child.price = touch;
        if (limit)
            child.price = side == Side::Buy ? std::min(touch, *limit) : std::max(touch, *limit);
        return router->choose(child, {&*market, &*books, &*orders, now, limit});
    }

    core::Catalog catalog;
    core::Time now{core::Time{1'700'438'400'000'000'000}};
    std::optional<market::Market> market;
    std::optional<portfolio::OrderTable> orders;
    std::optional<portfolio::Books> books;
    std::optional<Router> router;
    std::uint64_t last_order{};
};

TEST(RestingPlace, IsTheTouchThatMakersArePaidMostAt) {
    Places places{{2e-4, -1e-4, 2e-4}};
    const auto chosen = places.choose(Side::Buy, 10);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->instrument, InstrumentId{1});
    EXPECT_EQ(chosen->price, Price{9'999}) << "in its own ticks, of ten cents";
    EXPECT_EQ(chosen->qty, Qty{10});
    EXPECT_TRUE(chosen->post_only);
    EXPECT_FALSE(chosen->reduce_only);
}

TEST(RestingPlace, ABetterPriceCountsAsAFeeDoes) {
    Places places{{1e-4, 1e-4, 1e-4}};
    places.show(2, 99'960, 100);  // 4 bp
    EXPECT_EQ(places.choose(Side::Buy, 10)->instrument, InstrumentId{2});
    EXPECT_NE(places.choose(Side::Sell, 10)->instrument, InstrumentId{2});
}

TEST(RestingPlace, IsNotWhereOneOfOursRestsAtThatPriceAlready) {
    Places places{{2e-4, -1e-4, 2e-4}};
    places.rest(1, Side::Buy, {9'999}, 10);
    EXPECT_NE(places.choose(Side::Buy, 10)->instrument, InstrumentId{1});
    EXPECT_EQ(places.choose(Side::Sell, 10)->instrument, InstrumentId{1}) << "of that side none";
}

TEST(RestingPlace, ShowsNoMoreThanAFifthOfALevelAwayFromHome) {
    Places places{{2e-4, -1e-4, 2e-4}};
    EXPECT_EQ(places.choose(Side::Buy, 20)->instrument, InstrumentId{1});
    EXPECT_NE(places.choose(Side::Buy, 21)->instrument, InstrumentId{1});
}

TEST(RestingPlace, IsNoBetterThanTheLimitOfTheParent) {
    Places places{{2e-4, -1e-4, 2e-4}};
    EXPECT_EQ(places.choose(Side::Buy, 10, Price{99'990})->instrument, InstrumentId{1});
    places.show(1, 100'010, 100);  // its bid is 100,000 now
    EXPECT_NE(places.choose(Side::Buy, 10, Price{99'999})->instrument, InstrumentId{1});
    EXPECT_EQ(places.choose(Side::Buy, 10, Price{100'000})->instrument, InstrumentId{1});
    const auto behind = places.choose(Side::Buy, 10, Price{99'980});
    EXPECT_EQ(behind->instrument, InstrumentId{0}) << "behind the touch it stays at home";
    EXPECT_EQ(behind->price, Price{99'980});
}

TEST(RestingPlace, OfAReductionIsWhereThePositionIs) {
    Places places{{2e-4, 2e-4, -1e-4}};
    places.hold(1, 30);
    const auto chosen = places.choose(Side::Sell, 10);
    EXPECT_EQ(chosen->instrument, InstrumentId{1});
    EXPECT_TRUE(chosen->reduce_only);
    EXPECT_EQ(places.choose(Side::Buy, 10)->instrument, InstrumentId{2});
    places.rest(1, Side::Sell, {10'005}, 22);
    EXPECT_FALSE(places.choose(Side::Sell, 10))
        << "eight are left, and two of ten would be too few";
    EXPECT_EQ(places.choose(Side::Sell, 8)->instrument, InstrumentId{1});
    EXPECT_EQ(places.choose(Side::Sell, 20)->qty, Qty{8}) << "twelve are enough for another";
}

TEST(RestingPlace, OfVenuesWithinTheRegretEachIsDrawnAndNoOther) {
    Places places{{1e-4, 1.2e-4, 2e-4}};
    std::array<int, Places::venues> drawn{};
    for (int i = 0; i < 400; ++i) ++drawn.at(places.choose(Side::Buy, 10)->instrument.value);
    EXPECT_GT(drawn[0], drawn[1]) << "0.2 bp cheaper";
    EXPECT_GT(drawn[1], 50);
    EXPECT_EQ(drawn[2], 0) << "1 bp";
}

TEST(RestingPlace, NothingRestsOnAStaleBook) {
    Places places{{2e-4, -1e-4, 2e-4}};
    places.now = places.now + core::milliseconds(2'600);
    EXPECT_FALSE(places.choose(Side::Buy, 10));
    places.show(0, 100'000, 100);
    EXPECT_EQ(places.choose(Side::Buy, 10)->instrument, InstrumentId{0});
    places.show(1, 100'000, 100);
    EXPECT_EQ(places.choose(Side::Buy, 10)->instrument, InstrumentId{1});
}

TEST(RestingPlace, HoldsWhatMustHoldOnAnyBooks) {
    core::Random random{41, 0};
    Places places{{1e-4, 0, -0.5e-4}};
    int away = 0;
    for (int i = 0; i < 3'000; ++i) {
        places.now = places.now + core::milliseconds(100);
        for (std::uint32_t v = 0; v < Places::venues; ++v)
            if (random.uniform() < 0.9)
                places.show(v, 100'000 + 10 * (static_cast<std::int64_t>(random.below(7)) - 3),
                            1 + static_cast<std::int64_t>(random.below(200)));
        if (random.below(20) == 0)
            places.hold(static_cast<std::uint32_t>(random.below(Places::venues)),
                        (1 + static_cast<std::int64_t>(random.below(40))) *
                            (random.below(2) == 0 ? 1 : -1));
        const auto side = random.below(2) == 0 ? Side::Buy : Side::Sell;
        std::optional<Price> limit;
        if (random.below(2) == 0)
            limit = Price{100'000 + static_cast<std::int64_t>(random.below(60)) - 30};
        const auto lots = 5 + static_cast<std::int64_t>(random.below(30));
        const Router::View view{&*places.market, &*places.books, &*places.orders, places.now, {}};
        const auto chosen = places.choose(side, lots, limit);
        if (!chosen) continue;
        const auto id = chosen->instrument;
        EXPECT_GE(places.router->health(id, view), Router::least_health);
        EXPECT_LE(chosen->qty, Qty{lots});
        bool reduces = false;
        for (std::uint32_t v = 0; v < Places::venues; ++v)
            reduces = reduces || reducible({v}, side, view) >= Qty{2};
        if (reduces) {
            EXPECT_LE(chosen->qty, reducible(id, side, view));
        }
        EXPECT_EQ(chosen->reduce_only, reduces);
        if (id == InstrumentId{0}) continue;
        ++away;
        const auto touch = *(*places.market)[id].book.side(side).best();
        EXPECT_EQ(chosen->price, touch.price);
        EXPECT_LE(5 * chosen->qty.raw, touch.qty.raw);
        const auto price = id == InstrumentId{1} ? 10 * touch.price.raw : touch.price.raw;
        if (limit) {
            EXPECT_GE(sign(side) * (limit->raw - price), 0);
        }
    }
    EXPECT_GT(away, 300);
}

}  // namespace
}  // namespace nightjar::exec
