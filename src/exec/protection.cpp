#include "exec/protection.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nightjar::exec {

using core::Price;
using core::Side;

namespace {

constexpr double all_percent = 100;

/// Both are there or none is, and no further apart than `step`.
bool near(std::optional<Price> one, std::optional<Price> other, Price step) {
    if (one.has_value() != other.has_value()) return false;
    return !one || std::abs((*one - *other).raw) < step.raw;
}

}  // namespace

bool Protection::observe(const Seen& seen) {
    held_ = seen.held;
    if (held_.raw == 0) return leave();
    const auto side = core::side_of(held_);
    const bool same = side == side_;
    if (state_ == State::Closing && same) return false;
    if (state_ == State::Waiting && same) {  // what came late is closed, too
        state_ = State::Closing;
        return true;
    }
    if (!std::isfinite(seen.entry) || seen.entry <= 0) return false;
    const bool fresh = state_ != State::Armed || !same;
    if (fresh) arm(side, seen.entry);
    if (seen.price && best_ && !against(*seen.price, *best_)) best_ = seen.price;
    set_levels(seen.entry);
    if (seen.price) look_at(*seen.price);
    if (!fresh && state_ == State::Armed && !moved()) return false;
    told_stop_ = stop_;
    told_profit_ = take_profit_;
    return true;
}

bool Protection::leave() {
    if (state_ == State::Off || state_ == State::Waiting) return false;
    const bool waits = state_ == State::Closing && !released_;
    state_ = waits ? State::Waiting : State::Off;
    stop_ = take_profit_ = told_stop_ = told_profit_ = best_ = std::nullopt;
    if (!waits) leg_ = Leg::None;
    return true;
}

void Protection::arm(Side side, double entry) {
    state_ = State::Armed;
    side_ = side;
    leg_ = Leg::None;
    released_ = false;
    reached_ = told_stop_ = told_profit_ = std::nullopt;
    best_ = level(entry, 0, side);
}

std::optional<Price> Protection::level(double from, double percent, Side rounds) const {
    const auto at =
        core::ticks_toward_passive(from * (1 + percent / all_percent), rounds, *instrument_);
    if (!at || at->raw <= 0) return std::nullopt;
    return *at;
}

void Protection::set_levels(double entry) {
    const auto closes = opposite(side_);
    const auto way = static_cast<double>(core::sign(side_));
    stop_ = take_profit_ = std::nullopt;
    leg_ = Leg::None;
    if (terms_->take_profit > 0) take_profit_ = level(entry, way * terms_->take_profit, closes);
    if (terms_->stop > 0) stop_ = level(entry, -way * terms_->stop, closes);
    if (stop_) leg_ = Leg::Stop;
    if (terms_->trailing <= 0 || !best_) return;
    const auto trailing = level(approximate(*best_, *instrument_), -way * terms_->trailing, closes);
    if (!trailing || (stop_ && against(*trailing, *stop_))) return;
    stop_ = trailing;
    leg_ = Leg::Trailing;
}

/// Against us first: where a price says both, it was the stop.
void Protection::look_at(Price price) {
    if (stop_ && against(price, *stop_)) {
        state_ = State::Closing;
        reached_ = price;
        return;
    }
    if (!take_profit_ || core::sign(side_) * (price - *take_profit_).raw < 0) return;
    state_ = State::Closing;
    leg_ = Leg::TakeProfit;
    reached_ = price;
}

bool Protection::moved() const {
    return !near(stop_, told_stop_, step()) || !near(take_profit_, told_profit_, step());
}

Price Protection::step() const {
    const auto percent = leg_ == Leg::Trailing ? terms_->trailing
                         : terms_->stop > 0    ? terms_->stop
                                               : terms_->take_profit;
    const auto from = best_ ? static_cast<double>(best_->raw) : 0.0;
    const auto distance = std::llround(from * percent / all_percent);
    return Price{std::max<std::int64_t>(distance / steps, 1)};
}

bool Protection::set_off(Price price) {
    if (state_ != State::Armed) return false;
    state_ = State::Closing;
    reached_ = price;
    return true;
}

bool Protection::permits(double exposure) {
    if (state_ == State::Off || state_ == State::Armed) return true;
    const bool same = exposure != 0 && (exposure > 0) == (side_ == Side::Buy);
    if (state_ == State::Closing) {
        released_ = released_ || !same;
        return false;
    }
    if (same) return false;
    state_ = State::Off;
    leg_ = Leg::None;
    return true;
}

core::ProtectionChanged Protection::record() const {
    core::ProtectionChanged changed;
    changed.state = state_;
    changed.leg = leg_;
    changed.side = side_;
    changed.held = held_;
    changed.stop = stop_;
    changed.take_profit = take_profit_;
    changed.best = best_;
    changed.reached = reached_;
    return changed;
}

void Protection::recall(const core::ProtectionChanged& changed) {
    state_ = changed.state;
    leg_ = changed.leg;
    side_ = changed.side;
    best_ = changed.best;
    stop_ = told_stop_ = changed.stop;
    take_profit_ = told_profit_ = changed.take_profit;
    reached_ = changed.reached;
    released_ = false;
}

}  // namespace nightjar::exec
