/// TA-Lib's settings are globals: whoever comes first sets them up while others ask.

#include "signal/patterns.hpp"

#include "signal/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace nightjar::signal {
namespace {

TEST(PatternsThreads, SeveralThreadsMayBeginAtOnceAndSeeTheSame) {
    const auto bars = tests::walk(8, 300, 10);
    std::array<int, 4> fired{};
    std::vector<std::thread> threads;
    for (auto& mine : fired)
        threads.emplace_back([&bars, &mine] {
            PatternWindow window;
            for (const auto& bar : bars)
                for (const int value : window.push(bar)) mine += value != 0 ? 1 : 0;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_GT(fired[0], 100);
    for (const int other : fired) EXPECT_EQ(other, fired[0]);
}

}  // namespace
}  // namespace nightjar::signal
