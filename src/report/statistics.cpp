#include "report/statistics.hpp"

#include <cmath>
#include <numeric>

namespace nightjar::report {

namespace {

constexpr double days_a_year = 365;

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

std::vector<double> daily_returns(double initial, std::span<const EquityPoint> points) {
    std::vector<double> returns;
    if (points.empty()) return returns;
    // A point at midnight is the end of the day before.
    const auto day_of = [](core::Time at) {
        return core::count_of(at - core::nanoseconds(1), core::days(1));
    };
    double before = initial;
    double last = initial;
    auto day = day_of(points.front().at);
    for (const auto& point : points) {
        for (const auto today = day_of(point.at); day < today; ++day) {
            returns.push_back(last / before - 1);
            before = last;
        }
        last = point.equity;
    }
    returns.push_back(last / before - 1);
    return returns;
}

std::optional<double> sharpe(std::span<const double> returns) {
    if (returns.size() < 2) return std::nullopt;
    const double average = mean(returns);
    double squares = 0;
    for (const double r : returns) squares += (r - average) * (r - average);
    const double deviation = std::sqrt(squares / static_cast<double>(returns.size() - 1));
    if (!(deviation > 0)) return std::nullopt;
    return average / deviation * std::sqrt(days_a_year);
}

std::optional<double> sortino(std::span<const double> returns) {
    if (returns.size() < 2) return std::nullopt;
    double squares = 0;
    for (const double r : returns) squares += r < 0 ? r * r : 0;
    const double downside = std::sqrt(squares / static_cast<double>(returns.size()));
    if (!(downside > 0)) return std::nullopt;
    return mean(returns) / downside * std::sqrt(days_a_year);
}

std::optional<double> cagr_pct(double initial, double final, core::Duration span) {
    if (span < core::days(2) || !(final > 0) || !(initial > 0)) return std::nullopt;
    const double years =
        static_cast<double>(span.ns) / (days_a_year * static_cast<double>(core::days(1).ns));
    return 100 * (std::pow(final / initial, 1 / years) - 1);
}

}  // namespace nightjar::report
