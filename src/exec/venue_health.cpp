#include "exec/venue_health.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

namespace {

constexpr double step = 0.05;
constexpr double weight_of_one = 0.05;

}  // namespace

void Quantile::see(core::Duration value) {
    const auto v = static_cast<double>(std::max<std::int64_t>(value.ns, 1));
    if (estimate_ == 0)
        estimate_ = v;
    else if (v > estimate_)
        estimate_ *= 1 + step * part_;
    else
        estimate_ *= 1 - step * (1 - part_);
}

std::optional<core::Duration> Quantile::value() const {
    if (estimate_ == 0) return std::nullopt;
    return core::Duration{std::llround(estimate_)};
}

void Freshness::changed(core::Time now) {
    if (at_ && now > *at_) gaps_.see(now - *at_);
    at_ = now;
}

double Freshness::age_part(core::Time now) const {
    constexpr std::int64_t times = 5;
    if (!at_) return 1;
    const auto usual = gaps_.value().value_or(core::Duration{}).ns * times;
    const auto most = std::max(least.ns, usual);
    return static_cast<double>((now - *at_).ns) / static_cast<double>(most);
}

double Freshness::score(core::Time now) const {
    constexpr double twice = 2;
    return std::clamp(twice * (1 - age_part(now)), 0.0, 1.0);
}

void Answers::accepted(core::Duration after) {
    acks_.see(after);
    usual_ack_.see(after);
    refusals_ *= 1 - weight_of_one;
}

void Answers::refused(core::Time now) {
    constexpr core::Duration rest = core::seconds(5);
    refusals_ += weight_of_one * (1 - refusals_);
    resting_until_ = now + rest;
}

std::optional<core::Duration> Answers::way() const {
    const auto ack = usual_ack_.value();
    if (!ack) return std::nullopt;
    return core::Duration{ack->ns / 2};
}

double Answers::score() const {
    constexpr double twice = 2;
    constexpr double fast = 0.25e9;
    constexpr double slow = 2e9;
    const double taken = std::max(0.0, 1 - twice * refusals_);
    const auto ack = acks_.value();
    if (!ack) return taken;
    const double speed = (slow - static_cast<double>(ack->ns)) / (slow - fast);
    return std::min(taken, std::clamp(speed, 0.0, 1.0));
}

}  // namespace nightjar::exec
