#include "risk/breaker.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

using core::Time;

bool Breaker::admits(Time now) const {
    if (state_ == State::HalfOpen) return sent_ < probes || probes_lost(now);
    return state(now) != State::Open;
}

/// An Open one whose time is over begins to probe.
void Breaker::turn(Time now) {
    if (state_ != State::Open || now < until_) return;
    state_ = State::HalfOpen;
    sent_ = successes_ = 0;
    probes_.fill({});
}

void Breaker::sent(core::OrderId order, Time now) {
    turn(now);
    if (state_ != State::HalfOpen) return;
    if (probes_lost(now)) sent_ = 0;
    probes_[static_cast<std::size_t>(sent_++ % probes)] = order;
    probed_at_ = now;
}

bool Breaker::take(core::OrderId order) {
    const auto probe = std::ranges::find(probes_, order);
    if (probe == probes_.end() || order.value == 0) return false;
    *probe = {};
    return true;
}

void Breaker::returned(core::OrderId order) {
    if (state_ == State::HalfOpen && take(order) && sent_ > 0) --sent_;
}

void Breaker::succeeded(core::OrderId order, Time now) {
    turn(now);
    in_a_row_ = 0;
    count(now, false);
    if (state_ != State::HalfOpen || !take(order) || ++successes_ < probes) return;
    state_ = State::Closed;
    closed_since_ = now;
    seconds_.fill({});
}

void Breaker::failed(Time now) {
    turn(now);
    ++in_a_row_;
    count(now, true);
    if (state_ == State::HalfOpen) return open(now, Cause::Failures);
    if (state_ == State::Open) return;  // of what left before
    if (in_a_row_ >= most_in_a_row || mostly_failures(now)) open(now, Cause::Failures);
}

void Breaker::trip(Time now) {
    turn(now);
    if (state_ != State::Open) open(now, Cause::Move);
}

void Breaker::open(Time now, Cause cause) {
    constexpr double spread = 0.2;
    constexpr int most_doublings = 10;  // beyond the longest pause
    if (state_ == State::Closed && now - closed_since_ >= memory) openings_ = 0;
    const auto doubled =
        std::min(first_pause.ns << std::min(openings_, most_doublings), longest_pause.ns);
    const auto jitter = 1 + spread * (2 * chance_.uniform() - 1);
    until_ = now + core::Duration{std::llround(static_cast<double>(doubled) * jitter)};
    state_ = State::Open;
    cause_ = cause;
    ++openings_;
    in_a_row_ = 0;
    seconds_.fill({});
}

void Breaker::count(Time now, bool failure) {
    const auto number = core::count_of(now, core::seconds(1));
    auto& second = seconds_[static_cast<std::size_t>(number % window)];
    if (second.number != number) second = {.number = number, .answers = 0, .failures = 0};
    ++second.answers;
    if (failure) ++second.failures;
}

bool Breaker::mostly_failures(Time now) const {
    const auto oldest = core::count_of(now, core::seconds(1)) - window;
    std::int64_t answers = 0;
    std::int64_t failures = 0;
    for (const auto& second : seconds_) {
        if (second.number <= oldest) continue;
        answers += second.answers;
        failures += second.failures;
    }
    return answers >= fewest_answers && 2 * failures > answers;
}

}  // namespace nightjar::risk
