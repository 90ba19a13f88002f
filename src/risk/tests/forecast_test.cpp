/// Whether the shortfall that A5 goes by is the one that comes.

#include "data/ohlcv_csv.hpp"
#include "risk/tail.hpp"
#include "risk/tests/forecast_tests.hpp"
#include "risk/tests/sizing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>

namespace nightjar::risk {
namespace {

using core::Random;
using tests::Forecast;
using tests::student;

constexpr double level = 0.975;

/// A day's forecast for a long, of what was known before it: filtered historical simulation.
std::optional<Forecast> forecast(const DailyHistory& history) {
    std::vector<double> losses;
    for (const auto& day : history.days())
        if (day.residual) losses.push_back(-*day.residual);
    centre(losses);
    const auto tail = tail_risk(losses, level);
    const auto sigma = history.sigma();
    if (!tail || !sigma) return std::nullopt;
    return Forecast{0, *sigma * tail->value_at_risk, *sigma * tail->shortfall};
}

/// Forecasts each day of `bars` on which there are enough before it.
std::vector<Forecast> out_of_sample(std::span<const core::Candle> bars) {
    DailyHistory history{false};
    std::vector<Forecast> days;
    std::optional<Forecast> next;
    double close = 0;
    for (const auto& bar : bars) {
        if (!history.learn(bar)) continue;
        const auto now = static_cast<double>(bar.close.raw);
        if (next) {
            next->loss = 1 - now / close;
            days.push_back(*next);
        }
        next = forecast(history);
        close = now;
    }
    return days;
}

/// Daily bars whose returns have the variance of a GARCH(1,1) and the innovations of `draw`.
std::vector<core::Candle> garch_bars(int days, const std::function<double(Random&)>& draw,
                                     std::uint64_t seed) {
    Random random{seed, 0};
    constexpr double level_variance = 0.03 * 0.03;
    double variance = level_variance;
    double price = 1e12;  // in ticks: rounding does not show
    std::vector<core::Candle> bars;
    for (int day = 0; day < days; ++day) {
        const double ret = std::max(-0.5, std::sqrt(variance) * draw(random));
        variance = 0.01 * level_variance + 0.06 * ret * ret + 0.93 * variance;
        price = std::clamp(price * (1 + ret), 1e9, 1e17);
        const core::Price close{static_cast<std::int64_t>(price)};
        bars.push_back({core::Time{} + core::days(day), core::days(1), close, close, close, close,
                        core::Qty{1}});
    }
    return bars;
}

struct Verdict {
    double coverage{};
    double independence{};
    double z2{};
};

Verdict verdict(const std::string& name, const std::vector<Forecast>& days) {
    const Verdict found{tests::kupiec(days, level), tests::christoffersen(days),
                        tests::acerbi_szekely(days, level)};
    const auto beyond = std::ranges::count_if(days, &Forecast::beyond);
    testing::Test::RecordProperty(
        name,
        fmt::format("{} of {} days beyond, Kupiec p {:.3f}, Christoffersen p {:.3f}, Z2 {:.3f}",
                    beyond, days.size(), found.coverage, found.independence, found.z2));
    return found;
}

double normal(Random& random) { return random.normal(); }
double heavy(Random& random) { return student(random, 5); }
/// Falls are larger than rises: mean 0, variance 1.
double skewed(Random& random) { return 1 - random.exponential(); }

// T-A4, of series whose distribution is known
TEST(TailForecast, ComesTrueOnSeriesOfKnownDistributions) {
    const std::array<std::pair<std::string, std::function<double(Random&)>>, 3> kinds{
        {{"normal", normal}, {"heavy", heavy}, {"skewed", skewed}}};
    for (const auto& [name, draw] : kinds) {
        const auto days = out_of_sample(garch_bars(2'500, draw, 81));
        ASSERT_GT(days.size(), 1'900U);
        const auto found = verdict(name, days);
        EXPECT_GT(found.coverage, 0.05) << name;
        EXPECT_GT(found.independence, 0.05) << name;
        EXPECT_GT(found.z2, -0.7) << name;
    }
}

TEST(TailForecast, IsRefusedWhereItIsTooSmallOrDeafToVolatility) {
    const auto bars = garch_bars(2'500, heavy, 81);
    auto halved = out_of_sample(bars);
    for (auto& day : halved) {
        day.value_at_risk /= 2;
        day.shortfall /= 2;
    }
    const auto small = verdict("halved", halved);
    EXPECT_LT(small.coverage, 0.001);
    EXPECT_LT(small.z2, -0.7);

    // The same variance on every day, in a market whose bad days come in spells.
    Random random{82, 0};
    std::vector<Forecast> deaf;
    for (int day = 0; day < 4'000; ++day) {
        const double sigma = day / 100 % 5 == 0 ? 2 : 0.5;
        deaf.push_back({sigma * random.normal(), 2, 2.5});
    }
    EXPECT_LT(verdict("deaf", deaf).independence, 0.001);
}

TEST(TailForecast, IsWhatThePositionIsSizedBy) {
    const tests::Choice limits{"cvar", {{"position", "0.02"}, {"book", "1"}, {"shock", "0"}}};
    tests::SizingDesk desk{{limits}};
    Random random{83, 0};
    const auto id = desk.world.btc;
    EXPECT_FALSE(desk.explain(id, 1).result);
    for (int i = 0; i < 800; ++i) desk.bar(id, 0.02 * heavy(random), 1);
    const auto expected = forecast(desk.sigmas[id.value]);
    const auto size = desk.explain(id, 1).result;
    ASSERT_TRUE(expected && size);
    EXPECT_NEAR(desk.notional(id, *size) * expected->shortfall, 0.02 * desk.equity(), 10);
}

/// Hourly bars of a recording.
std::vector<core::Candle> recorded(const std::filesystem::path& file) {
    const auto import = data::import_ohlcv(file);
    NJ_CHECK(import.has_value(), "{}", import.error().text());
    const auto bars = import->bars.view();
    std::vector<core::Candle> candles;
    for (std::size_t i = 0; i < bars.size(); ++i)
        candles.push_back({core::Time{bars.open_time_ns[i]}, bars.timeframe,
                           core::Price{bars.open[i]}, core::Price{bars.high[i]},
                           core::Price{bars.low[i]}, core::Price{bars.close[i]},
                           core::Qty{bars.volume[i]}});
    return candles;
}

// T-A4, of recordings
TEST(TailForecast, ComesTrueOnRecordedMarkets) {
    const std::filesystem::path folder{NIGHTJAR_SHARED_DATA};
    if (!std::filesystem::is_directory(folder))
        GTEST_SKIP() << "the folder of recordings, " << folder << ", is missing";
    for (const std::string name : {"BTCUSDT", "ETHUSDT", "SOLUSDT", "DOGEUSDT"}) {
        const auto days =
            out_of_sample(recorded(folder / ("bars_binance-usdm_" + name + "_1h_to2022.csv.gz")));
        ASSERT_GT(days.size(), 250U);
        const auto found = verdict(name, days);
        EXPECT_GT(found.coverage, 0.05) << name;
        EXPECT_GT(found.independence, 0.05) << name;
        EXPECT_GT(found.z2, -0.7) << name;
    }
}

}  // namespace
}  // namespace nightjar::risk
