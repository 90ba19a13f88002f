#pragma once
/// The files of a log: 000001.log, 000002.log, ... Private to the room.
/// A segment is records and then zeros: to its full size while it is written, exactly
/// end_mark_bytes of them once it is finished. A reader that stops at the first zero word never
/// leaves the file.

#include "store/file.hpp"
#include "store/frame.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace nightjar::store {

inline constexpr std::uint32_t first_segment = 1;

path segment_path(const path& directory, std::uint32_t number);

/// The numbers of the segments there are: 1, 2, ... without a hole, or an error.
Result<std::uint32_t> count_segments(const path& directory);

/// Where the records of a log end, and what stands behind them.
struct LogEnd {
    std::uint32_t number{};      ///< the segment to go on with; 0 when there is none
    std::uint32_t files{};       ///< later ones hold nothing
    std::size_t used{};          ///< of that segment
    std::uint64_t base{};        ///< bytes of records in the segments before it
    std::uint64_t records{};     ///< in all
    std::uint64_t torn_bytes{};  ///< that a crash left behind the last record
};

/// Reads and checks a whole log. Damage in front of good records is an error that names the place.
/// Nobody may be writing.
Result<LogEnd> find_log_end(const path& directory);

/// A segment open for appending, mapped as a whole. The appending thread calls `append` and `fits`,
/// any thread `sync`; `finish` ends it.
class Segment {
public:
    static Result<std::unique_ptr<Segment>> create(const path& directory, std::uint32_t number,
                                                   std::size_t bytes);
    /// Zeroes everything behind `used`.
    static Result<std::unique_ptr<Segment>> reopen(const path& directory, std::uint32_t number,
                                                   std::size_t used, std::size_t bytes);

    [[nodiscard]] std::uint32_t number() const { return number_; }
    [[nodiscard]] std::size_t used() const { return used_; }
    [[nodiscard]] std::size_t bytes() const { return mapping_.size(); }
    [[nodiscard]] bool fits(std::size_t frame) const {
        return frame + end_mark_bytes <= mapping_.size() - used_;
    }
    void append(std::uint16_t type, core::Time at, std::span<const std::byte> body) {
        write_frame(mapping_.data() + used_, type, at, body);
        used_ += frame_bytes(body.size());
    }
    [[nodiscard]] Status sync() const;
    /// Cuts the unused space off; nothing can be appended from then on.
    [[nodiscard]] Status finish() const { return file_.resize(used_ + end_mark_bytes); }

private:
    Segment(File file, Mapping mapping, std::uint32_t number, std::size_t used)
        : file_{std::move(file)}, mapping_{std::move(mapping)}, number_{number}, used_{used} {}

    File file_;
    Mapping mapping_;
    std::uint32_t number_;
    std::size_t used_;
};

}  // namespace nightjar::store
