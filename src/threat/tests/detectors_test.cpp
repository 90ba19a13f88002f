/// Each statistic against episodes of its own kind and against what only looks like them.

#include "threat/tests/episodes.hpp"

#include <gtest/gtest.h>

namespace nightjar::threat {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using tests::DayVpin;
using tests::eventful;
using tests::iceberg;
using tests::ignite;
using tests::news;
using tests::open;
using tests::spoof;
using tests::Street;
using tests::stuff;

constexpr int episodes = 20;

template <class D>
struct Benign {
    const char* name;
    void (*happens)(Street<D>&);
};
template <class D>
std::vector<Benign<D>> benign() {
    return {{"nothing", [](Street<D>& street) { street.calm(core::minutes(3)); }},
            {"news", news<D>},
            {"an iceberg", iceberg<D>},
            {"the open", open<D>}};
}

template <class D>
void expect_no_alarm_without_an_attack() {
    for (const auto& kind : benign<D>())
        for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
            Street<D> street{seed};
            street.calm(core::minutes(2));
            street.highest = 0;
            kind.happens(street);
            street.calm(core::seconds(30));
            EXPECT_LT(street.highest, alarm) << kind.name << ", " << seed;
        }
}

TEST(QuoteStuffing, IsSeenWithinTwoSeconds) {
    for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
        Street<QuoteStuffing> street{seed};
        street.calm(core::minutes(2));
        EXPECT_LT(street.highest, alarm) << seed;
        stuff(street, core::seconds(2));
        EXPECT_GE(street.highest, alarm) << seed;
        EXPECT_GT(street.detector.raw(), 8) << seed;
        EXPECT_GT(street.detector.per_trade(), 50) << seed;
        EXPECT_GT(street.detector.short_lived(), 0.3) << seed;
    }
}

TEST(QuoteStuffing, IsNeitherNewsNorAnIcebergNorTheOpen) {
    expect_no_alarm_without_an_attack<QuoteStuffing>();
}

TEST(QuoteStuffing, DoesNotBecomeTheUsualWhileItLasts) {
    Street<QuoteStuffing> street{3};
    street.calm(core::minutes(2));
    stuff(street, core::minutes(3));
    EXPECT_GE(street.detector.score(), alarm);
}

TEST(QuoteStuffing, IsNotSeenWhereLevelsLive) {
    Street<QuoteStuffing> street{3};
    street.calm(core::minutes(2));
    for (int i = 0; i < 2'000; ++i) {  // as many updates, each of a level that stays
        street.wait(1);
        const auto side = street.any_side();
        street.set(side, street.at(side, street.below(5)), 10 + street.below(20));
    }
    EXPECT_GT(street.detector.raw(), 8);
    EXPECT_LT(street.highest, alarm);
}

TEST(SpoofPressure, IsSeenInLargeOrdersThatLureAndVanish) {
    for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
        Street<SpoofPressure> street{seed};
        street.calm(core::minutes(2));
        EXPECT_LT(street.highest, alarm) << seed;
        const auto side = street.any_side();
        for (int i = 0; i < 3; ++i) spoof(street, side);
        street.calm(core::seconds(2));
        EXPECT_GE(street.highest, alarm) << seed;
    }
}

TEST(SpoofPressure, IsSeenInLayersWithoutAnyTrade) {
    for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
        Street<SpoofPressure> street{seed};
        street.calm(core::minutes(2));
        for (int i = 0; i < 2; ++i) {
            for (std::int64_t k = 1; k <= 4; ++k)
                street.set(Side::Sell, street.at(Side::Sell, k), 160);
            street.wait(1'500);
            for (std::int64_t k = 1; k <= 4; ++k)
                street.set(Side::Sell, street.at(Side::Sell, k), 20);
            street.wait(1'500);
        }
        street.calm(core::seconds(1));
        EXPECT_GE(street.highest, alarm) << seed;
    }
}

TEST(SpoofPressure, IsNeitherNewsNorAnIcebergNorTheOpen) {
    expect_no_alarm_without_an_attack<SpoofPressure>();
}

TEST(SpoofPressure, CountsNoOrderThatStoodLongOrWasFilled) {
    Street<SpoofPressure> street{3};
    street.calm(core::minutes(2));
    const auto before = street.detector.raw();
    for (int i = 0; i < 4; ++i) {
        const auto price = street.at(Side::Buy, 2);
        street.set(Side::Buy, price, 200);
        street.wait(6'000);
        street.set(Side::Buy, price, 20);
        street.wait(1'500);
    }
    for (int i = 0; i < 4; ++i) {
        const auto price = street.at(Side::Buy, 0);
        street.set(Side::Buy, price, 200);
        street.wait(500);
        street.trade(Side::Sell, 180);
        street.wait(1'500);
    }
    EXPECT_LE(street.detector.raw(), before + 0.001);
}

TEST(SpoofPressure, ForgivesATradeThatIsReportedLate) {
    Street<SpoofPressure> street{3};
    street.calm(core::minutes(2));
    for (int i = 0; i < 4; ++i) {
        const auto price = street.at(Side::Buy, 0);
        street.set(Side::Buy, price, 200);
        street.wait(500);
        street.set(Side::Buy, price, 20);  // the book first
        street.wait(100);
        street.trade(Side::Sell, 180);
        street.set(Side::Buy, price, 20);
        street.wait(1'500);
    }
    EXPECT_LT(street.detector.raw(), 0.5);
}

TEST(SpoofPressure, WeighsLessWhatIsFurtherAway) {
    const auto evidence = [](std::int64_t level) {
        Street<SpoofPressure> street{3};
        street.calm(core::minutes(2));
        const auto price = street.at(Side::Buy, level);
        const auto there = street.lots(Side::Buy, price);
        street.set(Side::Buy, price, there + 200);
        street.wait(1'000);
        street.set(Side::Buy, price, there);
        street.wait(1'100);
        street.trade(Side::Buy, 1);
        return street.detector.raw();
    };
    EXPECT_GT(evidence(0), 0.5);
    // 90 ticks of 100,000 are 9 bp.
    EXPECT_NEAR(evidence(90) / evidence(0), 0.4, 0.2);
    EXPECT_LT(evidence(120), 0.01) << "beyond 10 bp";
}

TEST(Vpin, IsNearNothingInBalanceAndNearOneWhenAllTakeOneSide) {
    core::Random random{5, 0};
    const market::Book none;
    Vpin vpin{Qty{50'000}};
    core::Event event;
    event.stamp.recv = core::Time{} + core::days(19'000);
    const auto trade = [&](Side side) {
        event.stamp.recv = event.stamp.recv + core::milliseconds(500);
        event.body = core::Trade{{100}, {10}, side, {1}};
        vpin.on(event, none);
    };
    for (int i = 0; i < 100 * 49; ++i) trade(random.uniform() < 0.5 ? Side::Buy : Side::Sell);
    EXPECT_EQ(vpin.raw(), 0) << "49 buckets";
    for (int i = 0; i < 100 * 400; ++i) trade(random.uniform() < 0.5 ? Side::Buy : Side::Sell);
    // Of 100 trades a bucket: E|bought - sold| / 100 is about sqrt(2 / (100 pi)).
    EXPECT_NEAR(vpin.raw(), 0.08, 0.02);
    EXPECT_EQ(vpin.bucket(), Qty{1'000});
    const double usual = vpin.score();
    for (int i = 0; i < 100 * 50; ++i) trade(Side::Sell);
    EXPECT_NEAR(vpin.raw(), 1, 1e-9);
    EXPECT_GT(vpin.cdf(), 0.95);
    EXPECT_GE(vpin.score(), alarm);
    EXPECT_LT(usual, vpin.score());
}

TEST(Vpin, SaysLittleOfAVolumeThatIsTwiceTheUsualButOfBothSides) {
    Street<Vpin> street{4, Vpin{Qty{8'000}}};
    street.calm(core::minutes(30));
    street.highest = 0;
    open(street);
    EXPECT_LT(street.detector.raw(), 0.5);
}

TEST(Vpin, TakesBarsByTheirCloseWhereNoTradesCome) {
    const market::Book none;
    Vpin vpin{Qty{50'000}};
    core::Event event;
    event.stamp.recv = core::Time{} + core::days(19'000);
    const auto bars = [&](int count, auto close) {
        for (int i = 0; i < count; ++i) {
            event.stamp.recv = event.stamp.recv + core::seconds(10);
            const Price at{close(i)};
            event.body = core::Candle{
                event.stamp.recv - core::seconds(10), core::seconds(10), at, at, at, at, Qty{500}};
            vpin.on(event, none);
        }
    };
    std::int64_t price = 100'000;
    bars(1'000, [&](int i) { return price += i % 2 == 0 ? 10 : -10; });
    const double choppy = vpin.raw();
    bars(200, [&](int) { return price += 30; });
    EXPECT_LT(choppy, 0.1);
    EXPECT_GT(vpin.raw(), 0.6);
}

TEST(Vpin, TakesTheLastWholeDayIntoItsBuckets) {
    const market::Book none;
    Vpin vpin{Qty{50'000}};
    core::Event event;
    for (int minute = 0; minute < 3 * 24 * 60 - 1; ++minute) {
        event.stamp.recv = core::Time{} + core::days(19'000) + core::minutes(minute + 1);
        event.body = core::Trade{{100}, {100}, Side::Buy, {1}};
        vpin.on(event, none);
    }
    // 144,000 lots a day: (50,000 + 144,000) / 2 a fiftieth, at the end of the second day.
    EXPECT_NEAR(static_cast<double>(vpin.bucket().raw), 1'940, 5);
}

TEST(MomentumIgnition, IsSeenInABurstThatFades) {
    for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
        Street<MomentumIgnition> street{seed};
        street.calm(core::minutes(2));
        EXPECT_LT(street.highest, alarm) << seed;
        ignite(street, street.any_side());
        EXPECT_GE(street.highest, alarm) << seed;
        EXPECT_GT(street.detector.raw(), 5) << seed;
        street.calm(core::minutes(3));
        EXPECT_LT(street.detector.score(), alarm) << "it passes";
    }
}

TEST(MomentumIgnition, IsNeitherNewsNorAnIcebergNorTheOpen) {
    expect_no_alarm_without_an_attack<MomentumIgnition>();
}

TEST(MomentumIgnition, SeesTheBurstInNewsButKnowsThatItLasts) {
    int bursts = 0;
    for (std::uint64_t seed = 1; seed <= episodes; ++seed) {
        Street<MomentumIgnition> street{seed};
        street.calm(core::minutes(2));
        const auto way = street.any_side();
        bool burst = false;
        for (int i = 0; i < 25; ++i) {
            for (int n = 0; n < 5; ++n) {
                street.trade(way, 15);
                street.wait(20);
            }
            street.move(core::sign(way) * 2);
            burst = burst || street.detector.bursting();
        }
        bursts += burst ? 1 : 0;
        EXPECT_GT(street.detector.branching(), 0.9);
        EXPECT_LT(street.highest, alarm);
    }
    EXPECT_EQ(bursts, episodes);
}

template <class D>
class EveryDetector : public ::testing::Test {};
using All = ::testing::Types<QuoteStuffing, SpoofPressure, DayVpin, MomentumIgnition>;
TYPED_TEST_SUITE(EveryDetector, All);

TYPED_TEST(EveryDetector, SaysTheSameOfTheSameEventsAndAlwaysBetweenNothingAndOne) {
    const auto one = eventful<TypeParam>(9);
    EXPECT_EQ(one.scores, eventful<TypeParam>(9).scores);
    for (const double score : one.scores) ASSERT_TRUE(score >= 0 && score <= 1) << score;
}

}  // namespace
}  // namespace nightjar::threat
