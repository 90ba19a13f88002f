#include "signal/regime.hpp"

#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace nightjar::signal {
namespace {

core::Candle hour(std::int64_t index, std::int64_t close, std::int64_t range = 1'000) {
    return {core::Time{index * core::hours(1).ns},
            core::hours(1),
            {close},
            {close + range / 2},
            {close - range / 2},
            {close},
            {1}};
}

/// A calm walk, so that there is something to be above.
RegimeClassifier warm(core::Random& random, std::int64_t bars = 720) {
    RegimeClassifier classifier{core::hours(1)};
    for (std::int64_t i = 0; i < bars; ++i)
        classifier.push(hour(i, 1'000'000 + static_cast<std::int64_t>(random.below(3'000)),
                             1'000 + static_cast<std::int64_t>(random.below(1'000))));
    return classifier;
}

TEST(RegimeRules, AreThoseOfTheTable) {
    const auto of = [](RegimeReading reading) { return classify(reading, Regime::Range); };
    EXPECT_EQ(of({.volatility = 99.1}), Regime::Crisis);
    EXPECT_EQ(of({.volatility = 50, .depth = {}, .threat = 3}), Regime::Crisis);
    EXPECT_EQ(of({.volatility = 90, .depth = 9.9}), Regime::Illiquid);
    EXPECT_EQ(of({.volatility = 86, .depth = 50}), Regime::HighVolatility);
    EXPECT_EQ(of({.volatility = 50, .depth = {}, .efficiency = 0.36, .slope = 2.1}),
              Regime::TrendUp);
    EXPECT_EQ(of({.volatility = 50, .depth = {}, .efficiency = 0.36, .slope = -2.1}),
              Regime::TrendDown);
    EXPECT_EQ(of({.volatility = 50, .depth = {}, .efficiency = 0.36, .slope = 1.9}), Regime::Range);
    EXPECT_EQ(of({.volatility = 50, .depth = {}, .efficiency = 0.34, .slope = 9}), Regime::Range);
}

RC_GTEST_PROP(RegimeRules, WhatHoldsAlreadyIsLeftLaterThanItIsEntered, ()) {
    RegimeReading reading;
    reading.volatility = *rc::gen::inRange(0, 10'000) / 100.0;
    if (*rc::gen::arbitrary<bool>()) reading.depth = *rc::gen::inRange(0, 10'000) / 100.0;
    reading.efficiency = *rc::gen::inRange(0, 1'000) / 1'000.0;
    reading.slope = *rc::gen::inRange(-100, 101) / 10.0;
    for (std::size_t i = 0; i < regimes; ++i) {
        const auto entered = classify(reading, static_cast<Regime>(i));
        RC_ASSERT(classify(reading, entered) == entered);
    }
}

TEST(Regime, SaysNothingBeforeADayHasBeenSeen) {
    RegimeClassifier classifier{core::hours(1)};
    EXPECT_EQ(classifier.warmup_bars(), 24);
    for (std::int64_t i = 0; i < 23; ++i) {
        classifier.push(hour(i, 1'000'000));
        EXPECT_FALSE(classifier.regime());
    }
    classifier.push(hour(23, 1'000'000));
    EXPECT_EQ(classifier.regime(), Regime::Range);
}

TEST(Regime, SteadyRiseIsATrendAndItsMirrorTheOtherOne) {
    for (const int sign : {1, -1}) {
        core::Random random{5, 1};
        auto classifier = warm(random);
        for (std::int64_t i = 0; i < 30; ++i)
            classifier.push(hour(720 + i, 1'000'000 + sign * i * 2'000, 1'500));
        EXPECT_EQ(classifier.regime(), sign > 0 ? Regime::TrendUp : Regime::TrendDown);
        EXPECT_NEAR(classifier.reading().efficiency, 1.0, 1e-12);
    }
}

TEST(Regime, WildestHourOfAMonthIsACrisisAtOnceAndIsLeftAfterHalfAnHour) {
    core::Random random{6, 1};
    RegimeClassifier classifier{core::minutes(5)};
    const auto bar = [](std::int64_t i, std::int64_t range) {
        auto candle = hour(0, 1'000'000, range);
        candle.open_time = core::Time{i * core::minutes(5).ns};
        candle.timeframe = core::minutes(5);
        return candle;
    };
    std::int64_t i = 0;
    for (; i < 8'640; ++i)
        classifier.push(bar(i, 1'000 + static_cast<std::int64_t>(random.below(1'000))));
    ASSERT_NE(classifier.regime(), Regime::Crisis);
    classifier.push(bar(i++, 40'000));
    EXPECT_EQ(classifier.regime(), Regime::Crisis);
    for (int calm = 1; calm < 12; ++calm) {
        classifier.push(bar(i++, 1'000));
        EXPECT_EQ(classifier.regime(), Regime::Crisis) << "the wild bar is of the last hour";
    }
    classifier.push(bar(i++, 1'000));
    EXPECT_NE(classifier.regime(), Regime::Crisis);
}

TEST(Regime, StandsForHalfAnHourAndACrisisDoesNotWait) {
    RegimeClassifier classifier{core::minutes(1)};
    auto push = [&, i = std::int64_t{0}](std::optional<std::int64_t> depth, int threat) mutable {
        auto candle = hour(0, 1'000'000);
        candle.open_time = core::Time{i++ * core::minutes(1).ns};
        candle.timeframe = core::minutes(1);
        classifier.push(candle, depth, threat);
    };
    for (int i = 0; i < 2'000; ++i) push(1'000, 0);
    ASSERT_EQ(classifier.regime(), Regime::Range);
    push(1, 0);
    ASSERT_EQ(classifier.regime(), Regime::Illiquid);
    for (int i = 1; i < 30; ++i) {
        push(1'000, 0);
        EXPECT_EQ(classifier.regime(), Regime::Illiquid) << i << " minutes";
    }
    push(1'000, 0);
    EXPECT_EQ(classifier.regime(), Regime::Range);
    push(1'000, 3);
    EXPECT_EQ(classifier.regime(), Regime::Crisis);
}

TEST(Regime, IsTheSameWhereverThePriceStandsAndTheSameEachTime) {
    const auto run = [](std::int64_t scale) {
        RegimeClassifier classifier{core::minutes(1)};
        std::vector<int> said;
        for (auto bar : tests::walk(9, 6'000, 400)) {
            for (auto* price : {&bar.open, &bar.high, &bar.low, &bar.close})
                *price = core::Price{price->raw * scale};
            classifier.push(bar);
            said.push_back(classifier.regime() ? static_cast<int>(*classifier.regime()) : -1);
        }
        return said;
    };
    EXPECT_EQ(run(1), run(1));
    EXPECT_EQ(run(1), run(16));
}

/// The slow way: everything again at each bar.
struct Slow {
    double volatility{};
    double efficiency{};
    double slope{};
};

Slow slow(const std::vector<core::Candle>& bars, std::size_t end) {
    constexpr std::size_t day = 1'440;
    Slow answer;
    double sum_x = 0;
    double sum_y = 0;
    for (std::size_t i = 0; i < day; ++i) {
        sum_x += static_cast<double>(i) / day;
        sum_y += static_cast<double>(bars[end - day + i].close.raw) / day;
    }
    double xy = 0;
    double xx = 0;
    double way = 0;
    for (std::size_t i = 0; i < day; ++i) {
        const double x = static_cast<double>(i) - sum_x;
        const double y = static_cast<double>(bars[end - day + i].close.raw) - sum_y;
        xy += x * y;
        xx += x * x;
        if (i > 0)
            way += static_cast<double>(
                std::abs(bars[end - day + i].close.raw - bars[end - day + i - 1].close.raw));
    }
    double errors = 0;
    for (std::size_t i = 0; i < day; ++i) {
        const double x = static_cast<double>(i) - sum_x;
        const double y = static_cast<double>(bars[end - day + i].close.raw) - sum_y;
        errors += (y - xy / xx * x) * (y - xy / xx * x);
    }
    answer.slope = xy / xx / std::sqrt(errors / (day - 2) / xx);
    answer.efficiency =
        static_cast<double>(std::abs(bars[end - 1].close.raw - bars[end - day].close.raw)) / way;
    const auto hour_before = [&](std::size_t at) {
        double sum = 0;
        for (std::size_t i = at > 60 ? at - 60 : 0; i < at; ++i) {
            const double range = std::log(static_cast<double>(bars[i].high.raw) /
                                          static_cast<double>(bars[i].low.raw));
            sum += range * range;
        }
        return sum;
    };
    const double now = hour_before(end);
    std::size_t below = 0;
    for (std::size_t at = 1; at <= end; ++at) below += hour_before(at) < now ? 1 : 0;
    answer.volatility = 100.0 * static_cast<double>(below) / static_cast<double>(end);
    return answer;
}

TEST(Regime, ReadsWhatTheSlowWayReads) {
    RegimeClassifier classifier{core::minutes(1)};
    const auto bars = tests::walk(11, 4'000, 400);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        classifier.push(bars[i]);
        if (i < 1'500 || i % 97 != 0) continue;
        const auto exact = slow(bars, i + 1);
        const auto& read = classifier.reading();
        EXPECT_NEAR(read.efficiency, exact.efficiency, 1e-12);
        EXPECT_NEAR(read.slope, exact.slope, 1e-5 * std::max(1.0, std::abs(exact.slope)));
        EXPECT_NEAR(read.volatility, exact.volatility, 6) << "values within 1.1 % count as equal";
    }
}

TEST(RollingRank, IsWhatCountingSaysForValuesFarEnoughApart) {
    core::Random random{3, 3};
    RollingRank rank{50};
    std::vector<std::int64_t> all;
    for (int i = 0; i < 2'000; ++i) {
        const auto value = std::int64_t{1} << random.below(40);
        all.push_back(value);
        rank.push(value);
        const auto first = all.size() > 50 ? all.end() - 50 : all.begin();
        const auto below = std::count_if(first, all.end(), [&](auto x) { return x < value; });
        const auto equal = std::count(first, all.end(), value);
        EXPECT_DOUBLE_EQ(rank.percentile(value),
                         100.0 * (static_cast<double>(below) + static_cast<double>(equal) / 2) /
                             static_cast<double>(all.end() - first));
    }
}

TEST(Depth, IsOfTheTenBestLevelsOfBothSidesOfAValidBook) {
    market::Book book;
    EXPECT_FALSE(depth_of(book));
    using Delta = core::BookDelta;
    book.apply(Delta{Delta::Action::Clear, {}, {}, {}, false});
    for (std::int64_t i = 0; i < 12; ++i) {
        book.apply(Delta{Delta::Action::Set, core::Side::Buy, {100 - i}, {1}, false});
        book.apply(Delta{Delta::Action::Set, core::Side::Sell, {101 + i}, {2}, i == 11});
    }
    EXPECT_EQ(depth_of(book), 30);
}

}  // namespace
}  // namespace nightjar::signal
