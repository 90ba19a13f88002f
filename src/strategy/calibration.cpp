#include "strategy/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::strategy {

namespace {

/// Of the likelihood with Platt's targets, which keep away from 0 and 1.
struct Curve {
    double loss{};
    std::array<double, 2> gradient{};              // by slope and shift
    std::array<double, 3> hessian{1e-9, 0, 1e-9};  // slope, both, shift
};

}  // namespace

double within_reason(double probability) { return std::clamp(probability, 0.01, 0.99); }
double logit(double probability) { return std::log(probability / (1 - probability)); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

Calibrator::Calibrator(std::size_t memory) : ring_(std::max(memory, least)) {
    sorted_.reserve(ring_.size());
    blocks_.resize(ring_.size() / isotonic_block + 1);
}

void Calibrator::observe(double score, bool rose) {
    ring_[next_] = {score, rose};
    next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
    held_ = std::min(held_ + 1, ring_.size());
}

void Calibrator::fit() {
    if (held_ < least) return;
    if (held_ < isotonic_from)
        fit_platt();
    else
        fit_isotonic();
}

std::optional<double> Calibrator::probability(double score) const {
    if (kind_ == Kind::None) return std::nullopt;
    if (kind_ == Kind::Platt) return within_reason(logistic(slope_ * score + shift_));
    const auto used = std::span{blocks_}.first(steps_);
    auto at = std::ranges::upper_bound(used, score, {}, &Block::from);
    if (at != used.begin()) --at;
    return within_reason(at->rises / at->count);
}

/// Newton's method with halved steps; a slope below 0 becomes 0.
void Calibrator::fit_platt() {
    const auto seen = std::span{ring_}.first(held_);
    const auto rises = static_cast<double>(std::ranges::count(seen, true, &Statement::rose));
    const auto falls = static_cast<double>(held_) - rises;
    const double high = (rises + 1) / (rises + 2);
    const double low = 1 / (falls + 2);
    const auto curve = [&](double slope, double shift) {
        Curve c;
        for (const auto& [score, rose] : seen) {
            const double target = rose ? high : low;
            const double x = slope * score + shift;
            const double p = logistic(x);
            // -target ln p - (1 - target) ln (1 - p), without overflow.
            c.loss += std::max(x, 0.0) - target * x + std::log1p(std::exp(-std::abs(x)));
            c.gradient[0] += (p - target) * score;
            c.gradient[1] += p - target;
            c.hessian[0] += p * (1 - p) * score * score;
            c.hessian[1] += p * (1 - p) * score;
            c.hessian[2] += p * (1 - p);
        }
        return c;
    };
    slope_ = 0;
    shift_ = logit((rises + 1) / (static_cast<double>(held_) + 2));
    kind_ = Kind::Platt;
    const double level = shift_;
    constexpr int most_steps = 50;
    constexpr int most_halvings = 10;
    constexpr double flat = 1e-8;
    auto now = curve(slope_, shift_);
    for (int step = 0; step < most_steps; ++step) {
        const auto& [g, h] = std::pair{now.gradient, now.hessian};
        if (std::abs(g[0]) + std::abs(g[1]) < flat) break;
        const double area = h[0] * h[2] - h[1] * h[1];
        const double by_slope = -(h[2] * g[0] - h[1] * g[1]) / area;
        const double by_shift = -(h[0] * g[1] - h[1] * g[0]) / area;
        double part = 1;
        auto next = curve(slope_ + by_slope, shift_ + by_shift);
        for (int i = 0; i < most_halvings && !(next.loss <= now.loss); ++i) {
            part /= 2;
            next = curve(slope_ + part * by_slope, shift_ + part * by_shift);
        }
        if (!(next.loss < now.loss)) break;
        slope_ += part * by_slope;
        shift_ += part * by_shift;
        now = next;
    }
    if (slope_ >= 0) return;
    slope_ = 0;
    shift_ = level;
}

/// Pools adjacent blocks that are out of order. Equal scores stay in one block.
void Calibrator::fit_isotonic() {
    sorted_.assign(ring_.begin(), ring_.begin() + static_cast<std::ptrdiff_t>(held_));
    std::ranges::sort(sorted_, {}, &Statement::score);
    const auto all = static_cast<double>(held_);
    const auto mean =
        static_cast<double>(std::ranges::count(sorted_, true, &Statement::rose)) / all;
    steps_ = 0;
    for (std::size_t i = 0; i < held_;) {
        auto& block = blocks_[steps_++];
        block = {sorted_[i].score, mean / 2, 0.5};
        for (std::size_t taken = 0;
             i < held_ && (taken < isotonic_block || held_ - i < isotonic_block ||
                           sorted_[i].score == sorted_[i - 1].score);
             ++i, ++taken) {
            block.rises += sorted_[i].rose ? 1 : 0;
            block.count += 1;
        }
        while (steps_ > 1 && blocks_[steps_ - 2].rises * blocks_[steps_ - 1].count >=
                                 blocks_[steps_ - 1].rises * blocks_[steps_ - 2].count) {
            blocks_[steps_ - 2].rises += blocks_[steps_ - 1].rises;
            blocks_[steps_ - 2].count += blocks_[steps_ - 1].count;
            --steps_;
        }
    }
    kind_ = Kind::Isotonic;
}

}  // namespace nightjar::strategy
