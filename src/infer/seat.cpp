#include "infer/seat.hpp"

#include <algorithm>

namespace nightjar::infer {

bool Seat::busy(core::Time now) {
    if (due_ && now > *due_) failed(now);
    return due_.has_value() || resting(now);
}

bool Seat::ask(Question& question) {
    question.seat = id_;
    question.deadline = question.asked + deadline_;
    if (!desk_->ask(question)) return false;
    due_ = question.deadline;
    return true;
}

bool Seat::take(const core::OpinionReady& ready, core::Time now, bool& accepted) {
    accepted = false;
    if (ready.signal != id_) return false;
    const auto asked = ready.opinion.valid_until - ready.opinion.horizon;
    const bool late = now > asked + deadline_;
    if (late) ++late_;
    if (late || ready.evidence.answers == 0) {
        if (due_) failed(now);
        return true;
    }
    due_.reset();
    failures_ = 0;
    rest_ = shortest_rest;
    accepted = true;
    return true;
}

void Seat::failed(core::Time now) {
    due_.reset();
    if (++failures_ < most_failures) return;
    rests_until_ = now + rest_;
    rest_ = std::min(rest_ * 2, longest_rest);
}

}  // namespace nightjar::infer
