/// Thousands of sessions in which everything goes wrong, and after which both sides agree.
///
/// NIGHTJAR_DRILL_SESSIONS says how many of each protocol, NIGHTJAR_DRILL_SEED which is the first,
/// NIGHTJAR_DRILL_SOCKETS how many in all over real sockets, in real time and many at once.
/// `tools/drill` runs ten thousand, and two hundred.

#include "exchange/tests/drill.hpp"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace nightjar::exchange {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t usual) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

struct GatewayDrill : ::testing::TestWithParam<std::string_view> {};

TEST_P(GatewayDrill, BothSidesAgreeAfterWhateverWentWrong) {
    constexpr std::uint64_t usual_sessions = 15;
    constexpr int most_failures = 5;
    const auto sessions = from_environment("NIGHTJAR_DRILL_SESSIONS", usual_sessions);
    const auto first = from_environment("NIGHTJAR_DRILL_SEED", 1);
    DrillResult sum;
    int failures = 0;
    for (auto seed = first; seed < first + sessions && failures < most_failures; ++seed) {
        Drill drill{GetParam(), seed, memory_ground(Drill::start)};
        const auto result = drill.run();
        std::string all;
        for (const auto& line : result.wrong) all += line + '\n';
        EXPECT_TRUE(result.wrong.empty()) << "seed " << seed << '\n' << all;
        failures += result.wrong.empty() ? 0 : 1;
        sum += result;
    }
    EXPECT_GT(sum.refused_cancels, 0U);
    fmt::print("{}", table_of(GetParam(), sum));
}

/// Sessions in which something once went wrong. In this one fills were booked in another order than
/// the venue's for half a minute: what that makes of the profits was taken for money that is gone.
TEST(GatewayDrillOfBefore, GoesWell) {
    for (const auto& [protocol, seed] : {std::pair{"okxswap", 472}}) {
        Drill drill{protocol, static_cast<std::uint64_t>(seed), memory_ground(Drill::start)};
        const auto result = drill.run();
        EXPECT_TRUE(result.wrong.empty()) << fmt::format("{}", fmt::join(result.wrong, "\n"));
    }
}

/// All at once, as far as there is room: they wait most of the time.
TEST(SocketDrill, BothSidesAgreeOverRealSocketsToo) {
    constexpr std::uint64_t at_once = 50;
    const auto protocols = venue::protocols();
    const auto sessions = from_environment("NIGHTJAR_DRILL_SOCKETS", protocols.size());
    const auto first = from_environment("NIGHTJAR_DRILL_SEED", 1);
    std::mutex mutex;
    std::map<std::string_view, DrillResult> sums;
    std::atomic<std::uint64_t> next{0};
    const auto run_some = [&] {
        for (auto i = next++; i < sessions; i = next++) {
            const auto protocol = protocols[i % protocols.size()];
            const auto seed = first + i / protocols.size();
            Drill drill{protocol, seed, socket_ground(Drill::start)};
            const auto result = drill.run();
            const std::lock_guard lock{mutex};
            std::string all;
            for (const auto& line : result.wrong) all += line + '\n';
            EXPECT_TRUE(result.wrong.empty()) << protocol << ", seed " << seed << '\n' << all;
            sums[protocol] += result;
        }
    };
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 0; i < std::min(at_once, sessions); ++i) threads.emplace_back(run_some);
    threads.clear();
    for (const auto& [protocol, sum] : sums) fmt::print("{}", table_of(protocol, sum));
}

INSTANTIATE_TEST_SUITE_P(Memory, GatewayDrill, ::testing::ValuesIn(venue::protocols()),
                         [](const auto& venue) { return std::string{venue.param}; });

}  // namespace
}  // namespace nightjar::exchange
