#include "data/compare.hpp"

#include "data/errc.hpp"
#include "data/resample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar::data {

namespace {

using core::BarView;
using core::Result;

double close(const BarView& bars, std::size_t row) {
    return static_cast<double>(bars.close[row]) * std::pow(10.0, -bars.price_decimals);
}

/// Of the bar in `row` against the one a timeframe before it; nothing where that is missing.
std::optional<double> log_return(const BarView& bars, std::size_t row) {
    if (row == 0 || bars.open_time_ns[row] - bars.open_time_ns[row - 1] != bars.timeframe.ns)
        return std::nullopt;
    return std::log(static_cast<double>(bars.close[row]) /
                    static_cast<double>(bars.close[row - 1]));
}

/// Calls `see` with the rows of both for each time of a at which b has a bar `lag` bars later.
template <class See>
void walk(const BarView& a, const BarView& b, int lag, const See& see) {
    std::size_t other = 0;
    for (std::size_t row = 0; row < a.size(); ++row) {
        const auto wanted = a.open_time_ns[row] + lag * a.timeframe.ns;
        while (other < b.size() && b.open_time_ns[other] < wanted) ++other;
        if (other < b.size() && b.open_time_ns[other] == wanted) see(row, other);
    }
}

/// Pearson's, in one pass over the moments: returns are small and near 0.
std::optional<double> correlation(const BarView& a, const BarView& b, int lag) {
    constexpr double fewest = 30;
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    walk(a, b, lag, [&](std::size_t row, std::size_t other) {
        const auto ours = log_return(a, row);
        const auto theirs = log_return(b, other);
        if (!ours || !theirs) return;
        n += 1;
        x += *ours;
        y += *theirs;
        xx += *ours * *ours;
        yy += *theirs * *theirs;
        xy += *ours * *theirs;
    });
    const auto spread = (n * xx - x * x) * (n * yy - y * y);
    if (n < fewest || spread <= 0) return std::nullopt;
    return (n * xy - x * y) / std::sqrt(spread);
}

Result<Comparison> compare_alike(const BarView& a, const BarView& b) {
    Comparison found;
    found.timeframe = a.timeframe;
    std::vector<double> differences;
    walk(a, b, 0, [&](std::size_t row, std::size_t other) {
        constexpr double bp = 1e4;
        differences.push_back(bp * (close(a, row) / close(b, other) - 1));
    });
    found.common = differences.size();
    if (differences.empty())
        return core::fail(Errc::Empty, "the two series have no bar of the same time");
    const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
    std::ranges::nth_element(differences, middle);
    found.median_bp = *middle;
    for (const int lag : {-1, 0, 1})
        found.correlation[static_cast<std::size_t>(lag + 1)] = correlation(a, b, lag);
    return found;
}

}  // namespace

int Comparison::late_lag() const {
    const auto value = [this](int lag) {
        return correlation[static_cast<std::size_t>(lag + 1)].value_or(-1);
    };
    constexpr double clear = 0.5;
    const int best = value(-1) > value(1) ? -1 : 1;
    return value(best) >= clear && value(best) > 2 * value(0) ? best : 0;
}

Result<Comparison> compare(const BarView& a, const BarView& b) {
    if (a.timeframe == b.timeframe) return compare_alike(a, b);
    const bool a_is_short = a.timeframe < b.timeframe;
    const auto& longer = a_is_short ? b : a;
    NJ_TRY(resampled, resample(a_is_short ? a : b, longer.timeframe));
    const auto bars = resampled.bars.view();
    return a_is_short ? compare_alike(bars, longer) : compare_alike(longer, bars);
}

}  // namespace nightjar::data
