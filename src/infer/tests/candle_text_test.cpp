#include "infer/candle_text.hpp"

#include "core/base/random.hpp"
#include "infer/errc.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace nightjar::infer {
namespace {

/// Ten candles of a range of 100 and a body of 50, up and down in turns, and then those.
std::vector<Ohlc> after_ten(const std::vector<Ohlc>& last) {
    std::vector<Ohlc> bars;
    for (int i = 0; i < 10; ++i)
        bars.push_back(i % 2 == 0 ? Ohlc{1'000, 1'075, 975, 1'050}
                                  : Ohlc{1'050, 1'075, 975, 1'000});
    bars.insert(bars.end(), last.begin(), last.end());
    return bars;
}

TEST(CandleText, SaysHowACandleIsAgainstTheTenBeforeIt) {
    // A body of 60 against 50, up; a shadow of 30 above, longer than the usual 25; none below. The
    // close is within a fifth of a range of the highs before, and both ends are higher.
    const auto text = candle_text(after_ten({{1'000, 1'090, 1'000, 1'060}}), 1);
    EXPECT_EQ(text.value(), "Bc Ug La Oe Cm Fm Ri");
}

TEST(CandleText, ADojiHasNoBody) {
    const auto text = candle_text(after_ten({{1'000, 1'050, 950, 1'005}}), 1).value();
    EXPECT_EQ(text.substr(0, 8), "Ba Ui Li");
}

TEST(CandleText, PartsCandlesBySemicolons) {
    const auto text =
        candle_text(after_ten({{1'000, 1'090, 1'000, 1'060}, {1'060, 1'070, 990, 1'000}}), 2);
    EXPECT_EQ(text.value().substr(0, 23), "Bc Ug La Oe Cm Fm Ri ; ");
    EXPECT_EQ(std::ranges::count(*text, ';'), 1);
}

std::vector<Ohlc> walk(std::uint64_t seed, std::size_t bars) {
    core::Random random{seed, 0};
    std::vector<Ohlc> all;
    std::int64_t price = 100'000;
    for (std::size_t i = 0; i < bars; ++i) {
        Ohlc bar;
        bar.open = price;
        bar.close = price + static_cast<std::int64_t>(100 * random.normal());
        bar.high = std::max(bar.open, bar.close) + static_cast<std::int64_t>(random.below(80));
        bar.low = std::min(bar.open, bar.close) - static_cast<std::int64_t>(random.below(80));
        price = bar.close;
        all.push_back(bar);
    }
    return all;
}

TEST(CandleText, IsTheSameOfAnyPriceLevelAndUnit) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto bars = walk(seed, 16);
        auto higher = bars;
        auto finer = bars;
        for (auto& bar : higher)
            bar = {bar.open + 7'777, bar.high + 7'777, bar.low + 7'777, bar.close + 7'777};
        for (auto& bar : finer) bar = {10 * bar.open, 10 * bar.high, 10 * bar.low, 10 * bar.close};
        const auto text = candle_text(bars, 6).value();
        EXPECT_EQ(candle_text(higher, 6).value(), text);
        EXPECT_EQ(candle_text(finer, 6).value(), text);
    }
}

TEST(CandleText, KnowsNothingOfBarsBeforeItsLookback) {
    auto bars = walk(3, 40);
    const auto text = candle_text(bars, 4).value();
    bars[0] = {1, 9'999'999, 1, 2};
    EXPECT_EQ(candle_text(bars, 4).value(), text);
    EXPECT_EQ(candle_text(std::span{bars}.last(14), 4).value(), text);
}

TEST(CandleText, RefusesTooFewBarsAndBarsThatCannotBe) {
    const auto bars = walk(1, 14);
    EXPECT_EQ(candle_text(bars, 5).error().code, Errc::OutOfRange);
    EXPECT_EQ(candle_text(bars, 0).error().code, Errc::OutOfRange);
    auto odd = bars;
    odd.back().high = odd.back().low - 1;
    EXPECT_EQ(candle_text(odd, 4).error().code, Errc::OutOfRange);
}

}  // namespace
}  // namespace nightjar::infer
