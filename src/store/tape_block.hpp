#pragma once
/// The rows of one block as bytes, before they are compressed (docs/formats.md, "Tape block"), and
/// as the content hash sees them. Private to the room.

#include "core/model/tape.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nightjar::store {

inline constexpr std::size_t tape_block_rows = 8192;
inline constexpr std::size_t tape_columns = 6;
inline constexpr std::size_t tape_column_head_bytes = 32;
/// No block unpacks to more.
inline constexpr std::size_t max_tape_block_bytes =
    tape_columns * (tape_column_head_bytes + tape_block_rows * sizeof(std::uint64_t));

/// `rows` has 1 to tape_block_rows. `bytes` is replaced.
void encode_tape_block(std::span<const core::TapeRow> rows, std::vector<std::byte>& bytes);

/// Fills `rows`, all of them; false when the bytes are no block of so many.
bool decode_tape_block(std::span<const std::byte> bytes, std::span<core::TapeRow> rows);

/// 43 bytes a row: exch_ns, recv_ns, price, qty, id, kind, side, last. `bytes` is replaced.
void canonical_tape_rows(std::span<const core::TapeRow> rows, std::vector<std::byte>& bytes);

}  // namespace nightjar::store
