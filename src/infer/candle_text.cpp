#include "infer/candle_text.hpp"

#include "infer/errc.hpp"

#include <algorithm>
#include <cstdlib>

namespace nightjar::infer {

namespace {

std::int64_t body_of(const Ohlc& bar) { return std::abs(bar.close - bar.open); }
std::int64_t range_of(const Ohlc& bar) { return bar.high - bar.low; }
std::int64_t top_of(const Ohlc& bar) { return std::max(bar.open, bar.close); }
std::int64_t bottom_of(const Ohlc& bar) { return std::min(bar.open, bar.close); }

/// Sums over the ten bars before one.
struct Usual {
    std::int64_t ranges{};
    std::int64_t bodies{};

    Usual(std::span<const Ohlc> bars, std::size_t at) {
        constexpr std::size_t ten = 10;
        for (const auto& bar : bars.subspan(at - ten, ten)) {
            ranges += range_of(bar);
            bodies += body_of(bar);
        }
    }
};

std::int64_t ranges_of_five(std::span<const Ohlc> bars, std::size_t at) {
    constexpr std::size_t five = 5;
    std::int64_t sum = 0;
    for (const auto& bar : bars.subspan(at - five, five)) sum += range_of(bar);
    return sum;
}

int body_class(const Ohlc& bar, const Usual& usual) {
    constexpr int of_colour = 4;
    const auto body = body_of(bar);
    int size = 3;
    if (10 * body <= 3 * usual.bodies) size = 2;
    if (10 * body <= usual.bodies) size = 1;
    if (100 * body <= usual.ranges) size = 0;
    return bar.close >= bar.open ? size : of_colour + size;
}

int shadow_class(std::int64_t shadow, std::int64_t body, const Usual& usual) {
    constexpr int of_length = 3;
    const auto shadows = usual.ranges - usual.bodies;
    int length = 2;
    if (20 * shadow < shadows) length = 1;
    if (100 * shadow < usual.ranges) length = 0;
    const int against = shadow > 2 * body ? 2 : shadow > body ? 1 : 0;
    return length * of_length + against;
}

/// Where a price lies in a bar, from `a` far below to `n` far above; `ranges`: of the five bars
/// before the one that the price is of, or the one between.
char zone(std::int64_t price, const Ohlc& bar, std::int64_t ranges) {
    const auto top = top_of(bar);
    const auto bottom = bottom_of(bar);
    const auto body = top - bottom;
    if (price == top) return 'j';
    if (price == bottom) return 'e';
    if (price > top) {
        if (100 * (price - top) <= ranges) return 'k';
        if (price > bar.high) return 'n';
        return 25 * (bar.high - price) <= ranges ? 'm' : 'l';
    }
    if (price < bottom) {
        if (100 * (bottom - price) <= ranges) return 'd';
        if (price < bar.low) return 'a';
        return 25 * (price - bar.low) <= ranges ? 'b' : 'c';
    }
    const auto tenths = 10 * (price - bottom);
    if (tenths > 7 * body) return 'i';
    if (2 * (price - bottom) > body) return 'h';
    return tenths >= 3 * body ? 'g' : 'f';
}

int against(std::int64_t now, std::int64_t before) {
    return now < before ? 0 : now == before ? 1 : 2;
}

char letter(int of) { return static_cast<char>('a' + of); }

void add(std::string& text, char field, char value) {
    if (!text.empty()) text += ' ';
    text += field;
    text += value;
}

void add_candle(std::string& text, std::span<const Ohlc> bars, std::size_t at) {
    const auto& bar = bars[at];
    const auto& before = bars[at - 1];
    const Usual usual{bars, at};
    const auto body = body_of(bar);
    const auto five = ranges_of_five(bars, at);
    add(text, 'B', letter(body_class(bar, usual)));
    add(text, 'U', letter(shadow_class(bar.high - top_of(bar), body, usual)));
    add(text, 'L', letter(shadow_class(bottom_of(bar) - bar.low, body, usual)));
    add(text, 'O', zone(bar.open, before, five));
    add(text, 'C', zone(bar.close, before, five));
    add(text, 'F', zone(bar.close, bars[at - 2], ranges_of_five(bars, at - 1)));
    add(text, 'R', letter(3 * against(bar.high, before.high) + against(bar.low, before.low)));
}

}  // namespace

core::Result<std::string> candle_text(std::span<const Ohlc> bars, std::size_t candles) {
    if (candles == 0 || bars.size() < candles + candle_text_lookback)
        return core::fail(Errc::OutOfRange, "{} bars are too few for {} candles: they need {}",
                          bars.size(), candles, candles + candle_text_lookback);
    bars = bars.last(candles + candle_text_lookback);
    for (const auto& bar : bars)
        if (bar.low > bottom_of(bar) || bar.high < top_of(bar))
            return core::fail(
                Errc::OutOfRange,
                "a bar's high and low ({}, {}) do not hold its open and close ({}, {})", bar.high,
                bar.low, bar.open, bar.close);
    std::string text;
    for (auto at = candle_text_lookback; at < bars.size(); ++at) {
        if (!text.empty()) text += " ;";
        add_candle(text, bars, at);
    }
    return text;
}

}  // namespace nightjar::infer
