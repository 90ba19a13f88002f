#pragma once
/// Whether a message of a connection was lost. Source: the venue's WebSocket documentation,
/// "Sequence numbers": `sequence_num` counts all messages of the connection, whatever their
/// channel.

#include "venue/depth_verdict.hpp"

#include <cstdint>
#include <optional>

namespace nightjar::venue::coinbase {

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

}  // namespace nightjar::venue::coinbase
