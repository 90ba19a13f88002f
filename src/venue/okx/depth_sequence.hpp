#pragma once
/// Whether a change of a book may be applied. Source: the venue's API guide v5, "Order book
/// channel", and its rule of the checksum, which it sent until 2026.

#include "venue/depth_verdict.hpp"
#include "venue/text_book.hpp"

#include <optional>

namespace nightjar::venue::okx {

/// The CRC-32 over "bid price:bid quantity:ask price:ask quantity:..." of the 25 best of both
/// sides; where one has fewer, the other goes on alone. `book` keeps "price:quantity".
[[nodiscard]] std::uint32_t checksum(const TextBook& book);

/// One book of one connection. The venue begins with a snapshot, each change names the number of
/// the message before. Numbers may fall when the venue was maintained, so their order says nothing.
/// Pure. After a Gap: unsubscribe and subscribe again.
class DepthSequence {
public:
    /// Apply or, if its checksum is wrong, Gap.
    DepthVerdict snapshot(const DepthSnapshot& snapshot);
    /// Drop: a sign of life without changes. Buffer: nothing to change yet; it need not be kept.
    DepthVerdict next(const DepthUpdate& update);

    [[nodiscard]] bool in_step() const { return last_id_.has_value(); }

private:
    void keep(std::span<const PublicLevel> levels, const BookProof& proof);

    std::optional<std::uint64_t> last_id_;  // nothing until a snapshot, and after a Gap
    TextBook book_;
    bool proven_{};  // all since the snapshot came with checksums, so that book_ is complete
};

}  // namespace nightjar::venue::okx
