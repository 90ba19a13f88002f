/// What somebody who sees our children alone can tell of them: a period, a clock, the next one.

#include "exec/child_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace nightjar::exec {
namespace {

using core::Random;
using Times = std::vector<double>;  // seconds, sorted

constexpr double hour = 3600;
constexpr int children = 120;
constexpr int runs = 300;
constexpr double slot = hour / children;
constexpr double level = 0.01;

/// Whether the largest ordinate of the periodogram is one that chance gives once in a hundred.
bool periodic(const Times& times) {
    constexpr int frequencies = 2 * children;
    const auto n = static_cast<double>(times.size());
    double largest = 0;
    for (int k = 1; k <= frequencies; ++k) {
        double real = 0;
        double imaginary = 0;
        for (const double at : times) {
            const double angle = 2 * std::numbers::pi * k * at / hour;
            real += std::cos(angle);
            imaginary += std::sin(angle);
        }
        largest = std::max(largest, (real * real + imaginary * imaginary) / n);
    }
    return 1 - std::pow(1 - std::exp(-largest), frequencies) < level;
}

/// Kolmogorov and Smirnov against exponential gaps of the mean that was seen; the critical value of
/// Stephens 1974, "EDF statistics for goodness of fit", at 1 %.
bool unlike_chance(const Times& times) {
    constexpr double critical = 1.308;
    Times gaps;
    for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
    std::ranges::sort(gaps);
    double mean = 0;
    const auto n = static_cast<double>(gaps.size());
    for (const double gap : gaps) mean += gap / n;
    double distance = 0;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const double expected = 1 - std::exp(-gaps[i] / mean);
        const auto rank = static_cast<double>(i);
        distance = std::max({distance, (rank + 1) / n - expected, expected - rank / n});
    }
    return (distance - 0.2 / n) * (std::sqrt(n) + 0.26 + 0.5 / std::sqrt(n)) > critical;
}

/// Learns, of seven runs in ten, how often a child comes within three seconds, by the time since
/// the last and by where the clock stands within a slot; then says it of the others every second.
/// The area under its curve of hits and false alarms: 0.5 knows nothing, 1 all.
double foreseen(const std::vector<Times>& all) {
    constexpr double ahead = 3;
    constexpr std::size_t since_cells = 40;
    constexpr std::size_t phase_cells = 10;
    struct Cell {
        double seen{1};
        double hits{0.1};
    };
    std::array<Cell, since_cells * phase_cells> cells{};
    const auto watch = [&](const Times& times, auto say) {
        const auto seconds = static_cast<int>(times.back() - ahead - times.front() - 0.5);
        for (int second = 0; second <= seconds; ++second) {
            const double now = times.front() + 0.5 + second;
            const auto next = std::ranges::upper_bound(times, now);
            const double since = now - *std::prev(next);
            const auto a = std::min(since_cells - 1, static_cast<std::size_t>(since / 2));
            const auto b = static_cast<std::size_t>(std::fmod(now, slot) / slot * phase_cells);
            say(cells.at(a * phase_cells + b), *next - now <= ahead);
        }
    };
    const auto trained = all.size() * 7 / 10;
    for (std::size_t i = 0; i < trained; ++i)
        watch(all[i], [](Cell& cell, bool hit) {
            cell.seen += 1;
            cell.hits += hit ? 1 : 0;
        });
    std::vector<std::pair<double, bool>> said;
    for (std::size_t i = trained; i < all.size(); ++i)
        watch(all[i],
              [&](const Cell& cell, bool hit) { said.emplace_back(cell.hits / cell.seen, hit); });
    std::ranges::sort(said);
    double pairs = 0;
    double below = 0;
    double hits = 0;
    for (std::size_t i = 0; i < said.size();) {  // equal ones count half
        double same_hits = 0;
        double same_misses = 0;
        const double value = said[i].first;
        for (; i < said.size() && said[i].first == value; ++i)
            (said[i].second ? same_hits : same_misses) += 1;
        pairs += same_hits * (below + same_misses / 2);
        below += same_misses;
        hits += same_hits;
    }
    return pairs / (hits * below);
}

struct Verdict {
    double periodic{};
    double unlike_chance{};
    double foreseen{};
};

Verdict judge(const std::function<Times(std::uint64_t)>& make) {
    std::vector<Times> all;
    Verdict verdict;
    for (std::uint64_t run = 0; run < runs; ++run) {
        all.push_back(make(run));
        verdict.periodic += periodic(all.back()) ? 1.0 / runs : 0;
        verdict.unlike_chance += unlike_chance(all.back()) ? 1.0 / runs : 0;
    }
    verdict.foreseen = foreseen(all);
    ::testing::Test::RecordProperty("periodic", std::to_string(verdict.periodic));
    ::testing::Test::RecordProperty("unlike_chance", std::to_string(verdict.unlike_chance));
    ::testing::Test::RecordProperty("foreseen", std::to_string(verdict.foreseen));
    return verdict;
}

Times of_plan(std::int64_t count, bool noise, std::uint64_t parent) {
    ChildPlan plan{{core::Qty{count * 100}, count, core::Qty{1}, noise}, Random{2024, parent}};
    Times times;
    while (const auto at = plan.next()) {
        times.push_back(*at * hour);
        (void)plan.due(*at);
    }
    return times;
}

Times jittered(std::uint64_t run) {
    Random random{7, run};
    Times times;
    for (int i = 0; i < children; ++i)
        times.push_back((i + 0.5 + 0.2 * (2 * random.uniform() - 1)) * slot);
    return times;
}

TEST(Hiding, OurChildrenLookLikeChance) {
    const auto ours = judge([](auto run) { return of_plan(children, true, run); });
    EXPECT_LE(ours.periodic, 0.05);
    EXPECT_LE(ours.unlike_chance, 0.05);
    EXPECT_LE(ours.foreseen, 0.56);
}

TEST(Hiding, AFixedTimerIsSeenByAllThree) {
    const auto plain = judge([](auto run) { return of_plan(children, false, run); });
    EXPECT_GE(plain.periodic, 0.95);
    EXPECT_GE(plain.unlike_chance, 0.95);
    EXPECT_GE(plain.foreseen, 0.95);
}

TEST(Hiding, ATimerWithAFifthOfJitterIsSeenByAllThree) {
    const auto jitter = judge(jittered);
    EXPECT_GE(jitter.periodic, 0.95);
    EXPECT_GE(jitter.unlike_chance, 0.95);
    EXPECT_GE(jitter.foreseen, 0.9);
}

TEST(Hiding, TheTestsThemselvesCallChanceWhatIsChance) {
    const auto chance = judge([](auto run) {
        Random random{5, run};
        Times times;
        for (int i = 0; i < children; ++i) times.push_back(random.uniform() * hour);
        std::ranges::sort(times);
        return times;
    });
    EXPECT_LE(chance.periodic, 0.05);
    EXPECT_LE(chance.unlike_chance, 0.05);
    EXPECT_NEAR(chance.foreseen, 0.5, 0.03);
}

}  // namespace
}  // namespace nightjar::exec
