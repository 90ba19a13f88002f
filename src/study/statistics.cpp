#include "study/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace nightjar::study {

double mean(std::span<const double> values) {
    if (values.empty()) return 0;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(std::span<const double> values) {
    if (values.size() < 2) return 0;
    const double middle = mean(values);
    double sum = 0;
    for (const double value : values) sum += (value - middle) * (value - middle);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double tail_mean(std::span<const double> values, double tail) {
    if (values.empty()) return 0;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted, std::greater{});
    const double wanted = std::max(1.0, tail * static_cast<double>(sorted.size()));
    double sum = 0;
    double left = wanted;
    for (const double value : sorted) {
        const double part = std::min(1.0, left);
        sum += part * value;
        left -= part;
        if (left <= 0) break;
    }
    return sum / wanted;
}

double excess_kurtosis(std::span<const double> values) {
    const double middle = mean(values);
    double second = 0;
    double fourth = 0;
    for (const double value : values) {
        const double square = (value - middle) * (value - middle);
        second += square;
        fourth += square * square;
    }
    if (second == 0) return 0;
    return static_cast<double>(values.size()) * fourth / (second * second) - 3;
}

double autocorrelation(std::span<const double> values, std::size_t lag) {
    const double middle = mean(values);
    double all = 0;
    double with = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double here = values[i] - middle;
        all += here * here;
        if (i >= lag) with += here * (values[i - lag] - middle);
    }
    return all == 0 ? 0 : with / all;
}

Line fit(std::span<const double> x, std::span<const double> y) {
    const double mx = mean(x);
    const double my = mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        xy += (x[i] - mx) * (y[i] - my);
        yy += (y[i] - my) * (y[i] - my);
    }
    if (xx == 0) return {0, my, 0};
    const double slope = xy / xx;
    return {slope, my - slope * mx, yy == 0 ? 0 : xy * xy / (xx * yy)};
}

Interval bootstrap(std::span<const double> differences, double level, int rounds,
                   core::Random random) {
    Interval interval{mean(differences), mean(differences), mean(differences), 1};
    if (differences.size() < 2) return interval;
    std::vector<double> means(static_cast<std::size_t>(rounds));
    for (auto& drawn : means) {
        double sum = 0;
        for (std::size_t i = 0; i < differences.size(); ++i)
            sum += differences[random.below(differences.size())];
        drawn = sum / static_cast<double>(differences.size());
    }
    std::ranges::sort(means);
    const auto at = [&](double part) {
        const double last = static_cast<double>(means.size() - 1);
        return means[static_cast<std::size_t>(std::lround(part * last))];
    };
    interval.low = at((1 - level) / 2);
    interval.high = at((1 + level) / 2);
    const auto below = std::ranges::upper_bound(means, 0.0) - means.begin();
    const auto above = means.end() - std::ranges::lower_bound(means, 0.0);
    const auto fewer = static_cast<double>(std::min<std::ptrdiff_t>(below, above)) + 1;
    interval.p = std::min(1.0, 2 * fewer / (static_cast<double>(rounds) + 1));
    return interval;
}

std::vector<double> holm(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{p[i], i}; });
    std::vector<double> adjusted(p.size());
    double most = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const auto left = static_cast<double>(p.size() - rank);
        most = std::max(most, std::min(1.0, left * p[order[rank]]));
        adjusted[order[rank]] = most;
    }
    return adjusted;
}

double area_under_curve(std::vector<std::pair<double, bool>> said) {
    std::ranges::sort(said);
    double pairs = 0;
    double misses = 0;
    double hits = 0;
    for (std::size_t i = 0; i < said.size();) {
        double same_hits = 0;
        double same_misses = 0;
        const double value = said[i].first;
        for (; i < said.size() && said[i].first == value; ++i)
            (said[i].second ? same_hits : same_misses) += 1;
        pairs += same_hits * (misses + same_misses / 2);
        misses += same_misses;
        hits += same_hits;
    }
    return hits * misses == 0 ? 0.5 : pairs / (hits * misses);
}

}  // namespace nightjar::study
