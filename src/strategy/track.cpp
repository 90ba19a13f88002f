#include "strategy/track.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::strategy {

void Track::add(double loss, double base_loss) {
    const double better = base_loss - loss;
    count_ = keep_ * count_ + 1;
    loss_ = keep_ * loss_ + loss;
    base_ = keep_ * base_ + base_loss;
    squares_ = keep_ * squares_ + better * better;
}

bool Track::proven(double overlap) const {
    constexpr double least = 10;  // statements that stand alone
    const double alone = count_ / std::max(overlap, 1.0);
    if (alone < least) return false;
    const double mean = (base_ - loss_) / count_;
    const double variance = std::max(squares_ / count_ - mean * mean, 0.0);
    constexpr double errors = 2;
    return mean > errors * std::sqrt(variance / alone);
}

void Reliability::add(double probability, bool rose) {
    const auto place = static_cast<std::size_t>(probability * static_cast<double>(bins));
    auto& bin = bins_[std::min(place, bins - 1)];
    bin.count += 1;
    bin.said += probability;
    bin.rose += rose ? 1 : 0;
}

double Reliability::ece() const {
    double all = 0;
    double apart = 0;
    for (const auto& bin : bins_) {
        all += bin.count;
        apart += std::abs(bin.said - bin.rose);
    }
    return all > 0 ? apart / all : 0;
}

void Likeness::add(const std::array<double, most>& scores) {
    count_ = keep_ * count_ + 1;
    for (std::size_t a = 0; a < members_; ++a) {
        sums_[a] = keep_ * sums_[a] + scores[a];
        for (std::size_t b = a; b < members_; ++b)
            products_[a][b] = keep_ * products_[a][b] + scores[a] * scores[b];
    }
}

double Likeness::correlation(std::size_t a, std::size_t b) const {
    if (a > b) std::swap(a, b);
    const auto together = [this](std::size_t i, std::size_t j) {
        return products_[i][j] * count_ - sums_[i] * sums_[j];
    };
    constexpr double still = 1e-9;  // of a spread that is rounding
    const double spreads = together(a, a) * together(b, b);
    const double scale = products_[a][a] * products_[b][b] * count_ * count_;
    if (!(spreads > still * scale)) return 0;
    return together(a, b) / std::sqrt(spreads);
}

std::array<std::size_t, Likeness::most> Likeness::group_sizes(double above) const {
    std::array<std::size_t, most> group{};
    for (std::size_t i = 0; i < members_; ++i) group[i] = i;
    for (std::size_t a = 0; a < members_; ++a)
        for (std::size_t b = a + 1; b < members_; ++b) {
            if (group[a] == group[b] || std::abs(correlation(a, b)) <= above) continue;
            const auto keep = std::min(group[a], group[b]);
            const auto drop = std::max(group[a], group[b]);
            for (std::size_t i = 0; i < members_; ++i)
                if (group[i] == drop) group[i] = keep;
        }
    std::array<std::size_t, most> sizes{};
    for (std::size_t i = 0; i < members_; ++i)
        sizes[i] = static_cast<std::size_t>(std::count(
            group.begin(), group.begin() + static_cast<std::ptrdiff_t>(members_), group[i]));
    return sizes;
}

}  // namespace nightjar::strategy
