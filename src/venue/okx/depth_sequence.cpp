#include "venue/okx/depth_sequence.hpp"

#include "venue/crc32.hpp"

#include <fmt/format.h>

namespace nightjar::venue::okx {

std::uint32_t checksum(const TextBook& book) {
    constexpr std::size_t depth = 25;
    Crc32 crc;
    bool first = true;
    for (std::size_t rank = 0; rank < depth; ++rank)
        for (const auto side : {core::Side::Buy, core::Side::Sell}) {
            if (rank >= book.size(side)) continue;
            if (!first) crc.add(":");
            first = false;
            crc.add(book.text(side, rank));
        }
    return crc.value();
}

DepthVerdict DepthSequence::snapshot(const DepthSnapshot& snapshot) {
    last_id_ = snapshot.last_id;
    book_.clear();
    proven_ = snapshot.proof.has_value();
    if (!proven_) return DepthVerdict::Apply;
    keep(snapshot.levels, *snapshot.proof);
    if (checksum(book_) == snapshot.proof->checksum) return DepthVerdict::Apply;
    last_id_.reset();
    return DepthVerdict::Gap;
}

DepthVerdict DepthSequence::next(const DepthUpdate& update) {
    if (!last_id_) return DepthVerdict::Buffer;
    const bool numbered = update.previous_id.has_value();
    if (numbered && *update.previous_id != *last_id_) {
        last_id_.reset();
        return DepthVerdict::Gap;
    }
    last_id_ = update.last_id;
    proven_ = proven_ && update.proof.has_value();
    if (proven_) {
        keep(update.levels, *update.proof);
        if (checksum(book_) != update.proof->checksum) {
            last_id_.reset();
            return DepthVerdict::Gap;
        }
    }
    return update.levels.empty() ? DepthVerdict::Drop : DepthVerdict::Apply;
}

void DepthSequence::keep(std::span<const PublicLevel> levels, const BookProof& proof) {
    std::array<char, 64> text{};  // a longer one is cut, and its checksum wrong
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto [price, qty] = proof.texts[i];
        const auto end = fmt::format_to_n(text.data(), text.size(), "{}:{}", price, qty);
        book_.set(levels[i], {text.data(), std::min(end.size, text.size())});
    }
}

}  // namespace nightjar::venue::okx
