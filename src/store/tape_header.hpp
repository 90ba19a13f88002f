#pragma once
/// What stands around the blocks of a tape (docs/formats.md, "Tape"). Private to the room.

#include "core/model/tape.hpp"
#include "store/series_folder.hpp"
#include "store/sha256.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace nightjar::store {

inline constexpr std::string_view tape_extension = ".tape";
inline constexpr std::uint32_t tape_version = 1;
inline constexpr std::array<char, 8> tape_magic{'N', 'J', 'T', 'A', 'P', 'E', '\r', '\n'};
inline constexpr std::int32_t max_tape_decimals = 18;

/// As in the file. The member order leaves no padding.
struct TapeHeader {
    std::array<char, 8> magic{tape_magic};
    std::uint32_t version{tape_version};
    std::uint32_t header_bytes{sizeof(TapeHeader)};
    std::uint64_t rows{};
    std::int64_t first_ns{};
    std::int64_t last_ns{};
    std::int32_t price_decimals{};
    std::int32_t qty_decimals{};
    std::uint32_t received{};
    std::uint32_t blocks{};
    std::uint64_t index_at{};  ///< where the index begins: behind the last block
    Digest sha256{};
    std::array<char, max_source> source{};  ///< UTF-8, then zeros
    std::uint32_t index_crc{};
    std::uint32_t crc{};  ///< of all before
};
static_assert(sizeof(TapeHeader) == 360);

/// One for each block, in the file's order.
struct TapeBlockEntry {
    std::uint64_t at{};
    std::int64_t first_ns{};  ///< receipt of its first row
    std::uint32_t bytes{};    ///< compressed
    std::uint32_t unpacked_bytes{};
    std::uint32_t rows{};
    std::uint32_t crc{};  ///< of the compressed bytes
};
static_assert(sizeof(TapeBlockEntry) == 32);

std::uint32_t crc_of(const TapeHeader& header);
std::uint32_t crc_of(std::span<const TapeBlockEntry> index);

/// A hash that has taken in what comes before the rows.
Sha256 begin_tape_hash(const core::TapeInfo& info);

/// Whether index and header describe a file of so many bytes.
bool holds_together(const TapeHeader& header, std::span<const TapeBlockEntry> index);

}  // namespace nightjar::store
