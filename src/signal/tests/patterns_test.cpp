/// The candlestick patterns: over columns, live, and against what TA-Lib's Python package says.

#include "signal/patterns.hpp"

#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::signal {
namespace {

using tests::columns;
using tests::walk;

/// The values of all patterns at each bar, computed over the columns.
std::vector<PatternWindow::Values> batch(const std::vector<core::Candle>& bars) {
    const auto made = columns(bars);
    const auto prices = in_ticks(made.view());
    std::vector<PatternWindow::Values> all(bars.size());
    std::vector<int> values(bars.size());
    for (std::size_t pattern = 0; pattern < pattern_count; ++pattern) {
        pattern_values(pattern, prices, values);
        for (std::size_t bar = 0; bar < bars.size(); ++bar) all[bar][pattern] = values[bar];
    }
    return all;
}

struct Golden {
    std::vector<core::Candle> bars;
    std::vector<PatternWindow::Values> values;
};

/// Made by pattern_golden.py.
Golden golden() {
    std::ifstream file{std::string{NIGHTJAR_SOURCE_DIR} + "/src/signal/tests/pattern_golden.csv"};
    Golden read;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::ranges::replace(line, ',', ' ');
        std::istringstream words{line};
        core::Candle bar;
        words >> bar.open.raw >> bar.high.raw >> bar.low.raw >> bar.close.raw;
        read.bars.push_back(bar);
        auto& values = read.values.emplace_back();
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            values.at(find_pattern(word.substr(0, equals)).value()) =
                std::stoi(word.substr(equals + 1));
        }
    }
    return read;
}

TEST(Patterns, AreSixtyOneEachWithAnotherNameAndADocOfOneLine) {
    EXPECT_EQ(patterns().size(), 61U);
    for (std::size_t i = 0; i < pattern_count; ++i) {
        EXPECT_EQ(find_pattern(patterns()[i].name), i);
        EXPECT_TRUE(patterns()[i].name.starts_with("CDL"));
        EXPECT_FALSE(patterns()[i].doc.empty());
        EXPECT_LE(patterns()[i].doc.size(), 80U);
    }
    EXPECT_FALSE(find_pattern("CDLENGULFIN"));
}

TEST(Patterns, AreWhatTheTaLibPackageSaysAtEveryBarOfASyntheticWalk) {
    const auto expected = golden();
    ASSERT_EQ(expected.bars.size(), 2'000U);
    const auto values = batch(expected.bars);
    std::array<int, pattern_count> fired{};
    for (std::size_t bar = 0; bar < values.size(); ++bar)
        for (std::size_t pattern = 0; pattern < pattern_count; ++pattern) {
            ASSERT_EQ(values[bar][pattern], expected.values[bar][pattern])
                << patterns()[pattern].name << " at bar " << bar;
            if (values[bar][pattern] != 0) ++fired[pattern];
        }
    for (std::size_t pattern = 0; pattern < pattern_count; ++pattern)
        EXPECT_GT(fired[pattern], 0)
            << patterns()[pattern].name << " never fired: nothing is shown";
}

TEST(Patterns, LiveValuesAreWhatTheTaLibPackageSaysAtEveryBarOfASyntheticWalk) {
    const auto expected = golden();
    PatternWindow window;
    for (std::size_t bar = 0; bar < expected.bars.size(); ++bar)
        ASSERT_EQ(window.push(expected.bars[bar]), expected.values[bar]) << "bar " << bar;
}

TEST(Patterns, EachIsSeenLiveWhereverItFallsInTheRoomOfTheWindow) {
    const auto expected = golden();
    for (std::size_t pattern = 0; pattern < pattern_count; ++pattern) {
        std::size_t fires = 0;
        while (expected.values[fires][pattern] == 0) ++fires;
        const auto length = static_cast<std::size_t>(lookback(pattern)) + 1;
        const auto stretch = std::span{expected.bars}.subspan(fires + 1 - length, length);
        // The room is used up after 256 bars, and then again and again, each time one bar later in
        // the stretch.
        for (std::size_t earlier = 0; earlier < length; ++earlier) {
            PatternWindow window{{pattern}};
            for (std::size_t i = 0; i < earlier; ++i) window.push(stretch.front());
            for (std::size_t i = 0; i < 600 / length; ++i) {
                int value = 0;
                for (const auto& bar : stretch) value = window.push(bar)[pattern];
                ASSERT_EQ(value, expected.values[fires][pattern]) << patterns()[pattern].name;
            }
        }
    }
}

RC_GTEST_PROP(Patterns, LiveValuesEqualThoseOverColumnsFromTheFirstBarOn, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto size = *rc::gen::element<std::uint64_t>(1, 3, 10, 1'000, 1'000'000'000);
    const auto count = *rc::gen::inRange<std::size_t>(1, 700);
    const auto bars = walk(seed, count, size);
    const auto expected = batch(bars);
    PatternWindow window;
    for (std::size_t bar = 0; bar < count; ++bar)
        RC_ASSERT(window.push(bars[bar]) == expected[bar]);
}

RC_GTEST_PROP(Patterns, WhereTheHistoryBeginsChangesNothingOnceThereIsEnough, ()) {
    const auto bars = walk(*rc::gen::arbitrary<std::uint64_t>(), 300, 10);
    const auto cut = *rc::gen::inRange<std::size_t>(0, 250);
    const auto whole = batch(bars);
    const auto part = batch({bars.begin() + static_cast<std::ptrdiff_t>(cut), bars.end()});
    for (std::size_t pattern = 0; pattern < pattern_count; ++pattern)
        for (auto bar = static_cast<std::size_t>(lookback(pattern)); bar < part.size(); ++bar)
            RC_ASSERT(part[bar][pattern] == whole[cut + bar][pattern]);
}

TEST(Patterns, AWindowOfSomeGivesThoseAndLeavesTheRestAtZero) {
    const auto bars = walk(5, 500, 10);
    const auto engulfing = find_pattern("CDLENGULFING").value();
    PatternWindow all;
    PatternWindow one{{engulfing}};
    int fired = 0;
    for (const auto& bar : bars) {
        const auto wanted = all.push(bar)[engulfing];
        PatternWindow::Values values{};
        values[engulfing] = wanted;
        EXPECT_EQ(one.push(bar), values);
        fired += wanted != 0 ? 1 : 0;
    }
    EXPECT_GT(fired, 10);
}

TEST(Patterns, HitsAreTheValuesThatAreNotZeroByBarAndThenByPattern) {
    const auto bars = walk(6, 1'000, 10);
    const auto expected = batch(bars);
    std::vector<PatternHit> wanted;
    for (std::size_t bar = 0; bar < bars.size(); ++bar)
        for (std::size_t pattern = 0; pattern < pattern_count; ++pattern)
            if (const auto value = expected[bar][pattern]; value != 0)
                wanted.push_back({static_cast<std::uint32_t>(bar),
                                  static_cast<std::uint8_t>(pattern),
                                  static_cast<std::int16_t>(value)});
    std::uint64_t steps = 0;
    const auto made = columns(bars);
    EXPECT_EQ(fired_patterns(in_ticks(made.view()), [&](auto done, auto) { steps = done; }),
              wanted);
    EXPECT_EQ(steps, pattern_count);
}

TEST(Patterns, NoBarsAndFewBarsHaveNoValues) {
    EXPECT_TRUE(fired_patterns(PriceColumns{}).empty());
    const auto made = columns(walk(7, 2, 10));
    EXPECT_TRUE(fired_patterns(in_ticks(made.view())).empty());
}

TEST(Patterns, DecimalsAreThePricesThatTheFileShows) {
    core::BarColumns bars;
    bars.price_decimals = 8;
    bars.open = bars.high = bars.low = bars.close = {1'375'218'233'851};
    EXPECT_EQ(in_decimals(bars.view()).low.front(), 13752.18233851);
    EXPECT_EQ(in_ticks(bars.view()).low.front(), 1375218233851.0);
}

/// A signal's scores over bars.
std::vector<std::optional<double>> scores(Signal& signal, const std::vector<core::Candle>& bars) {
    std::vector<std::optional<double>> all;
    for (const auto& bar : bars) {
        signal.on_candle(bar);
        all.push_back(signal.score());
    }
    return all;
}

RC_GTEST_PROP(PatternSignal, IsTheLastValueFadedInEqualStepsOverTheHold, ()) {
    const auto hold = *rc::gen::inRange<std::int64_t>(1, 8);
    const auto pattern = *rc::gen::inRange<std::size_t>(0, pattern_count);
    const auto bars = walk(*rc::gen::arbitrary<std::uint64_t>(), 300, 10);
    const auto signal = tests::make("pattern", {{"name", std::string{patterns()[pattern].name}},
                                                {"hold", std::to_string(hold)}});
    const auto found = scores(*signal, bars);
    const auto values = batch(bars);
    for (std::int64_t bar = 0; bar < 300; ++bar) {
        const auto at = static_cast<std::size_t>(bar);
        if (bar < lookback(pattern)) {
            RC_ASSERT(!found[at]);
            continue;
        }
        double expected = 0;
        for (std::int64_t age = 0; age < hold && age <= bar; ++age) {
            const auto value = values[at - static_cast<std::size_t>(age)][pattern];
            if (value == 0) continue;
            expected = std::clamp(value / 100.0, -1.0, 1.0) * static_cast<double>(hold - age) /
                       static_cast<double>(hold);
            break;
        }
        RC_ASSERT(found[at] == expected);
    }
}

RC_GTEST_PROP(PatternSignal, OfSeveralTheOneOfMoreCandlesDecidesThenTheLargerThenTheFirst, ()) {
    const auto family =
        *rc::gen::element<std::string>("all", "reversal", "continuation", "neutral");
    const auto bars = walk(*rc::gen::arbitrary<std::uint64_t>(), 300, 10);
    const auto signal = tests::make("pattern", {{"name", family}, {"hold", "1"}});
    const auto found = scores(*signal, bars);
    const auto values = batch(bars);
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (static_cast<std::int64_t>(bar) + 1 < signal->warmup_bars()) continue;
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < pattern_count; ++i) {
            const auto& pattern = patterns()[i];
            const bool asked = family == "all" ? pattern.family != PatternFamily::Neutral
                                               : name(pattern.family) == family;
            if (!asked || values[bar][i] == 0) continue;
            const auto rank = [&](std::size_t p) {
                return std::pair{patterns()[p].candles, std::abs(values[bar][p])};
            };
            if (!best || rank(i) > rank(*best)) best = i;
        }
        const double expected = best ? std::clamp(values[bar][*best] / 100.0, -1.0, 1.0) : 0.0;
        RC_ASSERT(found[bar] == expected);
    }
}

TEST(PatternSignal, AnUnknownNameIsRefusedWithTheNearest) {
    core::Registries registries;
    register_builtins(registries);
    const auto made = registries.of<Signal>().make("pattern", {{"name", "CDLENGULFNG"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().text(),
              "no pattern or family \"CDLENGULFNG\"; did you mean \"CDLENGULFING\"?");
}

}  // namespace
}  // namespace nightjar::signal
