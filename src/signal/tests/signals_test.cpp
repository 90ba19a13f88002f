#include "core/base/random.hpp"
#include "signal/indicators.hpp"
#include "signal/signal.hpp"
#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace nightjar::signal {
namespace {

using tests::make;

core::Candle bar(std::int64_t close, std::int64_t spread = 5) {
    return {{}, core::minutes(1), {close}, {close + spread}, {close - spread}, {close}, {1}};
}

TEST(SmaCross, ComparesExactlyAndAbstainsOnATieAndBeforeItIsFull) {
    auto signal = make("sma_cross", {{"fast", "2"}, {"slow", "4"}});
    for (const auto close : {10, 10, 10}) {
        signal->on_candle(bar(close));
        EXPECT_FALSE(signal->score());
    }
    signal->on_candle(bar(10));
    EXPECT_FALSE(signal->score()) << "an exact tie";
    signal->on_candle(bar(11));
    EXPECT_EQ(signal->score(), 1.0);
    signal->on_candle(bar(5));
    EXPECT_EQ(signal->score(), -1.0);
}

TEST(SmaCross, TellsTicksApartThatAFloatingAverageWouldNot) {
    auto signal = make("sma_cross", {{"fast", "1"}, {"slow", "3"}});
    constexpr std::int64_t large = 1'000'000'000'000'000;
    signal->on_candle(bar(large));
    signal->on_candle(bar(large));
    signal->on_candle(bar(large + 1));
    EXPECT_EQ(signal->score(), 1.0);
}

TEST(Signals, RefuseLengthsThatMakeNoSense) {
    core::Registries registries;
    register_builtins(registries);
    const auto made = registries.of<Signal>().make("ema_cross", {{"fast", "9"}, {"slow", "9"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().text(), "fast (9) must be below slow (9)");
}

TEST(Indicators, RollingSumIsTheSumOfTheLast) {
    core::Random random{1, 1};
    RollingSum sum{7};
    std::vector<std::int64_t> all;
    for (int i = 0; i < 1'000; ++i) {
        const auto value = static_cast<std::int64_t>(random.below(1'000)) - 500;
        all.push_back(value);
        sum.push(value);
        const auto first = all.size() > 7 ? all.end() - 7 : all.begin();
        EXPECT_TRUE(sum.sum() == std::accumulate(first, all.end(), std::int64_t{0}));
        EXPECT_EQ(sum.full(), all.size() >= 7);
    }
}

TEST(Indicators, RollingMomentsDoNotDriftOverAMillionValues) {
    core::Random random{2, 1};
    RollingMoments moments{20};
    std::vector<double> last;
    for (int i = 0; i < 1'000'000; ++i) {
        const auto value = static_cast<std::int64_t>(random.below(1'000'000'000));
        moments.push(value);
        last.push_back(static_cast<double>(value));
        if (last.size() > 20) last.erase(last.begin());
    }
    const double mean = std::accumulate(last.begin(), last.end(), 0.0) / 20;
    double squares = 0;
    for (const double x : last) squares += (x - mean) * (x - mean);
    EXPECT_NEAR(moments.mean(), mean, 1e-6);
    EXPECT_NEAR(moments.deviation(), std::sqrt(squares / 20), 1e-3);
}

TEST(Indicators, RsiIsHundredAfterOnlyGainsAndFiftyWithoutMoves) {
    Rsi gains{14};
    Rsi flat{14};
    for (int i = 0; i < 40; ++i) {
        gains.push(i);
        flat.push(7);
    }
    EXPECT_DOUBLE_EQ(gains.value(), 100.0);
    EXPECT_DOUBLE_EQ(flat.value(), 50.0);
}

TEST(Indicators, RsiOfWildersExample) {
    // Closes and value as printed in StockCharts' worked example of Wilder's method.
    Rsi rsi{14};
    for (const double close :
         {44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826,
          45.8931, 46.0328, 45.6140, 46.2820, 46.2820})
        rsi.push(close);
    EXPECT_TRUE(rsi.full());
    EXPECT_NEAR(rsi.value(), 70.53, 0.01);
}

TEST(Indicators, EmaStartsFromTheMeanAndThenMovesByItsWeight) {
    Ema ema{3};
    for (const double x : {1.0, 2.0, 3.0}) ema.push(x);
    EXPECT_DOUBLE_EQ(ema.value(), 2.0);
    ema.push(6.0);
    EXPECT_DOUBLE_EQ(ema.value(), 4.0);
}

TEST(Momentum, ScoresTheDirectionAndStaysWithinOne) {
    auto signal = make("momentum", {{"length", "5"}});
    core::Random random{3, 3};
    std::int64_t price = 10'000;
    for (int i = 0; i < 50; ++i) {
        price += static_cast<std::int64_t>(random.below(21)) - 10;
        signal->on_candle(bar(price));
    }
    for (int i = 0; i < 5; ++i) signal->on_candle(bar(price += 50));
    ASSERT_TRUE(signal->score());
    EXPECT_GT(*signal->score(), 0.5);
    EXPECT_LE(*signal->score(), 1.0);
}

TEST(RsiSignal, BuysWhatFellAndSellsWhatRose) {
    auto signal = make("rsi", {{"length", "5"}, {"low", "30"}, {"high", "70"}});
    for (int i = 0; i < 20; ++i) signal->on_candle(bar(1'000 - i));
    EXPECT_EQ(signal->score(), 1.0);
    for (int i = 0; i < 20; ++i) signal->on_candle(bar(1'000 + i));
    EXPECT_EQ(signal->score(), -1.0);
}

TEST(AtrBreak, SpeaksOnTheBarThatBreaksAndIsQuietAfter) {
    auto signal = make("atr_break", {{"length", "5"}, {"multiple", "2"}});
    for (int i = 0; i < 10; ++i) signal->on_candle(bar(1'000));
    EXPECT_EQ(signal->score(), 0.0);
    signal->on_candle(bar(1'100));
    EXPECT_EQ(signal->score(), 1.0);
    signal->on_candle(bar(1'100));
    EXPECT_EQ(signal->score(), 0.0);
}

TEST(BookImbalance, AbstainsWithoutAValidBook) {
    auto signal = make("book_imbalance", {{"depth", "1"}, {"smoothing", "0"}});
    market::Book book;
    signal->on_book(book);
    EXPECT_FALSE(signal->score());
    book.apply(core::Quote{{100}, {30}, {101}, {10}});
    signal->on_book(book);
    EXPECT_EQ(signal->score(), 0.5);
    book.invalidate();
    signal->on_book(book);
    EXPECT_FALSE(signal->score());
}

TEST(Signals, EverySignalStaysWithinOneAndSpeaksAfterItsWarmUp) {
    core::Registries registries;
    register_builtins(registries);
    for (const auto& [name, entry] : registries.of<Signal>().entries()) {
        if (name == "book_imbalance" || name == "trade_flow") continue;  // not fed here
        const bool always = name != "volatility_regime";                 // calm, it abstains
        auto signal = make(name);
        core::Random random{7, 7};
        std::int64_t price = 1'000'000;
        for (std::int64_t i = 1; i < 2'000; ++i) {
            price += static_cast<std::int64_t>(random.below(2'001)) - 1'000;
            signal->on_candle(bar(price, static_cast<std::int64_t>(random.below(500)) + 1));
            const auto score = signal->score();
            if (i < signal->warmup_bars()) {
                EXPECT_FALSE(score) << name << " before its warm-up, bar " << i;
            }
            if (always && i > signal->warmup_bars() + 1) {
                EXPECT_TRUE(score) << name << " after its warm-up, bar " << i;
            }
            if (score) {
                EXPECT_LE(std::abs(*score), 1.0) << name;
            }
        }
    }
}

}  // namespace
}  // namespace nightjar::signal
