#pragma once
/// Whether forecasts of bad days came true: the tests that value at risk and expected shortfall are
/// held to.

#include <cmath>
#include <vector>

namespace nightjar::risk::tests {

/// One day out of sample.
struct Forecast {
    double loss{};
    double value_at_risk{};
    double shortfall{};
    [[nodiscard]] bool beyond() const { return loss > value_at_risk; }
};

/// P(chi^2 of one degree > statistic).
inline double chi_square_tail(double statistic) {
    return std::erfc(std::sqrt(std::max(statistic, 0.0) / 2));
}

inline double log_likelihood(double hits, double misses, double chance) {
    return (hits > 0 ? hits * std::log(chance) : 0) +
           (misses > 0 ? misses * std::log(1 - chance) : 0);
}

/// Unconditional coverage (Kupiec 1995): the p-value of as many days beyond the value at risk.
inline double kupiec(const std::vector<Forecast>& days, double level) {
    double hits = 0;
    for (const auto& day : days) hits += day.beyond() ? 1 : 0;
    const auto count = static_cast<double>(days.size());
    return chi_square_tail(2 * (log_likelihood(hits, count - hits, hits / count) -
                                log_likelihood(hits, count - hits, 1 - level)));
}

/// Independence (Christoffersen 1998): the p-value of such days following each other as they do.
inline double christoffersen(const std::vector<Forecast>& days) {
    double n[2][2]{};  // NOLINT(modernize-avoid-c-arrays): transitions, from and to
    for (std::size_t i = 1; i < days.size(); ++i)
        n[days[i - 1].beyond() ? 1 : 0][days[i].beyond() ? 1 : 0] += 1;
    const auto [calm, bad] = std::pair{n[0][0] + n[0][1], n[1][0] + n[1][1]};
    const double both = (n[0][1] + n[1][1]) / (calm + bad);
    const double apart = log_likelihood(n[0][1], n[0][0], n[0][1] / calm) +
                         (bad > 0 ? log_likelihood(n[1][1], n[1][0], n[1][1] / bad) : 0);
    return chi_square_tail(2 *
                           (apart - log_likelihood(n[0][1] + n[1][1], n[0][0] + n[1][0], both)));
}

/// Z2 of Acerbi, Szekely 2014, "Backtesting expected shortfall": 0 on average when the shortfall is
/// right, below 0 when it is too small.
inline double acerbi_szekely(const std::vector<Forecast>& days, double level) {
    double sum = 0;
    for (const auto& day : days) sum += day.beyond() ? day.loss / day.shortfall : 0;
    return 1 - sum / (static_cast<double>(days.size()) * (1 - level));
}

}  // namespace nightjar::risk::tests
