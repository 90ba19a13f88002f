#include "venue/message_sequence.hpp"

namespace nightjar::venue {

DepthVerdict MessageSequence::next(std::uint64_t number) {
    if (lost_) return DepthVerdict::Buffer;
    lost_ = last_ && number != *last_ + 1;
    last_ = number;
    return lost_ ? DepthVerdict::Gap : DepthVerdict::Apply;
}

}  // namespace nightjar::venue
