#include "store/tape_header.hpp"

#include "store/crc32c.hpp"
#include "store/tape_block.hpp"

namespace nightjar::store {

std::uint32_t crc_of(const TapeHeader& header) {
    const auto bytes = std::as_bytes(std::span{&header, 1});
    return crc32c(bytes.first(bytes.size() - sizeof header.crc));
}

std::uint32_t crc_of(std::span<const TapeBlockEntry> index) { return crc32c(std::as_bytes(index)); }

Sha256 begin_tape_hash(const core::TapeInfo& info) {
    Sha256 hash;
    const std::array<std::int64_t, 3> facts{info.price_decimals, info.qty_decimals,
                                            info.received ? 1 : 0};
    hash.update(std::as_bytes(std::span{facts}));
    return hash;
}

bool holds_together(const TapeHeader& header, std::span<const TapeBlockEntry> index) {
    const auto decimals = [](std::int32_t n) { return n >= 0 && n <= max_tape_decimals; };
    if (!decimals(header.price_decimals) || !decimals(header.qty_decimals) || header.received > 1)
        return false;
    std::uint64_t rows = 0;
    std::uint64_t at = sizeof header;
    auto last_ns = header.first_ns;
    for (const auto& block : index) {
        if (block.at != at || block.rows == 0 || block.rows > tape_block_rows ||
            block.unpacked_bytes > max_tape_block_bytes || block.bytes > header.index_at - at ||
            block.first_ns < last_ns)
            return false;
        last_ns = block.first_ns;
        at += block.bytes;
        rows += block.rows;
    }
    return at == header.index_at && rows == header.rows;
}

}  // namespace nightjar::store
