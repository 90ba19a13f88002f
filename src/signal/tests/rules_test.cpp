/// Each streaming rule against the same formula computed anew from all bars.

#include "signal/rolling_extreme.hpp"
#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <span>

namespace nightjar::signal {
namespace {

using Bars = std::span<const core::Candle>;
using Score = std::optional<double>;
using tests::make;
using tests::walk;

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// Of a population.
double deviation(const std::vector<double>& values) {
    const double middle = mean(values);
    double squares = 0;
    for (const double value : values) squares += (value - middle) * (value - middle);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

std::vector<double> closes(Bars bars) {
    std::vector<double> made;
    for (const auto& bar : bars) made.push_back(static_cast<double>(bar.close.raw));
    return made;
}

std::vector<double> changes(Bars bars) {
    std::vector<double> made;
    for (std::size_t i = 1; i < bars.size(); ++i)
        made.push_back(static_cast<double>(bars[i].close.raw - bars[i - 1].close.raw));
    return made;
}

/// Feeds random bars; at each the score must be `naive` of the bars so far. NaN: the last bit of a
/// ratio decides, and either is right.
void compare(Signal& signal, const std::function<Score(Bars)>& naive) {
    const auto size = *rc::gen::element<std::uint64_t>(1, 20, 1'000'000);
    const auto bars = walk(*rc::gen::arbitrary<std::uint64_t>(), 200, size);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        signal.on_candle(bars[i]);
        const auto found = signal.score();
        const auto expected = naive(Bars{bars}.first(i + 1));
        if (expected && std::isnan(*expected)) continue;
        RC_ASSERT(found.has_value() == expected.has_value());
        if (found) RC_ASSERT(std::abs(*found - *expected) < 1e-6);
    }
}

RC_GTEST_PROP(Bollinger, IsOneLessTwicePercentB, ()) {
    const auto length = *rc::gen::inRange<std::size_t>(2, 40);
    const auto signal = make("bollinger", {{"length", std::to_string(length)}, {"width", "1.5"}});
    compare(*signal, [length](Bars bars) -> Score {
        if (bars.size() < length) return std::nullopt;
        const auto last = closes(bars.last(length));
        if (std::ranges::min(last) == std::ranges::max(last)) return std::nullopt;
        const double lower = mean(last) - 1.5 * deviation(last);
        const double upper = mean(last) + 1.5 * deviation(last);
        return std::clamp(1 - 2 * (last.back() - lower) / (upper - lower), -1.0, 1.0);
    });
}

RC_GTEST_PROP(Donchian, IsTheSideOfTheLastCloseBeyondTheChannelOfTheBarsBefore, ()) {
    const auto length = *rc::gen::inRange<std::size_t>(1, 40);
    const auto signal = make("donchian", {{"length", std::to_string(length)}});
    compare(*signal, [length](Bars bars) -> Score {
        if (bars.size() <= length) return std::nullopt;
        for (std::size_t last = bars.size() - 1; last >= length; --last) {
            const auto before = bars.subspan(last - length, length);
            const auto close = bars[last].close;
            if (std::ranges::all_of(before, [=](auto& bar) { return close > bar.high; }))
                return 1.0;
            if (std::ranges::all_of(before, [=](auto& bar) { return close < bar.low; }))
                return -1.0;
        }
        return 0.0;
    });
}

RC_GTEST_PROP(VwapDeviation, IsTheDistanceBelowTheAverageInDeviations, ()) {
    const auto length = *rc::gen::inRange<std::size_t>(2, 40);
    const auto signal = make("vwap_deviation", {{"length", std::to_string(length)}});
    compare(*signal, [length](Bars bars) -> Score {
        if (bars.size() < length) return std::nullopt;
        double traded = 0;
        double volume = 0;
        for (const auto& bar : bars.last(length)) {
            const auto qty = static_cast<double>(bar.volume.raw);
            traded += static_cast<double>(bar.high.raw + bar.low.raw + bar.close.raw) / 3 * qty;
            volume += qty;
        }
        const auto last = closes(bars.last(length));
        if (volume == 0 || std::ranges::min(last) == std::ranges::max(last)) return std::nullopt;
        return std::clamp((traded / volume - last.back()) / (2 * deviation(last)), -1.0, 1.0);
    });
}

RC_GTEST_PROP(VolatilityRegime, ConfirmsALoudMoveAndAbstainsWhenItIsCalm, ()) {
    const auto fast = *rc::gen::inRange<std::size_t>(2, 10);
    const auto slow = fast + *rc::gen::inRange<std::size_t>(1, 40);
    const auto signal =
        make("volatility_regime", {{"fast", std::to_string(fast)}, {"slow", std::to_string(slow)}});
    compare(*signal, [=](Bars bars) -> Score {
        if (bars.size() <= slow) return std::nullopt;
        const double usual = deviation(changes(bars.last(slow + 1)));
        if (usual == 0) return std::nullopt;
        const double ratio = deviation(changes(bars.last(fast + 1))) / usual;
        if (std::abs(ratio - 1) < 1e-9) return std::nan("");
        if (ratio < 1) return std::nullopt;
        const auto move = bars.back().close.raw - bars[bars.size() - 1 - fast].close.raw;
        const double sign = move > 0 ? 1.0 : move < 0 ? -1.0 : 0.0;
        return sign * std::min(ratio - 1, 1.0);
    });
}

TEST(VolatilityRegime, RefusesThresholdsOutOfOrder) {
    core::Registries registries;
    register_builtins(registries);
    const auto made =
        registries.of<Signal>().make("volatility_regime", {{"calm", "2"}, {"loud", "1.5"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().text(), "calm (2) must be below loud (1.5)");
}

RC_GTEST_PROP(TradeFlow, IsTheImbalanceOfTradesThatHalveWithTimeAndFadesInSilence, ()) {
    struct Seen {
        core::Time at;
        double qty;
    };
    const auto signal = make("trade_flow", {{"half_life", "10s"}});
    core::Random random{*rc::gen::arbitrary<std::uint64_t>(), 1};
    EXPECT_FALSE(signal->score());
    std::vector<Seen> trades;
    core::Time now;
    const auto weight = [](core::Duration age) {
        return std::pow(0.5, static_cast<double>(age.ns) / 1e10);
    };
    for (int i = 0; i < 200; ++i) {
        now = now + core::milliseconds(static_cast<std::int64_t>(random.below(20'000)));
        if (random.below(4) == 0) {
            core::Candle bar;
            bar.open_time = now - core::minutes(1);
            bar.timeframe = core::minutes(1);
            signal->on_candle(bar);
        } else {
            const bool buy = random.below(2) == 0;
            const auto qty = 1 + static_cast<std::int64_t>(random.below(100));
            signal->on_trade({{100}, {qty}, buy ? core::Side::Buy : core::Side::Sell, {}}, now);
            trades.push_back({now, static_cast<double>(buy ? qty : -qty)});
        }
        if (trades.empty()) continue;
        double flow = 0;
        double total = 0;
        for (const auto& trade : trades) {
            flow += trade.qty * weight(now - trade.at);
            total += std::abs(trade.qty) * weight(now - trade.at);
        }
        const double expected = flow / total * weight(now - trades.back().at);
        RC_ASSERT(signal->score().has_value());
        RC_ASSERT(std::abs(*signal->score() - expected) < 1e-9);
    }
}

TEST(TradeFlow, RefusesAHalfLifeOfNothing) {
    core::Registries registries;
    register_builtins(registries);
    const auto made = registries.of<Signal>().make("trade_flow", {{"half_life", "0s"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().text(), "half_life (0s) must be above 0");
}

RC_GTEST_PROP(RollingExtremes, AreThoseOfTheLastValues, ()) {
    const auto length = *rc::gen::inRange<std::int64_t>(1, 20);
    const auto values =
        *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-5, 6));
    RollingHigh high{length};
    RollingLow low{length};
    for (std::size_t i = 0; i < values.size(); ++i) {
        high.push(values[i]);
        low.push(values[i]);
        const auto count = std::min(i + 1, static_cast<std::size_t>(length));
        const auto last = std::span{values}.subspan(i + 1 - count, count);
        RC_ASSERT(high.value() == std::ranges::max(last));
        RC_ASSERT(low.value() == std::ranges::min(last));
        RC_ASSERT(high.full() == (static_cast<std::int64_t>(i) + 1 >= length));
    }
}

}  // namespace
}  // namespace nightjar::signal
