#include "exec/impact_path.hpp"

#include "core/base/random.hpp"
#include "exec/child_plan.hpp"
#include "exec/schedule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <numeric>

namespace nightjar::exec {
namespace {

using Path = std::vector<std::int64_t>;

constexpr std::array eighths{0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875};

/// Every way to do `left` lots in the slices from `slice` on.
void each_path(Path& path, std::size_t slice, std::int64_t left, const auto& see) {
    if (slice + 1 == path.size()) {
        path[slice] = left;
        see(path);
        return;
    }
    for (std::int64_t n = 0; n <= left; ++n) {
        path[slice] = n;
        each_path(path, slice + 1, left - n, see);
    }
}

TEST(ImpactPath, IsTheCheapestOfAllSchedules) {
    core::Random random{7, 0};
    for (int i = 0; i < 200; ++i) {
        const ImpactLaw law{0.1 + 0.9 * random.uniform(), 30 * random.uniform()};
        const auto slices = 2 + random.below(3);
        const auto lots = static_cast<std::int64_t>(1 + random.below(20));
        double least = std::numeric_limits<double>::infinity();
        int schedules = 0;
        Path path(slices);
        each_path(path, 0, lots, [&](const Path& other) {
            least = std::min(least, path_cost(law, other));
            ++schedules;
        });
        ASSERT_LE(schedules, 2'000);
        const auto best = best_path(law, slices, lots);
        ASSERT_EQ(std::accumulate(best.begin(), best.end(), std::int64_t{0}), lots);
        ASSERT_NEAR(path_cost(law, best), least, 1e-12 * least);
    }
}

TEST(ImpactPath, IsEvenWithoutRisk) { EXPECT_EQ(best_path({0.6, 0}, 4, 12), (Path{3, 3, 3, 3})); }

TEST(ImpactPath, IsThatOfAlmgrenAndChrissWhereImpactIsLinear) {
    for (const double kappa_time : {1.0, 2.0, 4.0}) {
        const ImpactCurve curve{{1, kappa_time * kappa_time}};
        for (const double passed : eighths)
            EXPECT_NEAR(curve.done(passed), shortfall_done(passed, kappa_time), 0.005);
    }
}

/// What is sent at once costs less where impact grows more slowly than the pace.
TEST(ImpactPath, GoesFasterAtTheBeginningWhereImpactIsConcave) {
    for (const double kappa_time : {1.0, 2.0, 4.0}) {
        const ImpactCurve curve{{0.6, kappa_time * kappa_time}};
        for (const double passed : eighths)
            EXPECT_GE(curve.done(passed), shortfall_done(passed, kappa_time));
    }
}

/// What a trajectory costs in impact, and its variance, in the units of ImpactLaw.
struct Point {
    double cost{};
    double variance{};
};
Point point(const Path& lots) {
    const double cost = path_cost({1, 0}, lots);
    return {cost, path_cost({1, 1}, lots) - cost};
}

/// The lots that a plan on the clock of Almgren and Chriss has sent at the end of each slice.
Path sent(double kappa_time, std::int64_t qty, std::size_t slices) {
    ChildPlan plan{{{qty}, 120, {1}, false}, core::Random{1, 1}};
    Path lots;
    std::int64_t before = 0;
    for (std::size_t slice = 1; slice <= slices; ++slice) {
        const auto end = static_cast<double>(slice) / static_cast<double>(slices);
        const auto done = plan.due(shortfall_done(end, kappa_time)).raw;
        lots.push_back(done - before);
        before = done;
    }
    return lots;
}

// T-G5, in the model itself: children in whole lots against all trajectories of the same variance.
TEST(ImpactPath, ChildrenOfShortfallAreWithinFivePercentOfTheFrontier) {
    constexpr std::int64_t lots = 480;
    constexpr std::size_t slices = 24;
    for (const double kappa_time : {1.0, 2.0, 4.0}) {
        const auto ours = point(sent(kappa_time, lots, slices));
        double low = 0;
        double high = 1'000;
        for (int i = 0; i < 24; ++i) {
            const double risk = (low + high) / 2;
            (point(best_path({1, risk}, slices, lots)).variance > ours.variance ? low : high) =
                risk;
        }
        const auto frontier = point(best_path({1, low}, slices, lots));
        EXPECT_LE(ours.cost, 1.05 * frontier.cost) << kappa_time;
        EXPECT_LE(ours.variance, frontier.variance) << kappa_time;
    }
}

TEST(ImpactPath, TheCurveGivesTheTimeBack) {
    const ImpactCurve curve{{0.6, 16}};
    EXPECT_EQ(curve.done(0), 0);
    EXPECT_EQ(curve.done(1), 1);
    EXPECT_EQ(curve.passed(0), 0);
    for (const double done : eighths) EXPECT_NEAR(curve.done(curve.passed(done)), done, 1e-12);
}

}  // namespace
}  // namespace nightjar::exec
