#pragma once
/// Whether a message of a connection was lost, where the venue numbers them all, whatever they are
/// of. Source: Coinbase's WebSocket documentation, "Sequence numbers".

#include "venue/depth_verdict.hpp"

#include <cstdint>
#include <optional>

namespace nightjar::venue {

/// One connection. Pure. After a Gap: connect anew, since nothing says which book is wrong.
class MessageSequence {
public:
    /// The number of the next message. Apply, or Gap; Buffer after a Gap, until there is a new one
    /// of this for a new connection. The first message may have any number.
    DepthVerdict next(std::uint64_t number);

    [[nodiscard]] bool in_step() const { return !lost_; }

private:
    std::optional<std::uint64_t> last_;
    bool lost_{};
};

}  // namespace nightjar::venue
