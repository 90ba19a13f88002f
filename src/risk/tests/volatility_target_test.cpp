/// Whether a position that is sized by A4 moves as much as it was meant to.

#include "risk/tests/sizing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace nightjar::risk {
namespace {

using core::Random;
using tests::SizingDesk;

constexpr int hours = 24;
constexpr int window_days = 60;
constexpr int warm_up_days = 120;
constexpr int windows = 20;

/// Daily variances by GARCH(1,1) around a level that jumps between 40 % and 80 % a year, on average
/// once in 500 days.
class TwoRegimes {
public:
    explicit TwoRegimes(std::uint64_t path) : random_{71, path} {}

    /// The next day's hourly returns.
    std::array<double, hours> day() {
        if (random_.uniform() < 1.0 / 500) wild_ = !wild_;
        const double level = std::pow(wild_ ? 0.8 : 0.4, 2) / 365;
        variance_ = (1 - 0.05 - 0.92) * level + 0.05 * last_ * last_ + 0.92 * variance_;
        std::array<double, hours> returns{};
        last_ = 0;
        for (auto& ret : returns) {
            ret = std::sqrt(variance_ / hours) * random_.normal();
            last_ += ret;
        }
        return returns;
    }

private:
    Random random_;
    bool wild_{};
    double variance_{0.16 / 365};
    double last_{};
};

/// The yearly deviations of one path's windows, each from the hourly returns on the equity of a
/// position that is sized anew at the end of each day.
std::vector<double> realised(const tests::Choice& sizer, std::uint64_t path) {
    SizingDesk desk{{sizer}};
    TwoRegimes market{path};
    const auto id = desk.world.btc;
    std::vector<double> found;
    double squares = 0;
    double weight = 0;
    for (int day = 0; day < warm_up_days + windows * window_days; ++day) {
        const auto returns = market.day();
        for (int hour = 0; hour < hours; ++hour) {
            const double ret = returns[static_cast<std::size_t>(hour)];
            desk.bar(id, ret, 1'000, hours, hour);
            squares += weight * weight * ret * ret;
        }
        if (const auto size = desk.explain(id, 1).result)
            weight = desk.notional(id, *size) / desk.equity();
        const int traded = day + 1 - warm_up_days;
        if (traded > 0 && traded % window_days == 0)
            found.push_back(std::sqrt(squares * 365 / window_days));
        if (traded >= 0 && traded % window_days == 0) squares = 0;
    }
    return found;
}

struct Spread {
    double within{};  ///< part of the windows within 15 % of the target
    double spread{};  ///< from the 5th to the 95th of a hundred, in parts of the median
};

Spread spread_of(const tests::Choice& sizer, double target) {
    std::vector<double> all;
    for (std::uint64_t path = 0; path < 20; ++path)
        for (const double found : realised(sizer, path)) all.push_back(found);
    std::ranges::sort(all);
    const auto within = std::ranges::count_if(
        all, [target](double found) { return std::abs(found / target - 1) <= 0.15; });
    const auto at = [&all](double part) {
        return all[static_cast<std::size_t>(part * static_cast<double>(all.size()))];
    };
    testing::Test::RecordProperty(
        sizer.kind, fmt::format("{} windows, median {:.4f}, 5th {:.4f}, 95th {:.4f}, within {:.4f}",
                                all.size(), at(0.5), at(0.05), at(0.95),
                                static_cast<double>(within) / static_cast<double>(all.size())));
    return {static_cast<double>(within) / static_cast<double>(all.size()),
            (at(0.95) - at(0.05)) / at(0.5)};
}

// T-A2
TEST(VolatilityTarget, MovesAsMuchAsWantedThroughTwoRegimes) {
    const auto ours = spread_of({"volatility_target", {}}, 0.2);
    const auto control = spread_of({"fixed_fraction", {{"fraction", "0.35"}}}, 0.2);
    EXPECT_GE(ours.within, 0.9);
    EXPECT_GE(control.spread, 2 * ours.spread);
    EXPECT_LT(control.within, 0.5);
}

}  // namespace
}  // namespace nightjar::risk
