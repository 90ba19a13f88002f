/// The protection of one position, by itself.

#include "exec/protection.hpp"

#include "core/base/archive.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace nightjar::exec {
namespace {

using core::Price;
using core::Qty;
using core::Side;
using State = Protection::State;
using Leg = Protection::Leg;

/// Ticks of 0.01; what is held was bought, or sold, at 1,000.00.
struct Watch {
    explicit Watch(const ProtectionTerms& with) : terms{with} {
        instrument.tick = instrument.lot = {core::Money::one / 100};
        NJ_CHECK(instrument.prepare().has_value(), "an instrument");
    }
    bool see(std::int64_t held, std::optional<std::int64_t> ticks, double entry = 1'000) {
        Protection::Seen seen;
        seen.held = Qty{held};
        seen.entry = entry;
        if (ticks) seen.price = Price{*ticks};
        return protection.observe(seen);
    }

    ProtectionTerms terms;
    core::Instrument instrument;
    Protection protection{terms, instrument};
};

TEST(Protection, LevelsAreFromTheAverageEntryAndFromTheBestPrice) {
    Watch watch{{.stop = 2, .take_profit = 4, .trailing = 1.5}};
    EXPECT_TRUE(watch.see(500, 100'000)) << "armed";
    EXPECT_EQ(watch.protection.state(), State::Armed);
    EXPECT_EQ(watch.protection.stop(), Price{98'500}) << "the trailing one is tighter";
    EXPECT_EQ(watch.protection.take_profit(), Price{104'000});
    EXPECT_EQ(watch.protection.record().leg, Leg::Trailing);
    watch.see(500, 102'000);
    EXPECT_EQ(watch.protection.stop(), Price{100'470});
    watch.see(500, 101'000);
    EXPECT_EQ(watch.protection.stop(), Price{100'470}) << "it does not loosen";
    EXPECT_TRUE(watch.see(500, 100'470));
    EXPECT_EQ(watch.protection.state(), State::Closing);
    EXPECT_EQ(watch.protection.record().reached, Price{100'470});
}

TEST(Protection, AShortIsTheOtherWayRound) {
    Watch watch{{.stop = 2, .take_profit = 4, .trailing = 1.5}};
    watch.see(-500, 100'000);
    EXPECT_EQ(watch.protection.stop(), Price{101'500});
    EXPECT_EQ(watch.protection.take_profit(), Price{96'000});
    watch.see(-500, 98'000);
    EXPECT_EQ(watch.protection.stop(), Price{99'470});
    watch.see(-500, 96'000);
    EXPECT_EQ(watch.protection.state(), State::Closing);
    EXPECT_EQ(watch.protection.record().leg, Leg::TakeProfit);
}

TEST(Protection, WithoutAPriceNothingIsReached) {
    Watch watch{{.stop = 2}};
    watch.see(500, std::nullopt);
    EXPECT_EQ(watch.protection.state(), State::Armed);
    watch.see(500, std::nullopt);
    EXPECT_EQ(watch.protection.state(), State::Armed);
    watch.see(500, 90'000);
    EXPECT_EQ(watch.protection.state(), State::Closing);
}

TEST(Protection, TheStopFollowsTheAverageAndMovesAreToldInSteps) {
    Watch watch{{.stop = 2}};
    EXPECT_TRUE(watch.see(500, 100'000));
    EXPECT_FALSE(watch.see(600, 100'000)) << "no level has moved";
    EXPECT_FALSE(watch.see(600, 100'000, 1'001)) << "a tenth of the distance is 2.00";
    EXPECT_EQ(watch.protection.stop(), Price{98'098});
    EXPECT_TRUE(watch.see(600, 100'000, 1'003));
    EXPECT_FALSE(watch.see(600, 100'000, 1'004)) << "counted from what was told last";
}

TEST(Protection, WhatWasClosedStaysClosedForTheSameWish) {
    Watch watch{{.stop = 2}};
    watch.see(500, 100'000);
    EXPECT_TRUE(watch.protection.permits(0.5));
    watch.see(500, 97'000);
    EXPECT_FALSE(watch.protection.permits(0.5)) << "while it closes";
    EXPECT_TRUE(watch.see(0, 97'000));
    EXPECT_EQ(watch.protection.state(), State::Waiting);
    EXPECT_FALSE(watch.protection.permits(0.5));
    EXPECT_FALSE(watch.protection.permits(0.9)) << "more of the same side is the same side";
    EXPECT_TRUE(watch.see(10, 97'000)) << "a fill that came late";
    EXPECT_EQ(watch.protection.state(), State::Closing);
    watch.see(0, 97'000);
    EXPECT_TRUE(watch.protection.permits(0));
    EXPECT_EQ(watch.protection.state(), State::Off);
    EXPECT_TRUE(watch.protection.permits(0.5));
}

TEST(Protection, TheOtherSideMayBeOpenedOnceItIsClosed) {
    Watch watch{{.stop = 2}};
    watch.see(500, 100'000);
    watch.see(500, 97'000);
    EXPECT_FALSE(watch.protection.permits(-0.5)) << "it closes first";
    watch.see(0, 97'000);
    EXPECT_EQ(watch.protection.state(), State::Off) << "the wish that had opened it was off";
    EXPECT_TRUE(watch.protection.permits(-0.5));
    EXPECT_TRUE(watch.protection.permits(0.5));
}

TEST(Protection, WhatTheStrategyClosesItselfWaitsForNothing) {
    Watch watch{{.stop = 2}};
    watch.see(500, 100'000);
    EXPECT_TRUE(watch.see(0, 100'000));
    EXPECT_EQ(watch.protection.state(), State::Off);
    EXPECT_TRUE(watch.protection.permits(0.5));
}

TEST(Protection, ComesBackFromItsRecordWithItsBestPrice) {
    Watch watch{{.trailing = 2}};
    watch.see(500, 100'000);
    watch.see(500, 110'000);
    Watch later{watch.terms};
    later.protection.recall(watch.protection.record());
    EXPECT_FALSE(later.see(500, 108'000)) << "nothing new";
    EXPECT_EQ(later.protection.stop(), Price{107'800});
    later.see(500, 107'800);
    EXPECT_EQ(later.protection.state(), State::Closing);
}

TEST(Protection, AnEntryThatIsNoNumberArmsNothing) {
    Watch watch{{.stop = 2}};
    EXPECT_FALSE(watch.see(500, 90'000, std::nan("")));
    EXPECT_FALSE(watch.see(500, 90'000, 0));
    EXPECT_EQ(watch.protection.state(), State::Off);
}

/// A slow answer: all levels from the whole history.
struct Slow {
    double stop{};
    double best{};
};

RC_GTEST_PROP(ProtectionOf, AWalkEndsInOneExitAtOrBeyondItsLevelAndATrailingStopNeverLoosens, ()) {
    const auto percent = [](int least) {
        return static_cast<double>(*rc::gen::inRange(least, 40)) / 10;
    };
    ProtectionTerms terms{percent(0), percent(0), percent(1)};
    Watch watch{terms};
    const bool is_long = *rc::gen::arbitrary<bool>();
    const auto way = is_long ? 1 : -1;
    std::int64_t price = 100'000;
    Slow slow{0, 1'000};
    std::optional<Price> before;
    int exits = 0;
    const auto held = way * 500;
    for (int i = 0; i < 400; ++i) {
        price = std::max<std::int64_t>(price + *rc::gen::inRange<std::int64_t>(-400, 401), 50'000);
        const double now = static_cast<double>(price) / 100;
        if (way * (now - slow.best) > 0) slow.best = now;
        const auto stop =
            way * std::max(terms.stop > 0 ? way * 1'000 * (1 - way * terms.stop / 100) : -1e9,
                           way * slow.best * (1 - way * terms.trailing / 100));
        const auto profit = 1'000 * (1 + way * terms.take_profit / 100);
        const bool hit = way * (now - stop) <= 0;
        const bool won = terms.take_profit > 0 && way * (now - profit) >= 0;
        watch.see(held, price);
        const auto level = watch.protection.stop();
        RC_ASSERT(level.has_value());
        // Rounded to the next tick on the side that is reached sooner.
        RC_ASSERT(std::abs(static_cast<double>(level->raw) / 100 - stop) < 0.01001);
        if (before) RC_ASSERT(way * (*level - *before).raw >= 0);
        before = level;
        if (watch.protection.state() != State::Closing) {
            RC_ASSERT(!hit);
            RC_ASSERT(!won || std::abs(now - profit) < 0.01001);
            continue;
        }
        ++exits;
        const auto leg = watch.protection.record().leg;
        if (leg == Leg::TakeProfit)
            RC_ASSERT(won);
        else
            RC_ASSERT(watch.protection.against(Price{price}, *level));
        break;
    }
    // From there on nothing but flat ends it, wherever the price goes.
    for (int i = 0; exits == 1 && i < 50; ++i) {
        price = std::max<std::int64_t>(price + *rc::gen::inRange<std::int64_t>(-4'000, 4'001), 1);
        RC_ASSERT(!watch.see(held, price));
        RC_ASSERT(!watch.protection.permits(way));
    }
    watch.see(0, price);
    RC_ASSERT(watch.protection.state() == (exits == 1 ? State::Waiting : State::Off));
}

}  // namespace
}  // namespace nightjar::exec
