#include "exec/impact_path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nightjar::exec {

namespace {

/// Costs of a slice, by what is done in it and by what is left after it.
struct Costs {
    std::vector<double> impact;
    std::vector<double> risk;

    Costs(const ImpactLaw& law, std::size_t slices, std::int64_t qty) {
        const auto all = static_cast<double>(qty);
        const auto n = static_cast<double>(slices);
        for (std::int64_t lots = 0; lots <= qty; ++lots) {
            const double part = static_cast<double>(lots) / all;
            impact.push_back(std::pow(n, law.power) * std::pow(part, 1 + law.power));
            risk.push_back(law.risk * part * part / n);
        }
    }
};

}  // namespace

double path_cost(const ImpactLaw& law, std::span<const std::int64_t> lots) {
    std::int64_t left = 0;
    for (const auto n : lots) left += n;
    const Costs costs{law, lots.size(), left};
    double sum = 0;
    for (const auto n : lots) {
        left -= n;
        sum += costs.impact.at(static_cast<std::size_t>(n)) +
               costs.risk.at(static_cast<std::size_t>(left));
    }
    return sum;
}

std::vector<std::int64_t> best_path(const ImpactLaw& law, std::size_t slices, std::int64_t qty) {
    const Costs costs{law, slices, qty};
    const auto states = static_cast<std::size_t>(qty) + 1;
    // From the last slice back: the least cost with so many lots to do, and how many go first.
    std::vector<double> least(states, std::numeric_limits<double>::infinity());
    least[0] = 0;
    std::vector<std::vector<std::size_t>> first(slices, std::vector<std::size_t>(states));
    for (auto slice = slices; slice-- > 0;) {
        auto before = least;
        for (std::size_t to_do = 0; to_do < states; ++to_do) {
            double best = std::numeric_limits<double>::infinity();
            for (std::size_t n = 0; n <= to_do; ++n) {
                const auto left = to_do - n;
                const double cost = costs.impact[n] + costs.risk[left] + before[left];
                if (cost > best) continue;
                best = cost;
                first[slice][to_do] = n;
            }
            least[to_do] = best;
        }
    }
    std::vector<std::int64_t> path;
    auto to_do = states - 1;
    for (const auto& goes : first) {
        path.push_back(static_cast<std::int64_t>(goes[to_do]));
        to_do -= goes[to_do];
    }
    return path;
}

ImpactCurve::ImpactCurve(const ImpactLaw& law) : done_{0} {
    constexpr std::size_t slices = 32;
    constexpr std::int64_t parts = 512;
    double sum = 0;
    for (const auto n : best_path(law, slices, parts)) {
        sum += static_cast<double>(n);
        done_.push_back(sum / static_cast<double>(parts));
    }
}

double ImpactCurve::done(double passed) const {
    const auto slices = static_cast<double>(done_.size() - 1);
    const double at = std::clamp(passed, 0.0, 1.0) * slices;
    const auto slice = std::min(static_cast<std::size_t>(at), done_.size() - 2);
    return std::lerp(done_[slice], done_[slice + 1], at - static_cast<double>(slice));
}

double ImpactCurve::passed(double done) const {
    const double wanted = std::clamp(done, 0.0, 1.0);
    const auto next = std::ranges::lower_bound(done_, wanted);
    if (next == done_.begin()) return 0;
    const double before = *(next - 1);
    const auto slice = static_cast<double>(next - done_.begin() - 1);
    return (slice + (wanted - before) / (*next - before)) / static_cast<double>(done_.size() - 1);
}

}  // namespace nightjar::exec
