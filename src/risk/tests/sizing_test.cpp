/// Properties of the whole chain: caps, throttles and the target gate.

#include "risk/tests/sizing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <map>

namespace nightjar::risk {
namespace {

using core::Qty;
using core::Random;
using tests::Choice;
using tests::SizingDesk;

constexpr int inputs = 1'000'000;

const std::vector<Choice> all_sizers{
    {"fixed", {{"qty", "100000"}}},
    {"fixed_fraction", {{"fraction", "0.5"}}},
    {"stop_risk", {}},
    {"volatility_target", {}},
    {"kelly", {{"edge", "0.5"}, {"error", "0.2"}}},
    {"kelly_binary", {{"wins", "600"}, {"losses", "400"}, {"most", "2"}}},
    {"cvar", {}},
    {"correlation", {}},
    {"liquidity", {}},
};

/// Mostly within 0 and 1, else what should never come.
double throttle(Random& random) {
    constexpr std::array odd{0.0,
                             1.0,
                             -1.0,
                             3.0,
                             std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()};
    return random.below(10) == 0 ? odd[random.below(odd.size())] : random.uniform();
}

double exposure(Random& random) {
    constexpr std::array odd{0.0,
                             -1.0,
                             1.0,
                             1e300,
                             -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()};
    return random.below(10) == 0 ? odd[random.below(odd.size())] : 2 * random.uniform() - 1;
}

/// A chain of one to four of the sizers, books and days of any kind; some have too few of them.
SizingDesk random_desk(Random& random) {
    std::vector<Choice> chain;
    for (std::uint64_t i = 0; i <= random.below(4); ++i)
        chain.push_back(all_sizers[random.below(all_sizers.size())]);
    SizingDesk desk{chain, static_cast<std::int64_t>(1 + random.below(100'000'000))};
    for (const auto& instrument : desk.world.catalog.instruments()) {
        const int days = std::array{2, 40, 300, 700}[random.below(4)];
        const auto volume = static_cast<std::int64_t>(random.below(1'000'000'000'000));
        desk.days(instrument.id, days, std::exp(-6 + 4 * random.uniform()), random, volume);
        if (random.below(2) == 0)
            desk.trade(instrument.id, static_cast<std::int64_t>(random.below(100'000)) - 50'000);
    }
    return desk;
}

/// What a notional may be of the equity by the chain's own settings, whatever the days were like.
double most_of_equity(const Sizing& sizing) {
    const std::map<std::string_view, double> known{{"fixed_fraction", 0.5},
                                                   {"volatility_target", 2},
                                                   {"kelly", 0.2},
                                                   {"kelly_binary", 2},
                                                   {"cvar", 0.04 / 0.2}};
    double most = std::numeric_limits<double>::infinity();
    for (const auto& cap : sizing.all_caps())
        if (const auto found = known.find(cap.sizer); found != known.end())
            most = std::min(most, found->second);
    return most;
}

// T-A1
TEST(Sizing, NeverExceedsACapNorGivesWhatIsNoNumber) {
    constexpr int a_desk = 2'000;
    Random random{31, 0};
    int violations = 0;
    int not_numbers = 0;
    int opened = 0;
    int refused = 0;
    for (int i = 0; i < inputs / a_desk; ++i) {
        auto desk = random_desk(random);
        for (int j = 0; j < a_desk; ++j) {
            const core::InstrumentId id{static_cast<std::uint32_t>(random.below(3))};
            if (random.below(20) == 0) desk.bar(id, 0.05 * random.normal(), 1'000'000);
            const Throttles throttles{0.2 * throttle(random), throttle(random), throttle(random)};
            const double wanted = exposure(random);
            const auto held = desk.held(id);
            const auto sizing = desk.explain(id, wanted, throttles);
            for (const double factor : {sizing.drawdown_factor, sizing.threat_factor,
                                        sizing.confidence_factor, std::abs(sizing.exposure)})
                not_numbers += factor >= 0 && factor <= 1 ? 0 : 1;
            if (!sizing.result) {
                ++refused;
                continue;
            }
            const auto size = magnitude(*sizing.result);
            opened += size.raw > 0 ? 1 : 0;
            for (const auto& cap : sizing.all_caps()) {
                not_numbers += cap.lots && cap.lots->raw < 0 ? 1 : 0;
                violations += cap.lots && size > *cap.lots && size > magnitude(held) ? 1 : 0;
            }
            const bool sized = sizing.smallest().has_value();
            violations += sized && desk.equity() > 0 &&
                                  std::abs(desk.notional(id, *sizing.result)) >
                                      most_of_equity(sizing) * desk.equity() * (1 + 1e-8)
                              ? 1
                              : 0;
            violations += sized && size > *sizing.smallest() ? 1 : 0;
            violations += !sized && size > magnitude(held) ? 1 : 0;  // no cap, yet opened
            violations += size.raw > 0 && (sizing.result->raw > 0) != (wanted > 0) ? 1 : 0;
        }
    }
    RecordProperty("measured", fmt::format("{} violations, {} no numbers, {} opened, {} refused",
                                           violations, not_numbers, opened, refused));
    EXPECT_EQ(violations, 0);
    EXPECT_EQ(not_numbers, 0);
    EXPECT_GT(opened, inputs / 20);
    EXPECT_GT(refused, inputs / 20);
}

/// A desk of one sizer whose days are those of `seed`, times `scale`.
SizingDesk scaled_desk(const Choice& sizer, double scale, std::uint64_t seed) {
    SizingDesk desk{{sizer}};
    for (const auto id : {desk.world.btc, desk.world.spot}) {
        Random random{seed, id.value};
        for (int i = 0; i < 600; ++i) {
            desk.prices[id.value] = SizingDesk::first_price;  // the same price for every scale
            desk.bar(id, scale * 0.01 * random.normal(), 1'000'000'000);
        }
        desk.prices[id.value] = SizingDesk::first_price;
    }
    return desk;
}

TEST(Sizing, DoesNotGrowWithVolatility) {
    for (const auto* kind : {"volatility_target", "kelly", "cvar", "correlation"})
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const Choice sizer{kind, *kind == 'k'
                                         ? core::ParamTexts{{"edge", "0.5"}, {"most", "20"}}
                                         : core::ParamTexts{}};
            double before = 0;
            for (const double scale : {4.0, 2.0, 1.0, 0.5}) {
                auto desk = scaled_desk(sizer, scale, seed);
                desk.trade(desk.world.spot, 1'000'000);
                const auto cap = desk.explain(desk.world.btc, 1).smallest();
                ASSERT_TRUE(cap) << kind;
                const double notional = desk.notional(desk.world.btc, *cap);
                EXPECT_GE(notional, before * 0.999) << kind << scale;  // in lots of 30 of 1e6
                before = notional;
            }
            EXPECT_GT(before, 0) << kind;
        }
}

TEST(Sizing, FallsWithTheDrawdownToNothing) {
    SizingDesk desk{{{"fixed", {{"qty", "1"}}}}};
    Random random{1, 0};
    desk.days(desk.world.btc, 2, 0.01, random);
    std::int64_t before = 1'001;
    for (int i = 0; i <= 20; ++i) {
        const auto sizing = desk.explain(desk.world.btc, 1, {0.01 * i});
        ASSERT_TRUE(sizing.result);
        EXPECT_LE(sizing.result->raw, before);
        EXPECT_NEAR(static_cast<double>(sizing.result->raw), std::max(0.0, 1'000 * (1 - i / 15.0)),
                    1.001);
        before = sizing.result->raw;
    }
    EXPECT_EQ(before, 0);
}

TEST(Sizing, WhereNothingMayBeAddedGivesNoMoreThanIsHeldAndNothingOnTheOtherSide) {
    SizingDesk desk{{{"fixed", {{"qty", "1"}}}}};
    Random random{1, 0};
    desk.days(desk.world.btc, 2, 0.01, random);
    Throttles throttles;
    throttles.bar = core::Refusal{core::Rule::StrategyLoss, core::Unit::Quote, 1, 2, {}};
    const auto size = [&](double exposure) {
        return desk.explain(desk.world.btc, exposure, throttles).result;
    };
    ASSERT_FALSE(size(1));
    EXPECT_EQ(size(1).error().rule, core::Rule::StrategyLoss);
    EXPECT_EQ(size(0), Qty{});
    desk.trade(desk.world.btc, 500);
    EXPECT_EQ(size(1), Qty{500});
    EXPECT_EQ(size(0.2), Qty{200});
    EXPECT_EQ(size(-1), Qty{});
    desk.trade(desk.world.btc, -1'000);
    EXPECT_EQ(size(-1), Qty{-500});
    EXPECT_EQ(size(1), Qty{});
}

TEST(Sizing, TellsEveryCapAndFactorByItsName) {
    SizingDesk desk{{{"fixed", {{"qty", "1"}}}, {"cvar", {}}, {"fixed_fraction", {}}}};
    Random random{1, 0};
    desk.days(desk.world.btc, 600, 0.01, random);
    const auto sizing = desk.explain(desk.world.btc, -0.5, {0.03, 0.7, 0.5});
    ASSERT_EQ(sizing.cap_count, 3U);
    EXPECT_EQ(sizing.caps[0].sizer, "fixed");
    EXPECT_EQ(sizing.caps[0].lots, Qty{1'000});
    EXPECT_EQ(sizing.caps[1].sizer, "cvar");
    EXPECT_EQ(sizing.caps[2].sizer, "fixed_fraction");
    EXPECT_DOUBLE_EQ(sizing.drawdown_factor, 0.8);
    EXPECT_EQ(sizing.threat_factor, 0.7);
    EXPECT_EQ(sizing.confidence_factor, 0.5);
    EXPECT_EQ(sizing.exposure, -0.5);
    ASSERT_TRUE(sizing.result && sizing.smallest());
    EXPECT_EQ(sizing.result->raw,
              static_cast<std::int64_t>(-0.14 * static_cast<double>(sizing.smallest()->raw)));
}

TEST(Sizing, OpensNothingWithoutDaysOrOnOldOnes) {
    for (const auto* kind : {"cvar", "correlation", "liquidity"}) {
        SizingDesk desk{{{kind, {}}}};
        Random random{1, 0};
        const auto& world = desk.world;
        EXPECT_FALSE(desk.explain(world.btc, 1).result) << kind;
        desk.days(world.btc, 10, 0.01, random);
        EXPECT_FALSE(desk.explain(world.btc, 1).result) << kind;
        desk.days(world.btc, 600, 0.01, random);
        EXPECT_TRUE(desk.explain(world.btc, 1).result) << kind;
        desk.days(world.eth, 614, 0.01, random);  // four days on, without a bar of btc
        EXPECT_FALSE(desk.explain(world.btc, 1).result) << kind;
    }
}

TEST(Sizing, NeverBlocksAReduction) {
    Random random{41, 0};
    int shrunk = 0;
    for (int i = 0; i < 300; ++i) {
        auto desk = random_desk(random);
        for (const auto& instrument : desk.world.catalog.instruments()) {
            const auto held = desk.held(instrument.id);
            const double side = held.raw < 0 ? -1 : 1;
            const Throttles broken{std::nan("")};  // whatever the sizers say: no size
            const auto flat = desk.explain(instrument.id, 0, broken);
            ASSERT_EQ(flat.result, Qty{});
            if (held.raw == 0) continue;
            ASSERT_EQ(desk.explain(instrument.id, -side, broken).result, Qty{});
            if (!desk.explain(instrument.id, side).result) continue;
            const auto half = desk.explain(instrument.id, side / 2, broken);
            ASSERT_EQ(half.result, Qty{held.raw / 2});
            ASSERT_FALSE(desk.explain(instrument.id, side, broken).result);
            ++shrunk;
        }
    }
    EXPECT_GT(shrunk, 50);
}

TEST(Sizing, TakesAFewPartsOfTheVolumeAndNoWildDayForTheRule) {
    SizingDesk desk{{{"liquidity", {}}}};
    for (int i = 0; i < 30; ++i) desk.bar(desk.world.btc, 0, i == 25 ? 1'000'000 : 10'000, 1);
    EXPECT_EQ(desk.explain(desk.world.btc, 1).result, Qty{50});  // 0.5 % of 10 000
    SizingDesk slow{{{"liquidity", {{"hours", "0.6"}}}}};
    for (int i = 0; i < 30; ++i) slow.bar(slow.world.btc, 0, 10'000, 1);
    EXPECT_EQ(slow.explain(slow.world.btc, 1).result, Qty{25});  // 10 % of 0.6 / 24
}

/// A market of one factor: the three instruments move together.
void together(SizingDesk& desk, int days, Random& random, double sigma) {
    for (int i = 0; i < days; ++i) {
        const double common = random.normal();
        for (const auto& instrument : desk.world.catalog.instruments())
            desk.bar(instrument.id, sigma * (0.8 * common + 0.6 * random.normal()), 1'000'000);
    }
}

// T-A5
TEST(Sizing, LosesNoMoreThanTheBooksCapWhenEverythingFallsByAFifth) {
    Random random{51, 0};
    double worst = 0;
    double uncapped = 0;
    for (int i = 0; i < 60; ++i) {
        SizingDesk desk{{{"cvar", {}}, {"volatility_target", {}}}};
        SizingDesk control{{{"volatility_target", {}}}};
        Random same = random;
        const double sigma = 0.005 + 0.05 * random.uniform();
        together(desk, 600, same, sigma);
        same = random;
        (void)same.uniform();
        together(control, 600, same, sigma);
        for (int k = 0; k < 4; ++k) random.next();
        const bool fills_first = i % 2 == 0;  // else all are granted before the first fill
        for (auto* each : {&desk, &control}) {
            const double equity = each->equity();
            std::vector<Qty> wanted;
            for (const auto& instrument : each->world.catalog.instruments()) {
                const auto size = each->explain(instrument.id, 1).result;
                ASSERT_TRUE(size);
                wanted.push_back(*size);
                if (fills_first && size->raw > 0) each->trade(instrument.id, size->raw);
            }
            for (const auto& instrument : each->world.catalog.instruments())
                if (const auto lots = wanted[instrument.id.value].raw; !fills_first && lots > 0)
                    each->trade(instrument.id, lots);
            for (const auto& instrument : each->world.catalog.instruments())
                each->bar(instrument.id, -0.2, 1'000'000);
            auto& loss = each == &desk ? worst : uncapped;
            loss = std::max(loss, 1 - each->equity() / equity);
        }
    }
    RecordProperty("measured", fmt::format("worst loss {:.6f}, uncapped {:.3f}", worst, uncapped));
    EXPECT_LE(worst, 0.04 * (1 + 1e-4));  // prices are whole ticks
    EXPECT_GT(worst, 0.039);
    EXPECT_GT(uncapped, 0.1);
}

TEST(Sizing, KeepsTheBookCalmWithPositionsThatMoveTogether) {
    SizingDesk desk{{{"correlation", {}}}};
    Random random{61, 0};
    together(desk, 400, random, 0.03);
    const double equity = desk.equity();
    const double day = 0.25 / std::sqrt(365.0);
    std::vector<double> risks;  // deviations of a day, of equity
    for (const auto& instrument : desk.world.catalog.instruments()) {
        const auto size = desk.explain(instrument.id, 1).result;
        ASSERT_TRUE(size);
        // The same filter as the gate's, over the same bars.
        risks.push_back(desk.notional(instrument.id, *size) / equity *
                        *desk.sigmas[instrument.id.value].sigma());
    }
    EXPECT_NEAR(risks[0], std::sqrt(0.35) * day, 1e-3 * day);  // alone
    EXPECT_LT(risks[1], risks[0]);
    EXPECT_GT(risks[2], 0);
    double stressed = 0;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) stressed += risks[i] * risks[j] * (i == j ? 1 : 0.8);
    EXPECT_LE(std::sqrt(stressed), day * 1.001);
    EXPECT_GT(std::sqrt(stressed), day * 0.97);  // the third took what was left
}

}  // namespace
}  // namespace nightjar::risk
