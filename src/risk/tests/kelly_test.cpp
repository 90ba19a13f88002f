#include "risk/kelly.hpp"

#include "core/base/random.hpp"
#include "risk/tests/sizing.hpp"

#include <gtest/gtest.h>

namespace nightjar::risk {
namespace {

TEST(Kelly, KnowsTheQuantilesOfBetaThatHaveAClosedForm) {
    EXPECT_NEAR(beta_quantile(1, 1, 0.25), 0.25, 1e-11);
    EXPECT_NEAR(beta_quantile(2, 1, 0.25), 0.5, 1e-11);                          // x^2
    EXPECT_NEAR(beta_quantile(1, 4, 0.25), 1 - std::pow(0.75, 0.25), 1e-11);     // 1 - (1-x)^4
    EXPECT_NEAR(beta_quantile(400, 400, 0.5), 0.5, 1e-11);                       // symmetric
    EXPECT_NEAR(beta_below(3, 2, 0.4), 0.4 * 0.4 * 0.4 * (4 - 3 * 0.4), 1e-13);  // a polynomial
    EXPECT_NEAR(beta_below(0.5, 0.5, 0.3), 2 / std::numbers::pi * std::asin(std::sqrt(0.3)), 1e-13);
}

TEST(Kelly, ShrinksAnEdgeByWhatIsNotKnownOfIt) {
    EXPECT_NEAR(kelly_continuous(0.1, 0, 0.2, 0.25), 0.625, 1e-15);
    EXPECT_NEAR(kelly_continuous(0.1, 0.05, 0.2, 0.25), 0.625 * 0.75, 1e-15);
    EXPECT_EQ(kelly_continuous(0.1, 0.1, 0.2, 0.25), 0);
    EXPECT_EQ(kelly_continuous(-0.1, 0, 0.2, 0.25), 0);
    EXPECT_EQ(kelly_continuous(0.1, 0, std::nan(""), 0.25), 0);
}

TEST(Kelly, DaresNothingOnAFewWinsAndMoreOnMany) {
    EXPECT_EQ(kelly_binary(0, 0, 1, 1), 0);  // p_lo = 0.25
    EXPECT_EQ(kelly_binary(3, 3, 1, 1), 0);
    const double few = kelly_binary(6, 4, 1, 1);
    const double many = kelly_binary(600, 400, 1, 1);
    EXPECT_LT(few, many);
    EXPECT_LT(many, 0.2);  // p - q of 60 %, known for sure
    EXPECT_NEAR(kelly_binary(6'000'000, 4'000'000, 1, 1), 0.2, 1e-3);
    EXPECT_NEAR(kelly_binary(6'000'000, 4'000'000, 2, 0.25), 0.25 * (0.6 - 0.4 / 2), 1e-3);
}

TEST(Kelly, TakesTwentyPercentOfTheEquityAtMost) {
    core::Random random{1, 1};
    tests::SizingDesk desk{{{"kelly", {{"edge", "5"}, {"error", "1"}}}}};
    desk.days(desk.world.btc, 60, 0.02, random);
    const auto sizing = desk.explain(desk.world.btc, 1);
    ASSERT_TRUE(sizing.result);
    EXPECT_NEAR(desk.notional(desk.world.btc, *sizing.result), 200'000, 40);
}

struct Outcome {
    double halved{};  // part of the paths
    double growth{};  // of the log wealth, a year, as a part of the best
};

/// Wealth on an edge of 1 a year at a deviation of 1: exact steps of half a year, and between them
/// the chance that a Brownian bridge has been below half (Karatzas, Shreve 1991, 4.3.40).
Outcome lives(double part, int paths, std::uint64_t seed) {
    constexpr double edge = 1;
    constexpr double sigma = 1;
    constexpr double step = 0.5;
    constexpr int steps = 240;
    const double f = kelly_continuous(edge, 0, sigma, part);
    const double drift = (f * edge - f * f * sigma * sigma / 2) * step;
    const double spread = f * sigma * std::sqrt(step);
    const double half = std::log(0.5);
    Outcome outcome;
    for (int path = 0; path < paths; ++path) {
        core::Random random{seed, static_cast<std::uint64_t>(path)};
        double wealth = 0;
        bool halved = false;
        for (int i = 0; i < steps; ++i) {
            const double before = wealth;
            wealth += drift + spread * random.normal();
            const double between =
                std::exp(-2 * (before - half) * (wealth - half) / (spread * spread));
            halved = halved || wealth <= half || random.uniform() < between;
        }
        outcome.halved += halved ? 1.0 / paths : 0;
        outcome.growth += wealth / (step * steps) / (edge * edge / (2 * sigma * sigma)) / paths;
    }
    return outcome;
}

// T-A3
TEST(Kelly, HalvesTheWealthOfHalfOfThoseWhoDareAllOfItAndOfAlmostNoneWhoDareAQuarter) {
    const auto full = lives(1, 10'000, 3);
    const auto quarter = lives(0.25, 10'000, 4);
    RecordProperty("measured",
                   fmt::format("full: halved {:.4f}, growth {:.4f}; quarter: halved "
                               "{:.4f}, growth {:.4f}",
                               full.halved, full.growth, quarter.halved, quarter.growth));
    EXPECT_NEAR(full.halved, 0.5, 0.02);  // x^(2/c - 1)
    EXPECT_NEAR(full.growth, 1, 0.02);
    EXPECT_LE(quarter.halved, 0.01);  // theory: 0.0078
    EXPECT_GT(quarter.halved, 0.004);
    EXPECT_GE(quarter.growth, 0.4);  // theory: 2 c - c^2 = 0.4375
    EXPECT_NEAR(quarter.growth, 0.4375, 0.01);
}

}  // namespace
}  // namespace nightjar::risk
