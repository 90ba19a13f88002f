#include "strategy/experts.hpp"

#include "core/base/result.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nightjar::strategy {

ExpertRule hedge(std::size_t experts, double rounds) {
    return {std::sqrt(8 * std::log(static_cast<double>(experts)) / rounds), 0};
}

ExpertRule fixed_share(std::size_t experts, double share) {
    const double surprise = -share * std::log(share) - (1 - share) * std::log1p(-share);
    const double each_round = share * std::log(static_cast<double>(experts)) + surprise;
    return {std::sqrt(8 * each_round), share};
}

Experts::Experts(std::size_t count, ExpertRule rule)
    : rule_{rule}, weights_(count, 1.0 / static_cast<double>(count)) {
    NJ_CHECK(count > 0, "nobody to listen to");
}

void Experts::lose(std::span<const double> losses) {
    NJ_CHECK(losses.size() == weights_.size(), "{} losses of {} experts", losses.size(),
             weights_.size());
    for (std::size_t i = 0; i < losses.size(); ++i)
        weights_[i] *= std::exp(-rule_.rate * std::clamp(losses[i], 0.0, 1.0));
    const double sum = std::accumulate(weights_.begin(), weights_.end(), 0.0);
    // What was lost long ago may come back: no weight is forgotten for good by rounding.
    constexpr double least = 1e-300;
    const double even = rule_.share / static_cast<double>(weights_.size());
    for (auto& weight : weights_)
        weight = std::max((1 - rule_.share) * (weight / sum) + even, least);
}

}  // namespace nightjar::strategy
