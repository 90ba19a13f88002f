/// Agents of a market whose impact comes out of its book.

#include "sim/world.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::sim::tests {
namespace {

using core::Side;
using core::Time;

const Time start{1'700'000'000'000'000'000};

struct Market {
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    WorldConfig config;
    std::optional<World> world;

    explicit Market(const Habitat& habitat, std::uint64_t seed = 1) {
        core::Instrument btc;
        btc.venue = catalog.add_venue("a");
        btc.base = catalog.add_asset("BTC");
        btc.quote = usdt;
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = {core::Money::one / 10};
        btc.lot = {core::Money::one / 1'000};
        config.start = start;
        config.seed = seed;
        config.order_value = habitat.order_value;
        config.population = habitat.population;
        config.walk = habitat.walk;
        config.instruments.push_back({*catalog.add(btc), 60'000, habitat.walk.yearly_volatility});
        world.emplace(catalog, usdt, std::vector<MatchingConfig>(1), config);
    }
    Matching& exchange() { return world->exchange(core::VenueId{0}); }
    [[nodiscard]] double mid() {
        const auto& pit = exchange().pit({0});
        const auto bid = pit.best(Side::Buy);
        const auto ask = pit.best(Side::Sell);
        NJ_CHECK(bid && ask, "a market with two sides");
        return static_cast<double>(bid->raw + ask->raw) / 2;
    }
    void buy(core::AccountId who, std::int64_t lots, Time at) {
        core::OrderRequest order;
        order.id = {++last};
        order.instrument = {0};
        order.side = Side::Buy;
        order.qty = {lots};
        order.at = at;
        exchange().submit(who, order, at);
    }
    std::uint64_t last{};
};

TEST(Habitat, EveryRegimeHasATwoSidedMarketThatTrades) {
    for (std::size_t i = 0; i < regimes; ++i) {
        const auto regime = static_cast<Regime>(i);
        Market market{habitat(regime)};
        int trades = 0;
        market.world->advance(start + core::seconds(60));
        for (; market.world->next_event() != nullptr; market.world->pop_event())
            trades += std::holds_alternative<core::Trade>(market.world->next_event()->body) ? 1 : 0;
        EXPECT_GT(trades, 100) << name(regime);
        EXPECT_NEAR(market.mid(), 600'000, 600'000 * 0.01) << name(regime);
    }
}

TEST(Habitat, ALongBuyerMovesThePriceAndItComesBackWhenHeStops) {
    auto still = habitat(Regime::Calm);
    still.walk.yearly_volatility = 0;
    still.walk.jumps_per_day = 0;
    Market market{still};
    const auto us = market.exchange().open_account(core::whole(1'000'000'000), false);
    market.world->advance(start + core::seconds(30));
    const double before = market.mid();
    Time now = market.world->now();
    for (int i = 0; i < 60; ++i) {
        now = now + core::seconds(1);
        market.world->advance(now);
        market.buy(us, 5'000, now);  // 5 BTC a second, somewhat more than all others buy
    }
    const double moved = market.mid() - before;
    EXPECT_GT(moved, before * 2e-4);
    market.world->advance(now + core::minutes(10));
    EXPECT_LT(market.mid() - before, moved / 2);
}

TEST(Habitat, IsTheSameForTheSameSeed) {
    for (const auto regime : {Regime::Volatile, Regime::Attacked}) {
        Market one{habitat(regime), 7};
        Market other{habitat(regime), 7};
        one.world->advance(start + core::seconds(30));
        for (int i = 1; i <= 300; ++i) other.world->advance(start + core::milliseconds(100 * i));
        EXPECT_EQ(one.mid(), other.mid());
    }
}

/// How much the predator trades before and with a buyer's eight children.
double preyed_upon(bool regular) {
    Population only;
    only.market_makers = 3;
    only.noise_traders = only.momentum_traders = only.informed_traders = 0;
    only.predators.resize(1);
    Habitat quiet{only, {}, 60'000, 0};
    quiet.walk.jumps_per_day = 0;
    Market market{quiet};
    const auto us = market.exchange().open_account(core::whole(1'000'000'000), false);
    Time now = start;
    core::Random random{3, 3};
    std::int64_t ours = 0;
    for (int i = 0; i < 8; ++i) {
        const auto pause =
            regular ? 10'000 : 4'000 + static_cast<std::int64_t>(random.below(12'000));
        const auto lots = regular ? 4'000 : 2'500 + static_cast<std::int64_t>(random.below(3'000));
        now = now + core::milliseconds(pause);
        market.world->advance(now);
        market.buy(us, lots, now);
        ours += lots;
    }
    market.world->advance(now + core::seconds(15));
    std::int64_t all = 0;
    for (; market.world->next_event() != nullptr; market.world->pop_event())
        if (const auto* trade = std::get_if<core::Trade>(&market.world->next_event()->body))
            all += trade->qty.raw;
    return static_cast<double>(all - ours) / static_cast<double>(ours);
}

TEST(Predator, TradesBeforeATimerAndNotBeforeChance) {
    const double before_a_timer = preyed_upon(true);
    const double before_chance = preyed_upon(false);
    EXPECT_EQ(before_chance, 0);
    EXPECT_GE(before_a_timer, 0.2);
}

TEST(Fundamental, WanderingVolatilityFattensTheTails) {
    const auto kurtosis = [](double wandering) {
        Fundamental::Walk walk{100, 0.6, 0, 0, wandering};
        Fundamental value{walk, start, core::Random{4, 4}};
        double second = 0;
        double fourth = 0;
        double last = 100;
        constexpr int steps = 100'000;
        for (int i = 1; i <= steps; ++i) {
            const double price = value.at(start + core::seconds(i));
            const double change = std::log(price / last);
            second += change * change / steps;
            fourth += change * change * change * change / steps;
            last = price;
        }
        return fourth / (second * second);
    };
    EXPECT_NEAR(kurtosis(0), 3, 0.2);
    EXPECT_GT(kurtosis(0.7), 5);
}

TEST(Fundamental, SoonIsWhatItWillBe) {
    Fundamental::Walk walk{100, 0.6};
    walk.ahead = 10;
    Fundamental value{walk, start, core::Random{4, 4}};
    for (int i = 1; i < 50; ++i) {
        const Time now = start + core::seconds(i);
        const double soon = value.soon(now);
        EXPECT_EQ(value.at(now + core::seconds(1)), soon);
    }
}

}  // namespace
}  // namespace nightjar::sim::tests
