#pragma once
/// Reads a log from its first record on: a finished one, one that a crash left, or one that is
/// being written, by this process or another. Never changes a file. One thread.

#include "store/event_log.hpp"

#include <string>
#include <vector>

namespace nightjar::store {

class Mapping;

/// Spans are good until the next call of the reader.
struct LogRecord {
    std::uint16_t type{};
    core::Time at;
    std::span<const std::byte> body;
    std::span<const std::byte> frame;  ///< all its bytes
};

class LogReader {
public:
    static core::Result<LogReader> open(std::filesystem::path directory);
    LogReader(LogReader&&) noexcept;
    LogReader& operator=(LogReader&&) noexcept;
    ~LogReader();

    /// The next record; nothing when there is none yet. A log's torn end is no record; damage in
    /// front of good records is an error.
    [[nodiscard]] core::Result<std::optional<LogRecord>> next();
    /// Passes over records until the position `end`, which must be where one ends.
    [[nodiscard]] core::Status skip_to(std::uint64_t end);
    /// The size of all records so far.
    [[nodiscard]] std::uint64_t position() const { return base_ + used_; }

private:
    explicit LogReader(std::filesystem::path directory);

    core::Result<bool> enter(std::uint32_t number);
    core::Result<bool> remap();
    core::Result<bool> next_has_records() const;
    core::Result<bool> leave();
    core::Result<std::vector<std::byte>> contents() const;
    std::unexpected<core::Error> damaged() const;

    std::filesystem::path directory_;
    std::unique_ptr<File> file_;
    std::unique_ptr<Mapping> mapping_;
    std::uint32_t number_{};  // 0: before the first segment
    std::uint64_t base_{};    // bytes of records in earlier segments
    std::size_t used_{};      // of this one
};

}  // namespace nightjar::store
