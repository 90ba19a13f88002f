#include "venue/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::venue {

using core::Duration;
using core::Time;

std::vector<RateRule> usual_limits(std::string_view protocol) {
    using Kind = RateRule::Kind;
    if (protocol == "kraken")  // of an intermediate account, and of one pair
        return {{.name = "calls", .kind = Kind::Leak, .most = 20, .span = core::seconds(20)},
                {.name = "orders", .kind = Kind::Leak, .most = 180, .span = core::seconds(48)}};
    if (protocol == "binance")  // of 6,000 and 100
        return {{.name = "calls", .kind = Kind::Window, .most = 4'000, .span = core::minutes(1)},
                {.name = "orders", .kind = Kind::Window, .most = 70, .span = core::seconds(10)}};
    if (protocol == "binanceusdm")  // of 2,400, 300, and 1,200 a minute
        return {{.name = "calls", .kind = Kind::Window, .most = 1'600, .span = core::minutes(1)},
                {.name = "orders", .kind = Kind::Window, .most = 140, .span = core::seconds(10)}};
    return {{.name = "calls", .kind = Kind::Window, .most = 600, .span = core::minutes(1)}};
}

RateLimiter::RateLimiter(std::vector<RateRule> rules, double reserved) : reserved_{reserved} {
    for (auto& rule : rules) counters_.push_back({std::move(rule), {}, 0, 0, {}});
}

RateLimiter::Counter* RateLimiter::find(std::string_view rule) {
    const auto at =
        std::ranges::find(counters_, rule, [](const Counter& c) { return c.rule.name; });
    return at == counters_.end() ? nullptr : &*at;
}

void RateLimiter::pass_time(Counter& counter, Time now) {
    const auto& rule = counter.rule;
    if (rule.kind == RateRule::Kind::Leak) {
        const auto passed = static_cast<double>((now - counter.at).ns);
        const auto per_ns = static_cast<double>(rule.most) / static_cast<double>(rule.span.ns);
        counter.level = std::max(0.0, counter.level - std::max(0.0, passed) * per_ns);
        counter.at = std::max(counter.at, now);
        return;
    }
    while (!counter.spent.empty() && counter.spent.front().at + rule.span <= now) {
        counter.sum -= counter.spent.front().weight;
        counter.spent.pop_front();
    }
}

Time RateLimiter::fits(const Counter& counter, std::int64_t weight, double limit, Time now) {
    const auto& rule = counter.rule;
    if (rule.kind == RateRule::Kind::Leak) {
        const double over = counter.level + static_cast<double>(weight) - limit;
        if (over <= 0) return now;
        const double ns = over * static_cast<double>(rule.span.ns) / static_cast<double>(rule.most);
        return now + Duration{static_cast<std::int64_t>(std::ceil(ns))};
    }
    auto sum = counter.sum;
    auto when = now;
    for (const auto& spent : counter.spent) {
        if (static_cast<double>(sum + weight) <= limit) break;
        sum -= spent.weight;
        when = spent.at + rule.span;
    }
    return when;
}

void RateLimiter::add(Counter& counter, std::int64_t weight, Time now) {
    if (counter.rule.kind == RateRule::Kind::Leak) {
        counter.level += static_cast<double>(weight);
        return;
    }
    counter.spent.push_back({now, weight});
    counter.sum += weight;
}

std::optional<Time> RateLimiter::take(std::span<const RateCost> costs, Purpose purpose, Time now) {
    auto when = std::max(now, silent_until_);
    for (const auto& cost : costs) {
        auto* counter = find(cost.rule);
        if (counter == nullptr) continue;
        pass_time(*counter, now);
        const double share = purpose == Purpose::Urgent ? 1 : 1 - reserved_;
        // A call that is larger than the part for all may go when nothing else has.
        const double limit = std::max(static_cast<double>(cost.weight),
                                      share * static_cast<double>(counter->rule.most));
        when = std::max(when, fits(*counter, cost.weight, limit, now));
    }
    if (when > now) return when;
    for (const auto& cost : costs)
        if (auto* counter = find(cost.rule)) add(*counter, cost.weight, now);
    return std::nullopt;
}

void RateLimiter::on_used(std::string_view rule, std::int64_t used, Time now) {
    auto* counter = find(rule);
    if (counter == nullptr) return;
    pass_time(*counter, now);
    const auto ours = counter->rule.kind == RateRule::Kind::Leak
                          ? static_cast<std::int64_t>(counter->level)
                          : counter->sum;
    if (used > ours) add(*counter, used - ours, now);
}

double RateLimiter::used(std::string_view rule, Time now) {
    auto* counter = find(rule);
    if (counter == nullptr) return 0;
    pass_time(*counter, now);
    const double spent = counter->rule.kind == RateRule::Kind::Leak
                             ? counter->level
                             : static_cast<double>(counter->sum);
    return spent / static_cast<double>(counter->rule.most);
}

}  // namespace nightjar::venue
