#include "infer/windows.hpp"

#include "core/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::infer {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

core::BarColumns walk(std::uint64_t seed, std::size_t bars) {
    core::Random random{seed, 0};
    core::BarColumns all;
    all.timeframe = {hour_ns};
    std::int64_t price = 100'000;
    for (std::size_t i = 0; i < bars; ++i) {
        const auto open = price;
        price += static_cast<std::int64_t>(100 * random.normal());
        all.open_time_ns.push_back(static_cast<std::int64_t>(i) * hour_ns);
        all.open.push_back(open);
        all.high.push_back(std::max(open, price) + static_cast<std::int64_t>(random.below(80)));
        all.low.push_back(std::min(open, price) - static_cast<std::int64_t>(random.below(80)));
        all.close.push_back(price);
        all.volume.push_back(1);
    }
    return all;
}

TEST(PatternWindows, OfFewerCandlesAreTheEndsOfLongerOnes) {
    const auto bars = walk(1, 300);
    const auto longer = pattern_windows(bars.view(), 12);
    auto shorter = pattern_windows(bars.view(), 6);
    ASSERT_EQ(shorter.size(), longer.size() + 6);
    shorter.erase(shorter.begin(), shorter.begin() + 6);
    for (std::size_t i = 0; i < longer.size(); ++i) {
        EXPECT_TRUE(longer[i].text.ends_with(" ; " + shorter[i].text));
        EXPECT_EQ(longer[i].answer, shorter[i].answer);
        EXPECT_TRUE(std::ranges::equal(shorter[i].trail, std::span{longer[i].trail}.last(6)));
    }
}

TEST(PatternWindows, EndTheirTrailWithTheirAnswer) {
    const auto bars = walk(2, 300);
    const auto windows = pattern_windows(bars.view(), 4);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        EXPECT_EQ(windows[i].answer, name(windows[i].trail.back()));
        EXPECT_EQ(windows[i].until_time_ns, windows[i].open_time_ns);
        if (i > 0) {
            EXPECT_TRUE(std::ranges::equal(std::span{windows[i].trail}.first(3),
                                           std::span{windows[i - 1].trail}.last(3)));
        }
    }
}

/// The first bar behind `last` that reaches one price, or the end.
std::size_t reached(const core::BarColumns& bars, std::size_t last, std::size_t end, double price,
                    bool above) {
    for (auto at = last + 1; at <= end; ++at)
        if (above ? static_cast<double>(bars.high[at]) >= price
                  : static_cast<double>(bars.low[at]) <= price)
            return at;
    return end + 1;
}

TEST(DirectionWindows, SayWhichBarrierIsReachedFirst) {
    const Barriers barriers{.horizon = 12, .width = 1.5, .cost_bps = 10};
    std::array<int, 3> seen{};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto bars = walk(seed, 200);
        const auto windows = direction_windows(bars.view(), 3, barriers);
        ASSERT_EQ(windows.size(), 200 - 12 - 12U);
        for (const auto& window : windows) {
            const auto last = static_cast<std::size_t>(window.open_time_ns / hour_ns);
            double range = 0;
            for (auto at = last - 9; at <= last; ++at)
                range += static_cast<double>(bars.high[at] - bars.low[at]) / 10;
            const auto close = static_cast<double>(bars.close[last]);
            const double away = 1.5 * range + 0.001 * close;
            const auto up = reached(bars, last, last + 12, close + away, true);
            const auto down = reached(bars, last, last + 12, close - away, false);
            EXPECT_EQ(window.answer, up < down ? "up" : down < up ? "down" : "flat");
            EXPECT_EQ(window.until_time_ns / hour_ns,
                      static_cast<std::int64_t>(std::min({up, down, last + 12})));
            ++seen.at(up < down ? 0 : down < up ? 1 : 2);
        }
    }
    for (const int each : seen) EXPECT_GT(each, 100);
}

TEST(DirectionWindows, DoNotKnowWhatComesBehindTheHorizon) {
    const Barriers barriers{.horizon = 10};
    auto bars = walk(3, 120);
    const auto before = direction_windows(bars.view(), 3, barriers);
    for (std::size_t i = 100; i < 120; ++i) {
        bars.high[i] += 100'000;
        bars.close[i] = bars.high[i];
    }
    const auto after = direction_windows(bars.view(), 3, barriers);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i].open_time_ns / hour_ns + 10 < 100) {
            EXPECT_EQ(before[i].answer, after[i].answer);
            EXPECT_EQ(before[i].text, after[i].text);
        }
}

}  // namespace
}  // namespace nightjar::infer
