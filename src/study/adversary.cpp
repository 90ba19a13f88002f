#include "study/adversary.hpp"

#include "study/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace nightjar::study {

namespace {

constexpr double test_level = 0.01;
constexpr double every = 5;        // seconds
constexpr double ahead = 3;        // likewise
constexpr double memory = 300;     // likewise, of sizes
constexpr double recent = 10;      // likewise, of the flow
constexpr std::size_t fewest = 3;  // orders of a size that may be a timer's
constexpr std::array phases{0.2, 0.6, 0.8, 0.9, 1.0, 1.1, 1.4};  // of the gap, ends of cells

std::vector<Print> orders_of(std::span<const Print> prints) {
    std::vector<Print> orders;
    for (const auto& print : prints) {
        if (!orders.empty() && orders.back().at == print.at && orders.back().taker == print.taker)
            orders.back().qty += print.qty;
        else
            orders.push_back(print);
    }
    return orders;
}

/// The times of the size, within a lot, that came most often.
std::vector<double> most_repeated(std::span<const Print> orders) {
    std::vector<Print> sorted(orders.begin(), orders.end());
    const auto key = [](const Print& p) { return std::tuple{p.taker, p.qty, p.at}; };
    std::ranges::sort(sorted, {}, key);
    std::size_t first = 0;
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t last = 0; last < sorted.size(); ++last) {
        while (sorted[first].taker != sorted[last].taker ||
               sorted[last].qty - sorted[first].qty > 1)
            ++first;
        if (last - first + 1 > most) {
            most = last - first + 1;
            best = first;
        }
    }
    std::vector<double> times;
    for (std::size_t i = best; i < best + most; ++i) times.push_back(sorted[i].at);
    std::ranges::sort(times);
    return times;
}

Clues clues_at(double now, std::span<const Print> orders) {
    Clues out{};
    out[0] = 1;
    double signed_count = 0;
    double count = 0;
    for (const auto& order : orders)
        if (order.at > now - recent) {
            count += 1;
            signed_count += static_cast<double>(core::sign(order.taker));
        }
    out[1] = std::log1p(count);
    out[2] = std::abs(signed_count) / recent;
    const auto times = most_repeated(orders);
    if (times.size() < fewest) return out;
    std::vector<double> gaps;
    for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::ranges::nth_element(gaps, middle);
    if (*middle <= 0) return out;
    // Where the clock will stand in the middle of the time that is asked about.
    const double phase = (now + ahead / 2 - times.back()) / *middle;
    const auto cell = std::ranges::lower_bound(phases, phase) - phases.begin();
    out[3 + static_cast<std::size_t>(cell)] = 1;
    out[3 + phases.size() + 1] = std::log(static_cast<double>(times.size()));
    return out;
}

double chance(const Clues& weights, const Clues& clues) {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * clues[i];
    constexpr double most = 30;
    return 1 / (1 + std::exp(-std::clamp(sum, -most, most)));
}

using Matrix = std::array<Clues, clue_count>;

/// Gauss's elimination; the ridge keeps the matrix positive definite.
Clues solve(Matrix a, Clues b) {
    for (std::size_t i = 0; i < clue_count; ++i)
        for (std::size_t row = i + 1; row < clue_count; ++row) {
            const double factor = a[row][i] / a[i][i];
            for (std::size_t k = i; k < clue_count; ++k) a[row][k] -= factor * a[i][k];
            b[row] -= factor * b[i];
        }
    for (std::size_t i = clue_count; i-- > 0;) {
        for (std::size_t k = i + 1; k < clue_count; ++k) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

}  // namespace

bool periodic(std::span<const double> times, double length) {
    const auto frequencies = 2 * times.size();
    const auto n = static_cast<double>(times.size());
    double largest = 0;
    for (std::size_t k = 1; k <= frequencies; ++k) {
        double real = 0;
        double imaginary = 0;
        for (const double at : times) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(k) * at / length;
            real += std::cos(angle);
            imaginary += std::sin(angle);
        }
        largest = std::max(largest, (real * real + imaginary * imaginary) / n);
    }
    return 1 - std::pow(1 - std::exp(-largest), static_cast<double>(frequencies)) < test_level;
}

bool unlike_chance(std::span<const double> times) {
    constexpr double critical = 1.308;
    if (times.size() < 3) return false;
    std::vector<double> gaps;
    for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
    std::ranges::sort(gaps);
    const double usual = mean(gaps);
    const auto n = static_cast<double>(gaps.size());
    double distance = 0;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const double expected = 1 - std::exp(-gaps[i] / usual);
        const auto rank = static_cast<double>(i);
        distance = std::max({distance, (rank + 1) / n - expected, expected - rank / n});
    }
    return (distance - 0.2 / n) * (std::sqrt(n) + 0.26 + 0.5 / std::sqrt(n)) > critical;
}

std::vector<Moment> watch(std::span<const Print> prints, std::span<const Print> ours,
                          double length) {
    const auto orders = orders_of(prints);
    std::vector<Moment> moments;
    const auto count = static_cast<int>(std::ceil((length - ahead - memory) / every));
    for (int i = 0; i < count; ++i) {
        const double now = memory + i * every;
        const auto from = std::ranges::upper_bound(orders, now - memory, {}, &Print::at);
        const auto to = std::ranges::upper_bound(orders, now, {}, &Print::at);
        const auto next = std::ranges::upper_bound(ours, now, {}, &Print::at);
        moments.push_back(
            {clues_at(now, std::span{from, to}), next != ours.end() && next->at <= now + ahead});
    }
    return moments;
}

Forecaster::Forecaster(std::span<const Moment> seen) {
    constexpr int most_steps = 30;
    constexpr double ridge = 1;
    for (int step = 0; step < most_steps; ++step) {
        Matrix curvature{};
        Clues slope{};
        for (std::size_t i = 0; i < clue_count; ++i) {
            curvature[i][i] = ridge;
            slope[i] = -ridge * weights_[i];
        }
        for (const auto& [c, child] : seen) {
            const double p = chance(weights_, c);
            for (std::size_t i = 0; i < clue_count; ++i) {
                if (c[i] == 0) continue;
                slope[i] += ((child ? 1.0 : 0.0) - p) * c[i];
                for (std::size_t k = 0; k < clue_count; ++k)
                    curvature[i][k] += p * (1 - p) * c[i] * c[k];
            }
        }
        const auto change = solve(curvature, slope);
        double largest = 0;
        for (std::size_t i = 0; i < clue_count; ++i) {
            weights_[i] += change[i];
            largest = std::max(largest, std::abs(change[i]));
        }
        constexpr double still = 1e-6;
        if (largest < still) return;
    }
}

double Forecaster::say(const Clues& clues) const { return chance(weights_, clues); }

Foresight foresight(const Forecaster& forecaster, std::span<const Moment> unseen,
                    double base_rate) {
    std::vector<std::pair<double, bool>> said;
    double gained = 0;
    for (const auto& [c, child] : unseen) {
        const double p = forecaster.say(c);
        said.emplace_back(p, child);
        gained += child ? std::log2(p / base_rate) : std::log2((1 - p) / (1 - base_rate));
    }
    const auto n = static_cast<double>(std::max<std::size_t>(1, unseen.size()));
    return {area_under_curve(std::move(said)), gained / n};
}

}  // namespace nightjar::study
