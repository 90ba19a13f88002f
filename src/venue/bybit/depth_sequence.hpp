#pragma once
/// Whether a change of a book may be applied. Source: the venue's API documentation v5,
/// "Orderbook"; that `u` rises by one is from memory and what is seen, not from there.

#include "venue/depth_verdict.hpp"
#include "venue/public_message.hpp"

#include <optional>

namespace nightjar::venue::bybit {

/// One book of one connection and depth. Any snapshot replaces what was there, also one that the
/// venue sends unasked after it began anew. Pure. After a Gap: unsubscribe and subscribe again.
class DepthSequence {
public:
    DepthVerdict snapshot(const DepthSnapshot& snapshot);
    /// Apply, Gap, or Buffer before the first snapshot; it need not be kept.
    DepthVerdict next(const DepthUpdate& update);

    [[nodiscard]] bool in_step() const { return last_id_.has_value(); }

private:
    std::optional<std::uint64_t> last_id_;
};

}  // namespace nightjar::venue::bybit
