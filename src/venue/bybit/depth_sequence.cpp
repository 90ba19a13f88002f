#include "venue/bybit/depth_sequence.hpp"

namespace nightjar::venue::bybit {

DepthVerdict DepthSequence::snapshot(const DepthSnapshot& snapshot) {
    last_id_ = snapshot.last_id;
    return DepthVerdict::Apply;
}

DepthVerdict DepthSequence::next(const DepthUpdate& update) {
    if (!last_id_) return DepthVerdict::Buffer;
    if (update.last_id != *last_id_ + 1) {
        last_id_.reset();
        return DepthVerdict::Gap;
    }
    last_id_ = update.last_id;
    return DepthVerdict::Apply;
}

}  // namespace nightjar::venue::bybit
