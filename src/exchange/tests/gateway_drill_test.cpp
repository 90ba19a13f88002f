/// Thousands of sessions in which everything goes wrong, and after which both sides agree.
///
/// NIGHTJAR_DRILL_SESSIONS says how many of each protocol, NIGHTJAR_DRILL_SEED which is the first.
/// `tools/drill` runs ten thousand.

#include "exchange/tests/drill.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

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
        Drill drill{GetParam(), seed};
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

INSTANTIATE_TEST_SUITE_P(Memory, GatewayDrill, ::testing::ValuesIn(venue::protocols()),
                         [](const auto& venue) { return std::string{venue.param}; });

}  // namespace
}  // namespace nightjar::exchange
