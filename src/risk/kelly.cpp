#include "risk/kelly.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

double beta_fraction(double a, double b, double x) {
    constexpr int most_terms = 10'000;  // about sqrt(max(a, b)) are needed
    constexpr double tiny = 1e-300;
    const auto away_from_zero = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m <= most_terms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        fraction *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        fraction *= d * c;
        if (std::abs(d * c - 1) < 1e-15) break;
    }
    return fraction;
}

}  // namespace

double kelly_continuous(double edge, double error, double sigma, double part) {
    if (!(edge > 0) || !(sigma > 0)) return 0;
    const double doubt = error / edge;
    return part * edge * std::max(0.0, 1 - doubt * doubt) / (sigma * sigma);
}

double kelly_binary(std::int64_t wins, std::int64_t losses, double payoff, double part) {
    if (!(payoff > 0)) return 0;
    const double chance =
        beta_quantile(static_cast<double>(wins) + 1, static_cast<double>(losses) + 1, 0.25);
    return part * std::max(0.0, chance - (1 - chance) / payoff);
}

double beta_below(double a, double b, double x) {
    if (!(x > 0)) return 0;
    if (!(x < 1)) return 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log1p(-x));
    // The fraction converges fast on this side of the mean only.
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double beta_quantile(double a, double b, double chance) {
    double low = 0;
    double high = 1;
    while (high - low > 1e-12) {
        const double middle = 0.5 * (low + high);
        (beta_below(a, b, middle) < chance ? low : high) = middle;
    }
    return low;
}

}  // namespace nightjar::risk
