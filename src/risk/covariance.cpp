#include "risk/covariance.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

void centre(std::span<double> rows, std::size_t variables) {
    const auto days = rows.size() / variables;
    const auto count = static_cast<double>(days);
    for (std::size_t i = 0; i < variables; ++i) {
        double mean = 0;
        for (std::size_t at = i; at < rows.size(); at += variables) mean += rows[at];
        mean /= count;
        for (std::size_t at = i; at < rows.size(); at += variables) rows[at] -= mean;
    }
}

/// Of the vectors x: the mean of x x'. Gives the sum of (x'x)^2.
double sample_covariance(std::span<const double> rows, std::size_t variables,
                         std::span<double> covariance) {
    std::ranges::fill(covariance, 0.0);
    const auto days = rows.size() / variables;
    const auto count = static_cast<double>(days);
    double fourth = 0;
    for (std::size_t at = 0; at < rows.size(); at += variables) {
        const auto x = rows.subspan(at, variables);
        double square = 0;
        for (std::size_t i = 0; i < variables; ++i) {
            square += x[i] * x[i];
            for (std::size_t j = 0; j < variables; ++j)
                covariance[i * variables + j] += x[i] * x[j] / count;
        }
        fourth += square * square;
    }
    return fourth;
}

/// The larger root of a x^2 + 2 b x + c = 0 with a > 0; 0 when it is not above 0.
double larger_root(double a, double b, double c) {
    const double discriminant = b * b - a * c;
    if (!(discriminant >= 0) || !(a > 0) || !std::isfinite(discriminant)) return 0;
    const double root = std::sqrt(discriminant);
    // Of the two forms, the one that does not subtract like from like.
    const double larger = b > 0 ? -c / (b + root) : (root - b) / a;
    return larger > 0 ? larger : 0;
}

}  // namespace

std::optional<double> ledoit_wolf(std::span<double> rows, std::size_t variables,
                                  std::span<double> covariance) {
    if (variables == 0 || rows.size() < 2 * variables) return std::nullopt;
    centre(rows, variables);
    const double fourth = sample_covariance(rows, variables, covariance);
    const auto days = rows.size() / variables;
    const auto count = static_cast<double>(days);
    const auto n = static_cast<double>(variables);
    double level = 0;  // of the identity
    double norm = 0;   // squared, Frobenius
    for (std::size_t i = 0; i < variables; ++i) level += covariance[i * variables + i] / n;
    for (const double entry : covariance) norm += entry * entry;
    if (!(level > 0) || !std::isfinite(norm) || !std::isfinite(fourth)) return std::nullopt;
    const double distance = norm - n * level * level;      // n d^2
    const double noise = (fourth / count - norm) / count;  // n b^2, of sum |x x' - S|^2
    double part = 1;
    if (distance > 0) part = std::clamp(noise / distance, 0.0, 1.0);
    for (auto& entry : covariance) entry *= 1 - part;
    for (std::size_t i = 0; i < variables; ++i) covariance[i * variables + i] += part * level;
    return part;
}

bool to_correlation(std::span<double> covariance, std::size_t variables) {
    for (std::size_t i = 0; i < variables; ++i)
        if (!(covariance[i * variables + i] > 0)) return false;
    for (std::size_t i = 0; i < variables; ++i)
        for (std::size_t j = 0; j < variables; ++j)
            if (i != j)
                covariance[i * variables + j] /= std::sqrt(covariance[i * variables + i]) *
                                                 std::sqrt(covariance[j * variables + j]);
    for (std::size_t i = 0; i < variables; ++i) covariance[i * variables + i] = 1;
    return true;
}

double book_variance(std::span<const double> covariance, std::span<const double> weights) {
    const auto n = weights.size();
    double variance = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            variance += weights[i] * weights[j] * covariance[i * n + j];
    return variance;
}

double largest_weight(const OpenWeight& open, double variance, double share) {
    const auto n = open.weights.size();
    const auto row = open.covariance.subspan(open.place * n, n);
    const double own = row[open.place];
    double shared = 0;  // with the rest of the book, per unit of the open weight
    for (std::size_t j = 0; j < n; ++j) shared += open.sign * row[j] * open.weights[j];
    const double rest = book_variance(open.covariance, open.weights);
    return std::min(larger_root(own, shared, rest - variance),
                    larger_root(own, shared / 2, -share * variance));
}

}  // namespace nightjar::risk
