#pragma once
/// What the system did and why, kept for ever and provable: an EventLog in which every 64 KiB, or
/// every second of the engine's own time, ends a block, and a chain of hashes over the blocks
/// (docs/formats.md, "Seal" and "Chain").
///
/// One appending thread, which also decides where blocks end; a thread of the ledger's own follows
/// the file and hashes. The bytes and the head depend on what was appended alone: not on the timing
/// of threads, the size of segments, or how many processes it took.

#include "core/model/ports.hpp"
#include "store/event_log.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>

namespace nightjar::store {

class BlockHasher;
class ChainFile;
struct ChainEntry;

struct LedgerOptions {
    LogOptions log;
    /// A block ends after so much of the engine's own time, too; none: by its size alone.
    std::optional<core::Duration> block_span = core::seconds(1);
    /// Hashed along with the ledger, as far as it goes when a block ends. Its appends come from the
    /// ledger's appending thread, and stop before the ledger closes. Must outlive it.
    const EventLog* inputs = nullptr;
};

class Ledger final : public core::Journal {
public:
    /// The record that ends a block: block number and position in the inputs. Readers pass over it.
    static constexpr core::RecordType seal_type{0xFFFF};
    static constexpr std::uint64_t block_bytes = std::uint64_t{64} << 10;

    /// Makes the directory, or checks the log and its last block and goes on behind the last
    /// record; what the chain lacks is made again. Errors: EventLog::open's, ChainBroken,
    /// InputsMissing.
    static core::Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& directory,
                                                      const LedgerOptions& options = {});
    ~Ledger() override;

    void append(core::RecordType type, core::Time at, std::span<const std::byte> body) override;
    [[nodiscard]] bool healthy() const override { return log_->healthy(); }
    [[nodiscard]] const EventLog& log() const { return *log_; }

    /// Hashes what is left, also a block without a seal, and syncs all. The destructor does it too.
    core::Status close();
    /// The chain's head in hex, once the ledger was closed without error.
    [[nodiscard]] const std::string& head() const;

private:
    struct Block {
        std::uint64_t number{1};
        std::uint64_t bytes{};
        core::Time first_at;
        core::Time last_at;
    };

    explicit Ledger(const LedgerOptions& options);

    core::Status recover();
    void seal();
    void follow();
    core::Status hash_new_blocks();
    core::Status finish_chain();

    const EventLog* inputs_;
    std::optional<core::Duration> block_span_;
    std::unique_ptr<EventLog> log_;
    Block block_;  // the appending thread's

    // The hashing thread's while it runs.
    std::unique_ptr<BlockHasher> hasher_;
    std::unique_ptr<ChainFile> chain_;
    std::unique_ptr<ChainEntry> hashed_block_;  // waits for the ledger to be on the disk
    core::Status hashed_;

    std::string head_;
    std::counting_semaphore<> wake_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

/// What verify found to be true.
struct LedgerProof {
    std::uint64_t blocks{};
    std::uint64_t records{};  ///< seals included
    std::uint64_t bytes{};
    std::uint64_t unchained_bytes{};  ///< behind the chain's end: the ledger is open, or crashed
    std::string head;                 ///< of the chain, hex
};

/// Computes the whole chain again. Errors: ChainBroken names the first block that differs,
/// InputsMissing, Io. Changes nothing; the ledger may be in use.
core::Result<LedgerProof> verify(const std::filesystem::path& ledger,
                                 const std::optional<std::filesystem::path>& inputs = {});

}  // namespace nightjar::store
