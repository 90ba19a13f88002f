#pragma once
/// Whether a change of a book may be applied, and which levels end with it. Source: the venue's
/// guide "Spot Websockets v2, book checksum".

#include "venue/depth_verdict.hpp"
#include "venue/text_book.hpp"

#include <optional>

namespace nightjar::venue::kraken {

/// With how many decimals a pair's numbers count for the checksum.
struct Precision {
    int price{};
    int qty{};
};

/// The CRC-32 over the 10 best asks, then the 10 best bids: of each level the digits of price and
/// quantity, without point and leading zeros. `book` keeps these digits.
[[nodiscard]] std::uint32_t checksum(const TextBook& book);

/// One book of one connection. Messages have no numbers, so a lost one shows by the checksum alone.
/// Pure. After a Gap: unsubscribe and subscribe again.
class DepthSequence {
public:
    /// `depth` is what was subscribed. Without a precision the digits are those of the message.
    explicit DepthSequence(std::size_t depth, std::optional<Precision> precision = {})
        : depth_{depth}, precision_{precision} {}

    /// Apply or Gap.
    DepthVerdict snapshot(const DepthSnapshot& snapshot);
    /// Apply, Gap, or Buffer before the first snapshot; it need not be kept.
    DepthVerdict next(const DepthUpdate& update);

    /// Deletions, to be applied after the update: the venue tells no more of levels that fell out
    /// of the depth. Good until the next call.
    [[nodiscard]] std::span<const PublicLevel> fallen_out() const { return fallen_out_; }
    [[nodiscard]] bool in_step() const { return in_step_; }

private:
    DepthVerdict take(std::span<const PublicLevel> levels, const std::optional<BookProof>& proof);
    void keep(const PublicLevel& level, const LevelText& text);

    std::size_t depth_;
    std::optional<Precision> precision_;
    TextBook book_;
    std::vector<PublicLevel> fallen_out_;
    bool in_step_{};
};

}  // namespace nightjar::venue::kraken
