#include "risk/tail.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

constexpr std::size_t tail_part = 10;  // one in so many losses lies in the tail

}  // namespace

std::optional<Pareto> fit_pareto(std::span<const double> ascending) {
    if (ascending.empty()) return std::nullopt;
    const auto count = static_cast<double>(ascending.size());
    double mean = 0;      // alpha 0
    double weighted = 0;  // alpha 1: of x (1 - F(x))
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        const double rank = (static_cast<double>(i + 1) - 0.35) / count;
        mean += ascending[i] / count;
        weighted += (1 - rank) * ascending[i] / count;
    }
    const double apart = mean - 2 * weighted;
    const Pareto fit{2 - mean / apart, 2 * mean * weighted / apart};
    if (!std::isfinite(fit.shape) || !(fit.scale > 0)) return std::nullopt;
    return fit;
}

void centre(std::span<double> losses) {
    double mean = 0;
    for (const double loss : losses) mean += loss;
    mean /= static_cast<double>(std::max<std::size_t>(losses.size(), 1));
    for (auto& loss : losses) loss -= mean;
}

std::optional<TailRisk> tail_risk(std::span<double> losses, double level) {
    if (losses.size() < least_losses) return std::nullopt;
    if (!std::ranges::all_of(losses, [](double loss) { return std::isfinite(loss); }))
        return std::nullopt;
    const std::size_t beyond = losses.size() / tail_part;
    const auto split = losses.end() - static_cast<std::ptrdiff_t>(beyond) - 1;
    std::nth_element(losses.begin(), split, losses.end());
    const double threshold = *split;
    const auto tail = losses.last(beyond);
    std::ranges::sort(tail);
    for (auto& loss : tail) loss -= threshold;
    const auto fit = fit_pareto(tail);
    if (!fit || !(fit->shape < 1)) return std::nullopt;
    const double rarer = static_cast<double>(losses.size()) / static_cast<double>(beyond) *
                         (1 - level);  // of the tail, what lies beyond the level
    constexpr double exponential = 1e-9;
    const double further = std::abs(fit->shape) < exponential
                               ? -std::log(rarer)
                               : (std::pow(rarer, -fit->shape) - 1) / fit->shape;
    const double at_risk = threshold + fit->scale * further;
    const double shortfall = (at_risk + fit->scale - fit->shape * threshold) / (1 - fit->shape);
    return TailRisk{at_risk, shortfall};
}

}  // namespace nightjar::risk
