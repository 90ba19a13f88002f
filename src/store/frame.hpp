#pragma once
/// The bytes of one record in a log (docs/formats.md, "Log frame"). Private to the room.
///
///     u32 body size | u16 type | u16 zero | i64 time_ns | body | 0 to 7 zeros | u32 CRC-32C
///
/// A frame is a multiple of 8 bytes, so that its first 8 can be stored in one piece, after all the
/// others: a process killed in between leaves zeros there, and that means "no record". Type 0 is
/// therefore no type.

#include "core/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace nightjar::store {

inline constexpr std::size_t frame_align = 8;
inline constexpr std::size_t frame_head_bytes = 16;
inline constexpr std::size_t frame_crc_bytes = 4;
/// What follows a segment's last record: a zero in the place of a next first word.
inline constexpr std::size_t end_mark_bytes = 8;

constexpr std::size_t frame_bytes(std::size_t body_bytes) {
    const auto bare = frame_head_bytes + body_bytes + frame_crc_bytes;
    return (bare + frame_align - 1) / frame_align * frame_align;
}

struct Frame {
    std::uint16_t type{};
    core::Time at;
    std::span<const std::byte> body;
    std::span<const std::byte> bytes;  ///< of the whole frame
};

/// Needs frame_bytes(body.size()) zeroed, aligned bytes at `to`.
void write_frame(std::byte* to, std::uint16_t type, core::Time at, std::span<const std::byte> body);

enum class FrameState : std::uint8_t {
    Good,
    None,  ///< no record was finished here
    Bad,   ///< a record that its checksum denies, or that is longer than the bytes there are
};

/// Reads what `bytes` begin with. `frame` is set when Good. May run while the frame is being
/// written.
FrameState read_frame(std::span<const std::byte> bytes, Frame& frame);

/// What stands after the last good record of a segment.
enum class RestState : std::uint8_t {
    Clean,    ///< zeros
    Torn,     ///< a record that a crash cut short
    Damaged,  ///< good records follow, and no crash explains what is before them
};

struct Rest {
    RestState state{};
    std::size_t bytes{};  ///< up to the last one that is not zero
};

/// `bytes` is the whole segment and `used` where its good records end.
Rest judge_rest(std::span<const std::byte> bytes, std::size_t used);

/// Whether a good record stands anywhere at or after `from`.
bool has_record(std::span<const std::byte> bytes, std::size_t from);

}  // namespace nightjar::store
