#pragma once
/// An append-only log of typed, timed records in preallocated, memory-mapped files
/// (docs/formats.md, "Log"). An append is a copy into memory that the kernel writes out: a killed
/// process loses none that returned, a power cut at most `sync_every`.
///
/// One appending thread; what is `const` is for any thread. A thread of the log's
/// own syncs, prepares the next segment before this one is full and finishes the last one, so
/// that appending, once warm, never allocates, locks or asks the system for anything.

#include "core/base/result.hpp"
#include "core/base/spsc_queue.hpp"
#include "core/base/time.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <span>
#include <thread>

namespace nightjar::store {

class File;
class Segment;

struct LogOptions {
    /// A multiple of 8; no record can be larger than a segment.
    std::size_t segment_bytes = std::size_t{16} << 20;
    /// How much a power cut may lose. None: nothing is synced before close, for backtests.
    std::optional<core::Duration> sync_every = core::milliseconds(50);
    /// An append returns when its record is on the disk (durability = "disk").
    bool wait_for_disk = false;
};

class EventLog {
public:
    /// What was found in the directory.
    struct Recovery {
        std::uint64_t records{};
        std::uint64_t cut_bytes{};  ///< of a record that a crash left unfinished
    };

    /// Makes the directory (0700), or checks all that is in it and goes on behind the last record.
    /// Errors: Locked, Damaged (with file and offset; nothing was changed), Io.
    static core::Result<std::unique_ptr<EventLog>> open(std::filesystem::path directory,
                                                        const LogOptions& options = {});
    ~EventLog();
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    /// `type` is not 0. Once the log is unhealthy, nothing happens.
    void append(std::uint16_t type, core::Time at, std::span<const std::byte> body);

    /// False once a record could not be kept: the disk is full, or it failed.
    [[nodiscard]] bool healthy() const { return healthy_.load(std::memory_order_acquire); }
    /// Why it is unhealthy: the first error.
    [[nodiscard]] std::optional<core::Error> error() const;
    /// The size of all records: the position of the next one.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_.load(std::memory_order_acquire); }
    /// How many of them a power cut leaves. Without syncing (`sync_every` none) simply all.
    [[nodiscard]] std::uint64_t synced_bytes() const {
        return options_.sync_every ? synced_bytes_.load(std::memory_order_acquire) : bytes();
    }
    /// How often appending had to do the other thread's work, because that was late.
    [[nodiscard]] std::uint64_t stalls() const { return stalls_.load(std::memory_order_relaxed); }
    [[nodiscard]] const Recovery& recovery() const { return recovery_; }
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

    /// Everything to the disk, unused space given back. The destructor does it too. Answers the
    /// first error of the log's life.
    core::Status close();

private:
    EventLog(std::filesystem::path directory, const LogOptions& options, File lock);

    core::Status start();
    bool next_segment();
    core::Result<std::unique_ptr<Segment>> make_segment(std::uint32_t number) const;
    void run();
    void work(bool sync);
    void prepare_next();
    core::Status sync_unsynced() const;
    bool note(const core::Status& status);

    std::filesystem::path directory_;
    LogOptions options_;
    std::unique_ptr<File> lock_;
    Recovery recovery_;
    std::uint32_t first_number_{};  // of the segments of this life

    // The appending thread's.
    std::unique_ptr<Segment> segment_;
    bool next_asked_{};

    // From the appending thread to the others.
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<Segment*> current_{};
    std::atomic<std::uint32_t> wanted_{0};  // the number of the segment to prepare
    core::SpscQueue<std::unique_ptr<Segment>> finished_;
    std::atomic<std::uint64_t> stalls_{0};
    // And back.
    core::SpscQueue<std::unique_ptr<Segment>> prepared_;

    // Held by whoever does the background work: the log's thread, or a stalled append.
    std::mutex working_;
    std::atomic<std::uint64_t> synced_bytes_{0};  // read by any thread

    std::atomic<bool> healthy_{true};
    mutable std::mutex error_mutex_;
    std::optional<core::Error> error_;

    std::counting_semaphore<> wake_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace nightjar::store
