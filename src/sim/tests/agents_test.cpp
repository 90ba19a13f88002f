#include "sim/agents/informed_trader.hpp"
#include "sim/agents/market_maker.hpp"
#include "sim/agents/momentum_trader.hpp"
#include "sim/agents/noise_trader.hpp"
#include "sim/tests/fixtures.hpp"

#include <cmath>

namespace nightjar::sim::tests {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using core::Time;
using core::TimeInForce;

/// Ticks and lots of 1; the value stands still at 100000, and a usual order is 10 lots.
struct AtADesk : ::testing::Test, Floor {
    static constexpr double value = 100'000;

    Matching exchange{catalog, venue, usdt, free(Prices::Book)};
    Fundamental fundamental{{value, 0, 0, 0}, at(0), core::Random{1, 1}};
    Desk desk = make_desk(perp, 1);
    core::AccountId other = exchange.open_account(core::whole(1'000'000'000));
    std::uint64_t next_id{1};

    Desk make_desk(core::InstrumentId instrument, std::uint64_t seed) {
        return Desk{catalog,     catalog[instrument], exchange,
                    fundamental, 10 * value,          core::Random{seed, 0}};
    }
    void rest(Side side, std::int64_t qty, std::int64_t price) {
        exchange.submit(other, limit(next_id++, perp, side, qty, price), at(0));
    }
    void clear() { exchange.cancel_all(other, at(0), core::OrderReason::Requested); }
    [[nodiscard]] std::size_t orders(Side side) const {
        return exchange.pit(perp).ladder(side).orders().size();
    }
    /// Lets an agent act until `end`, a time that is not its own business.
    void run(Agent& agent, Desk& at_desk, Time end) {
        for (Time now = at(0); now < end; now = now + agent.act(at_desk, now)) {
        }
    }
};

TEST_F(AtADesk, PricesBecomeTicksOnTheCautiousSide) {
    desk.limit(Side::Buy, 100.7, 1, TimeInForce::Gtc, at(0));
    desk.limit(Side::Sell, 200.2, 1, TimeInForce::Gtc, at(0));
    EXPECT_EQ(exchange.pit(perp).best(Side::Buy), Price{100});
    EXPECT_EQ(exchange.pit(perp).best(Side::Sell), Price{201});
    EXPECT_EQ(desk.mid(), 150.5);
}

TEST_F(AtADesk, SizesCountUsualOrdersAndAreNeverBelowTheLeast) {
    desk.limit(Side::Buy, 100, 2.5, TimeInForce::Gtc, at(0));
    desk.limit(Side::Buy, 99, 0.001, TimeInForce::Gtc, at(0));
    EXPECT_EQ(exchange.pit(perp).ladder(Side::Buy).at(Price{100}), Qty{25});
    EXPECT_EQ(exchange.pit(perp).ladder(Side::Buy).at(Price{99}), Qty{1});
}

TEST_F(AtADesk, AMovedOrderIsBackAtFullSize) {
    const auto order = desk.limit(Side::Sell, 101, 1, TimeInForce::Gtc, at(0));
    exchange.submit(other, market(1, perp, Side::Buy, 4), at(0));
    EXPECT_TRUE(desk.move(Side::Sell, order, 105, 1, at(1)));
    EXPECT_EQ(exchange.pit(perp).ladder(Side::Sell).at(Price{105}), Qty{10});
    EXPECT_EQ(desk.resting_at(Side::Sell, order), 105);
    desk.cancel(order, at(2));
    EXPECT_FALSE(desk.move(Side::Sell, order, 106, 1, at(3)));
    EXPECT_FALSE(desk.resting_at(Side::Sell, order));
}

TEST_F(AtADesk, InventoryIsWhatWasTradedSinceTheStartInSpotToo) {
    auto spot_desk = make_desk(spot, 2);
    EXPECT_EQ(spot_desk.inventory(), 0);
    exchange.submit(other, limit(1, spot, Side::Buy, 20, 100'000), at(0));
    spot_desk.market(Side::Sell, 2, at(1));
    EXPECT_EQ(spot_desk.inventory(), -2) << "it has a stock to sell from";
    EXPECT_EQ(exchange.account(other).position(spot).qty, Qty{20});
}

TEST_F(AtADesk, AMarketMakerQuotesBothSidesAroundTheValue) {
    MarketMaker maker;
    EXPECT_GT(maker.act(desk, at(0)).ns, 0);
    EXPECT_EQ(orders(Side::Buy), 5U);
    EXPECT_EQ(orders(Side::Sell), 5U);
    EXPECT_NEAR(*desk.mid(), value, value * 2e-4);
    EXPECT_LT(*desk.best(Side::Buy), *desk.best(Side::Sell));
}

TEST_F(AtADesk, AMarketMakerReplacesWhatWasTakenAndKeepsOneOrderALevel) {
    MarketMaker maker;
    maker.act(desk, at(0));
    exchange.submit(other, market(1, perp, Side::Buy, 15), at(0));
    run(maker, desk, at(20));
    EXPECT_EQ(orders(Side::Buy), 5U);
    EXPECT_EQ(orders(Side::Sell), 5U);
}

TEST_F(AtADesk, AMarketMakerLeansAgainstItsInventory) {
    MarketMaker maker;
    MarketMaker twin;
    rest(Side::Sell, 400, 100'000);
    auto loaded = make_desk(perp, 3);
    auto even = make_desk(perp, 3);  // the same luck
    loaded.market(Side::Buy, 40, at(0));
    clear();
    maker.act(loaded, at(1));
    const double leaning = *loaded.mid();
    loaded.cancel_all(at(1));
    twin.act(even, at(1));
    EXPECT_LT(leaning, *even.mid());
}

TEST_F(AtADesk, ANoiseTraderTradesBothWaysAndStaysNearEven) {
    rest(Side::Buy, 50'000, 99'990);
    rest(Side::Sell, 50'000, 100'010);
    NoiseTrader noise;
    exchange.forget_tape();
    run(noise, desk, at(1'000));
    int bought = 0;
    int sold = 0;
    for (const auto& event : exchange.tape())
        if (const auto* trade = std::get_if<core::Trade>(&event.body))
            ++(trade->taker == Side::Buy ? bought : sold);
    EXPECT_GT(bought, 200);
    EXPECT_GT(sold, 200);
    EXPECT_LT(std::abs(desk.inventory()), 100);
}

TEST_F(AtADesk, ANoiseTraderRestsOneLimitAtMost) {
    rest(Side::Buy, 50'000, 99'990);
    rest(Side::Sell, 50'000, 100'010);
    NoiseTrader noise;
    for (Time now = at(0); now < at(100); now = now + noise.act(desk, now))
        EXPECT_LE(orders(Side::Buy) + orders(Side::Sell), 3U);
}

TEST_F(AtADesk, AMomentumTraderBuysWhatRisesAndSellsWhenItStands) {
    MomentumTrader momentum;
    Time now = at(0);
    const auto step = [&](std::int64_t price) {
        clear();
        rest(Side::Buy, 1'000, price - 10);
        rest(Side::Sell, 1'000, price + 10);
        now = now + momentum.act(desk, now);
    };
    for (int i = 0; i < 20; ++i) step(100'000);
    EXPECT_EQ(desk.inventory(), 0);
    for (int i = 0; i < 20; ++i) step(100'000 + 20 * i);
    EXPECT_GT(desk.inventory(), 0);
    EXPECT_LT(desk.inventory(), 9) << "it has a limit";
    for (int i = 0; i < 300; ++i) step(100'400);
    EXPECT_LT(std::abs(desk.inventory()), 1);
}

TEST_F(AtADesk, AMomentumTraderWithoutABookWaits) {
    MomentumTrader momentum;
    EXPECT_GT(momentum.act(desk, at(0)).ns, 0);
    EXPECT_EQ(desk.inventory(), 0);
}

TEST_F(AtADesk, AnInformedTraderTakesWhatIsMispricedAndNothingElse) {
    InformedTrader informed;
    rest(Side::Sell, 5, 99'000);
    rest(Side::Sell, 1'000, 100'050);
    run(informed, desk, at(60));
    EXPECT_EQ(desk.inventory(), 0.5) << "the cheap lots alone";
    EXPECT_EQ(orders(Side::Buy), 0U) << "it never rests";
    rest(Side::Buy, 15, 101'000);
    run(informed, desk, at(60));
    EXPECT_EQ(desk.inventory(), -1);
}

TEST(Fundamental, DependsOnTheSeedAndTheTimeAlone) {
    const Fundamental::Walk walk{100, 0.8};
    Fundamental in_one_step{walk, at(0), core::Random{5, 0}};
    Fundamental in_many{walk, at(0), core::Random{5, 0}};
    for (int i = 0; i < 977; ++i) (void)in_many.at(at(0) + core::milliseconds(61 * i));
    EXPECT_EQ(in_one_step.at(at(60)), in_many.at(at(60)));
    EXPECT_NE(in_one_step.at(at(60)), 100);
}

TEST(Fundamental, HasTheVolatilityItWasGiven) {
    Fundamental value{{100, 0.6, 0, 0}, at(0), core::Random{9, 0}};
    constexpr int steps = 20'000;
    double variance = 0;
    double before = 100;
    for (int i = 1; i <= steps; ++i) {
        const double now = value.at(at(i));
        variance += std::pow(std::log(now / before), 2) / steps;
        before = now;
    }
    EXPECT_NEAR(std::sqrt(variance * 365.25 * 86'400), 0.6, 0.02);
}

TEST(Fundamental, JumpsNowAndThen) {
    Fundamental value{{100, 0, 100, 0.01}, at(0), core::Random{2, 0}};
    int jumps = 0;
    double before = 100;
    for (int i = 1; i <= 86'400; ++i) {
        const double now = value.at(at(i));
        jumps += std::abs(now / before - 1) > 1e-9 ? 1 : 0;
        before = now;
    }
    EXPECT_NEAR(jumps, 100, 35);
}

}  // namespace
}  // namespace nightjar::sim::tests
