/// A child over four deep books is placed within a millisecond, whether it takes or rests, and a
/// split of what to take and what to let rest is found in one; a parent at work costs less than a
/// microsecond an event. None of it allocates.

#include "exec/router.hpp"

#include "core/base/random.hpp"
#include "core/bench/allocations.hpp"
#include "exec/executor.hpp"
#include "exec/maker_split.hpp"
#include "risk/netting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

namespace nightjar::exec {
namespace {

using core::InstrumentId;
using core::Qty;
using core::Side;

/// BTCUSDT at four venues with books of 400 levels.
class Venues {
public:
    Venues() {
        const auto usdt = catalog.add_asset("USDT");
        const auto base = catalog.add_asset("BTC");
        std::vector<InstrumentId> route;
        for (const auto* name : {"a", "b", "c", "d"}) {
            core::Instrument btc;
            btc.venue = catalog.add_venue(name);
            btc.base = base;
            btc.quote = usdt;
            btc.symbol = "BTCUSDT";
            btc.kind = core::InstrumentKind::LinearPerpetual;
            btc.tick = {core::Money::one / 10};
            btc.lot = {core::Money::one / 1'000};
            btc.min_notional = core::whole(100);
            route.push_back(catalog.add(btc).value());
        }
        NJ_CHECK(catalog.add_route(route).has_value(), "a route");
        const std::array cash{core::whole(1'000'000), core::whole(1'000'000),
                              core::whole(1'000'000), core::whole(1'000'000)};
        market.emplace(catalog);
        orders.emplace(catalog);
        books.emplace(catalog, usdt, std::span{cash}.first(1), cash);
        const std::vector<FeeSchedule> fees{
            {{0, 5e-4}, {}}, {{0, 4e-4}, {}}, {{0, 5.5e-4}, {}}, {{0, 4.5e-4}, {}}};
        router.emplace(catalog, fees, 7);
        for (const auto id : route) fill(id);
    }
    void hear(InstrumentId id, const core::Event::Body& body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = id;
        event.body = body;
        market->apply(event);
        router->observe(event, *market);
    }
    void fill(InstrumentId id) {
        using Delta = core::BookDelta;
        constexpr std::int64_t levels = 400;
        hear(id, Delta{Delta::Action::Clear, {}, {}, {}, false});
        for (std::int64_t i = 1; i <= levels; ++i)
            for (const auto side : {Side::Buy, Side::Sell})
                hear(id,
                     Delta{Delta::Action::Set,
                           side,
                           {mid - sign(side) * (i + static_cast<std::int64_t>(chance.below(3)))},
                           {1 + static_cast<std::int64_t>(chance.below(200))},
                           i == levels && side == Side::Sell});
    }
    /// A level of each book becomes another.
    void move() {
        using Delta = core::BookDelta;
        now = now + core::milliseconds(20);
        for (std::uint32_t venue = 0; venue < 4; ++venue)
            hear({venue}, Delta{Delta::Action::Set,
                                Side::Sell,
                                {mid + 1 + static_cast<std::int64_t>(chance.below(50))},
                                {1 + static_cast<std::int64_t>(chance.below(200))},
                                true});
    }
    [[nodiscard]] Router::View view() const { return {&*market, &*books, &*orders, now}; }

    core::Catalog catalog;
    core::Random chance{5, 0};
    core::Time now{core::Time{1'700'438'400'000'000'000}};
    std::int64_t mid{600'000};
    std::optional<market::Market> market;
    std::optional<portfolio::OrderTable> orders;
    std::optional<portfolio::Books> books;
    std::optional<Router> router;
};

TEST(RouterGate, AChildOverFourVenuesIsPlacedWithinAMillisecondAndAllocatesNothing) {
    Venues venues;
    core::ChildIntent child;
    child.instrument = {0};
    child.side = Side::Buy;
    child.tif = core::TimeInForce::Ioc;
    constexpr int decisions = 20'000;
    std::vector<std::int64_t> ns;
    ns.reserve(decisions);
    std::uint64_t allocated = 0;
    int split = 0;
    for (int i = 0; i < decisions; ++i) {
        venues.move();
        child.parent = {static_cast<std::uint64_t>(i)};
        child.qty = Qty{10 + static_cast<std::int64_t>(venues.chance.below(20'000))};
        const auto before = core::allocations;
        const auto start = std::chrono::steady_clock::now();
        const auto chosen = venues.router->choose(child, venues.view());
        ns.push_back((std::chrono::steady_clock::now() - start).count());
        allocated += core::allocations - before;
        ASSERT_TRUE(chosen.has_value());
        split += chosen->qty < child.qty ? 1 : 0;
    }
    std::ranges::sort(ns);
    const auto p50 = ns[ns.size() / 2];
    const auto p99 = ns[ns.size() * 99 / 100];
    std::printf("a child over four venues: p50 %ld ns, p99 %ld ns; %d of %d were split\n",
                static_cast<long>(p50), static_cast<long>(p99), split, decisions);
    RecordProperty("p50_ns", std::to_string(p50));
    RecordProperty("p99_ns", std::to_string(p99));
    EXPECT_EQ(allocated, 0U);
    EXPECT_GT(split, decisions / 2);
    EXPECT_LT(p99, 1'000'000);
}

/// Asked on books of which what joins them is known.
TEST(RouterGate, AChildThatRestsIsPlacedWithinAMillisecondAndAllocatesNothing) {
    Venues venues;
    core::ChildIntent child;
    child.instrument = {0};
    child.side = Side::Buy;
    child.tif = core::TimeInForce::Gtc;
    child.post_only = true;
    child.qty = Qty{2};
    constexpr int decisions = 20'000;
    std::vector<std::int64_t> ns;
    ns.reserve(decisions);
    std::uint64_t allocated = 0;
    int away = 0;
    for (int i = 0; i < decisions; ++i) {
        venues.move();
        for (std::uint32_t id = 0; id < 4 && i % 10 == 0; ++id)
            venues.hear({id}, core::Trade{{venues.mid - 4}, Qty{500}, Side::Sell, {}});
        child.price = (*venues.market)[{0}].book.best_bid()->price;
        const auto before = core::allocations;
        const auto start = std::chrono::steady_clock::now();
        const auto chosen = venues.router->choose(child, venues.view());
        ns.push_back((std::chrono::steady_clock::now() - start).count());
        allocated += core::allocations - before;
        ASSERT_TRUE(chosen.has_value());
        away += chosen->instrument == child.instrument ? 0 : 1;
    }
    std::ranges::sort(ns);
    const auto p99 = ns[ns.size() * 99 / 100];
    std::printf("a child that rests: p50 %ld ns, p99 %ld ns; %d of %d away from home\n",
                static_cast<long>(ns[ns.size() / 2]), static_cast<long>(p99), away, decisions);
    RecordProperty("rests_p99_ns", std::to_string(p99));
    EXPECT_EQ(allocated, 0U);
    EXPECT_GT(away, decisions / 10);
    EXPECT_LT(p99, 1'000'000);
}

TEST(RouterGate, TwoThousandStepsToASplitOverFourVenuesTakeLessThanAMillisecond) {
    core::Random random{31, 0};
    std::vector<std::vector<double>> outflows(4);
    std::vector<MakerVenue> venues;
    for (auto& outflow : outflows) {
        for (std::size_t n = 0; n < most_outcomes; ++n)
            outflow.push_back(100 * random.exponential());
        venues.push_back({random.uniform(), random.uniform(), 100 * random.uniform(), outflow});
    }
    const PlacingCosts costs{0.5, 4, 6, 5, 0.1};
    constexpr double lots = 50;
    constexpr int searches = 300;
    std::vector<std::int64_t> ns;
    ns.reserve(searches);
    MakerSplit last{lots, {}};
    const auto before = core::allocations;
    for (std::uint64_t i = 0; i < searches; ++i) {
        const auto start = std::chrono::steady_clock::now();
        last = split_over(costs, venues, {lots, lots}, last, {7, i});
        ns.push_back((std::chrono::steady_clock::now() - start).count());
    }
    EXPECT_EQ(core::allocations - before, 0U);
    std::ranges::sort(ns);
    const auto p50 = ns[ns.size() / 2];
    std::printf("a split over four venues: p50 %ld us\n", static_cast<long>(p50 / 1'000));
    RecordProperty("split_p50_ns", std::to_string(p50));
    EXPECT_LT(p50, 1'000'000);
}

/// Of each algorithm, between children and with them.
TEST(RouterGate, AParentAtWorkCostsLessThanAMicrosecondAnEvent) {
    for (const std::string algo : {"twap", "vwap", "pov", "is", "iceberg", "peg", "sniper"}) {
        Venues venues;
        core::Registries registries;
        register_builtins(registries);
        std::vector<std::unique_ptr<Algorithm>> algorithms;
        algorithms.push_back(registries.of<Algorithm>().make(algo, {}).value());
        Executor executor{venues.catalog, std::move(algorithms), 7};
        risk::Netting netting{venues.catalog, 1};
        netting.wish({0}, {0}, Qty{100'000});
        const auto parent = netting.plan({0}, *venues.books, {1}, venues.now);
        executor.take(*parent, {0});
        constexpr int events = 200'000;
        std::uint64_t sent = 0;
        core::OrderId last;
        const auto one = [&] {
            const auto step = executor.next({1}, *venues.market, venues.now, true);
            if (step.kind != Executor::Step::Kind::Send) return;
            last = {++sent};
            executor.sent(order_of(step.child, venues.catalog[{0}], last, venues.now));
        };
        one();
        const auto before = core::allocations;
        const auto start = std::clock();
        for (int i = 0; i < events; ++i) {
            venues.now = venues.now + core::milliseconds(2);
            one();
        }
        const double ns = 1e9 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / events;
        const auto allocated = core::allocations - before;
        std::printf("%-8s %.0f ns an event\n", algo.c_str(), ns);
        RecordProperty("ns_" + algo, std::to_string(ns));
        EXPECT_EQ(allocated, 0U) << algo;
        EXPECT_LT(ns, 1'000) << algo;
    }
}

}  // namespace
}  // namespace nightjar::exec
