#include "venue/binance/depth_sequence.hpp"

namespace nightjar::venue::binance {

bool DepthSequence::snapshot(const DepthSnapshot& snapshot) {
    if (state_ == State::InStep) return false;
    state_ = State::Joining;
    last_id_ = snapshot.last_id;
    return true;
}

DepthSequence::Verdict DepthSequence::next(const DepthUpdate& update) {
    if (state_ == State::NoSnapshot) return Verdict::Buffer;
    if (state_ == State::Joining) {
        const bool old =
            rule_ == Rule::Spot ? update.last_id <= last_id_ : update.last_id < last_id_;
        if (old) return Verdict::Drop;
        if (!joins(update)) return gap(update);
        state_ = State::InStep;
    } else if (!follows(update)) {
        return gap(update);
    }
    last_id_ = update.last_id;
    return Verdict::Apply;
}

/// Whether nothing lies between the snapshot and `update`.
bool DepthSequence::joins(const DepthUpdate& update) const {
    if (rule_ == Rule::Spot) return update.first_id <= last_id_ + 1;
    // Numbers of futures leave holes. A snapshot in the hole before a message misses nothing.
    return update.first_id <= last_id_ ||
           (update.previous_id.has_value() && *update.previous_id <= last_id_);
}

bool DepthSequence::follows(const DepthUpdate& update) const {
    switch (rule_) {
        case Rule::Spot: return update.first_id == last_id_ + 1;
        case Rule::Futures: return update.previous_id == last_id_;
        case Rule::Ordered: break;
    }
    return update.first_id > last_id_;
}

DepthSequence::Verdict DepthSequence::gap(const DepthUpdate& update) {
    state_ = State::NoSnapshot;
    const bool counted = rule_ == Rule::Spot && update.first_id > last_id_;
    lost_ = counted ? update.first_id - last_id_ - 1 : 0;
    return Verdict::Gap;
}

}  // namespace nightjar::venue::binance
