/// The whole engine on bars: no allocation on a bar that changes nothing, and enough bars per
/// second.

#include "backtest/tests/fixtures.hpp"
#include "core/bench/allocations.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace nightjar::backtest {
namespace {

/// The crossing of two averages, alone, as `nightjar backtest --data` runs it.
Settings crossing(const core::BarColumns& bars, const std::filesystem::path& ledger) {
    auto settings = tests::settings(bars, ledger);
    auto& config = settings.engine;
    config.strategies.resize(1);
    auto& strategy = config.strategies.front();
    strategy.kind = "sma_cross";
    strategy.params = {{"fast", "20"}, {"slow", "50"}};
    strategy.signals.clear();
    return settings;
}

TEST(BarsGate, OnceWarmABarAllocatesNothingAlsoWhenItTrades) {
    const tests::Scratch scratch;
    const auto bars = tests::walk(200'000, 9);
    auto registries = tests::builtins();
    auto made = Backtest::make(crossing(bars, scratch / "ledger"), registries);
    ASSERT_TRUE(made) << made.error().text();
    std::uint64_t warm = 0;
    (*made)->run([&warm](std::uint64_t, std::uint64_t) {
        if (warm == 0) warm = core::allocations;  // after 65 536 events
    });
    EXPECT_GT((*made)->engine().counters().fills, 1'000U);
    EXPECT_EQ(core::allocations - warm, 0U);
}

TEST(BarsGate, AtLeastAMillionBarsPerCpuSecondOnABusyMachine) {
    const tests::Scratch scratch;
    const auto bars = tests::walk(1'000'000, 9);
    auto registries = tests::builtins();
    auto made = Backtest::make(crossing(bars, scratch / "ledger"), registries);
    ASSERT_TRUE(made) << made.error().text();
    const auto start = std::clock();
    (*made)->run([](auto, auto) {});
    ASSERT_TRUE((*made)->finish());
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    RecordProperty("bars_per_cpu_second", std::to_string(1e6 / cpu_s));
    EXPECT_GT(1e6 / cpu_s, 1e6);
}

}  // namespace
}  // namespace nightjar::backtest
