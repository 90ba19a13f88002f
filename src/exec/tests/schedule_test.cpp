#include "exec/schedule.hpp"

#include "exec/split.hpp"
#include "exec/volume_curve.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace nightjar::exec {
namespace {

using core::minutes;
using core::Qty;
using core::Time;

constexpr Time monday{1'700'438'400'000'000'000};  // 2023-11-20T00:00:00Z

std::int64_t sum(const std::vector<Qty>& parts) {
    return std::accumulate(parts.begin(), parts.end(), Qty{}).raw;
}

TEST(Split, GivesTheLotsLeftToTheLargestRemainders) {
    const std::array weights{0.5, 0.3, 0.2};
    std::vector<Qty> parts(3);
    split(Qty{9}, weights, parts);  // 4.5, 2.7, 1.8
    EXPECT_EQ(parts, (std::vector<Qty>{{4}, {3}, {2}}));
}

TEST(Split, ServesTheFirstOfEqualRemainders) {
    const std::array weights{1.0, 1.0, 1.0};
    std::vector<Qty> parts(3);
    split(Qty{5}, weights, parts);
    EXPECT_EQ(parts, (std::vector<Qty>{{2}, {2}, {1}}));
}

RC_GTEST_PROP(Split, ComesToTheWholeAndIsWithinALotOfEachShare, ()) {
    const auto raw = *rc::gen::nonEmpty(
        rc::gen::resize(100, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000))));
    std::vector<double> weights(raw.begin(), raw.end());
    weights.resize(std::min<std::size_t>(weights.size(), 512));
    weights[0] += 1;
    const Qty total{*rc::gen::inRange<std::int64_t>(0, 1'000'000)};
    std::vector<Qty> parts(weights.size());
    split(total, weights, parts);
    RC_ASSERT(sum(parts) == total.raw);
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double exact = static_cast<double>(total.raw) * weights[i] / all;
        RC_ASSERT(std::abs(static_cast<double>(parts[i].raw) - exact) < 1.001);
    }
}

// ABIDES rounds each bin of its VWAP by itself: the children need not come to the parent.
TEST(Split, BinsOfAVolumeProfileComeToTheParent) {
    std::vector<double> profile;
    for (int i = 0; i < 288; ++i) profile.push_back(1 + std::cos(i / 288.0 * 6.283185307));
    std::vector<Qty> parts(profile.size());
    for (const std::int64_t total : {1, 7, 100, 12'345}) {
        split(Qty{total}, profile, parts);
        EXPECT_EQ(sum(parts), total);
    }
}

TEST(Window, PassesEvenlyAndGivesTheTimeBack) {
    const Window window{monday, monday + minutes(10)};
    EXPECT_EQ(window.passed(monday), 0);
    EXPECT_EQ(window.passed(monday + minutes(5)), 0.5);
    EXPECT_EQ(window.passed(monday + minutes(11)), 1);
    EXPECT_EQ(window.when(0.25), monday + core::seconds(150));
    for (const double part : {0.0, 0.1, 1.0 / 3, 0.999999, 1.0})
        EXPECT_GE(window.passed(window.when(part)), part);
}

// The example of Almgren and Chriss 2000: 1,000,000 shares over five days, kappa 0.61 a day.
TEST(Shortfall, ReproducesThePapersExample) {
    const ImpactModel paper{1e-6, 0.95, 2.5e-6, 2.5e-7, 1};
    const double k = kappa(paper);
    EXPECT_NEAR(k, 0.61, 0.005);
    EXPECT_NEAR(k, std::acosh(1.19), 1e-12);
    for (int day = 0; day <= 5; ++day)
        EXPECT_NEAR(1e6 * (1 - shortfall_done(day / 5.0, k * 5)),
                    1e6 * std::sinh(k * (5 - day)) / std::sinh(k * 5), 1e-6);
}

TEST(Shortfall, HasNoUrgencyWithoutAversionAndNoAnswerWithoutTemporaryImpact) {
    EXPECT_EQ(kappa({0, 0.95, 2.5e-6, 2.5e-7, 1}), 0);
    EXPECT_TRUE(std::isnan(kappa({1e-6, 0.95, 1e-7, 2.5e-7, 1})));
    EXPECT_EQ(shortfall_done(0.3, 0), 0.3);
}

/// The trajectory is the least of cost plus aversion times variance among all in whole lots.
TEST(Shortfall, NoOtherTrajectoryOfTheLatticeIsCheaper) {
    constexpr int lots = 20;
    const ImpactModel model{0.05, 1, 1, 0.1, 1};
    const double k = kappa(model);
    const auto cost = [&](double x0, double x1, double x2, double x3, double x4) {
        const double temporary = model.temporary - model.permanent / 2;
        const std::array x{x0, x1, x2, x3, x4};
        double total = 0;
        for (std::size_t i = 1; i < x.size(); ++i) {
            const double sold = x.at(i - 1) - x.at(i);
            total += temporary * sold * sold + model.risk_aversion * x.at(i) * x.at(i);
        }
        return total;
    };
    const auto at = [&](int j) { return lots * (1 - shortfall_done(j / 4.0, 4 * k)); };
    const double ours = cost(lots, at(1), at(2), at(3), 0);
    for (int a = 0; a <= lots; ++a)
        for (int b = 0; b <= a; ++b)
            for (int c = 0; c <= b; ++c) EXPECT_GE(cost(lots, a, b, c, 0), ours - 1e-9);
}

RC_GTEST_PROP(Shortfall, IsDoneFasterThanEvenlyAndTurnsBack, ()) {
    const double u = *rc::gen::inRange(0, 1001) / 1000.0;
    const double k = *rc::gen::inRange(0, 600) / 100.0;
    const double done = shortfall_done(u, k);
    RC_ASSERT(done >= u - 1e-12 && done <= 1);
    RC_ASSERT(std::abs(shortfall_passed(done, k) - u) < 1e-9);
}

RC_GTEST_PROP(VolumeDone, StaysBetweenNothingAndAllAndGrows, ()) {
    const double a = *rc::gen::inRange(0, 1001) / 1000.0;
    const double b = *rc::gen::inRange(0, 1001) / 1000.0;
    const double ratio = *rc::gen::inRange(0, 5000) / 1000.0;
    RC_ASSERT(volume_done(0, ratio) == 0 && volume_done(1, ratio) == 1);
    RC_ASSERT(volume_done(std::min(a, b), ratio) <= volume_done(std::max(a, b), ratio));
    RC_ASSERT(std::abs(volume_done(a, 1) - a) < 1e-12);
    RC_ASSERT((volume_done(a, ratio) >= a - 1e-12) == (ratio >= 1 || a == 0 || a == 1));
}

TEST(Participation, IsRoundedDown) { EXPECT_EQ(participation(0.1, Qty{99}).raw, 9); }

/// Volume of `per_bin(bin of the day)` for so many days.
VolumeCurve curve_of(int days, auto per_bin) {
    VolumeCurve curve;
    for (int i = 0; i <= days * 288; ++i) curve.add(monday + VolumeCurve::bin * i, Qty{per_bin(i)});
    return curve;
}

TEST(VolumeCurve, KnowingNothingItIsEven) {
    const VolumeCurve curve;
    EXPECT_DOUBLE_EQ(curve.expected(monday, monday + minutes(60), monday + minutes(15)), 0.25);
}

TEST(VolumeCurve, FollowsTheHoursOfFormerDaysButForAFifth) {
    // Twelve hours of 100 and twelve of 300, each day: 200 on average.
    const auto curve = curve_of(28, [](int i) { return i % 288 < 144 ? 100 : 300; });
    const auto start = monday + core::days(28);
    const auto noon = start + core::hours(12);
    const double low = 0.8 * 100 + 0.2 * 200;
    const double high = 0.8 * 300 + 0.2 * 200;
    EXPECT_NEAR(curve.expected(start, start + core::days(1), noon), low / (low + high), 1e-6);
    EXPECT_NEAR(curve.volume(noon, noon + minutes(5)), high, 1e-3);
    EXPECT_NEAR(curve.volume(noon - minutes(1), noon + minutes(1)), low / 5 + high / 5, 1e-3);
}

TEST(VolumeCurve, OneWildDayOfFourMovesNoMedian) {
    const auto calm = curve_of(28, [](int) { return 100; });
    const auto wild =
        curve_of(28, [](int i) { return i / 288 == 9 && i % 288 == 30 ? 90'000 : 100; });
    const auto at = monday + core::days(30) + minutes(150);
    EXPECT_NEAR(wild.volume(at, at + minutes(5)), calm.volume(at, at + minutes(5)), 1e-9);
}

TEST(VolumeCurve, ASilenceOfYearsIsTakenInBoundedTime) {
    VolumeCurve curve;
    curve.add(monday, Qty{100});
    curve.add(monday + core::days(3650), Qty{100});
    EXPECT_GT(curve.expected(monday, monday + minutes(10), monday + minutes(5)), 0);
}

}  // namespace
}  // namespace nightjar::exec
