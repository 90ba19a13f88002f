#pragma once
/// The hash chain over a ledger's blocks (docs/formats.md, "Chain"). Private to the room.
///
///     head_n = SHA-256(head_n-1 | the block's ledger bytes, its Seal included | its input bytes)
///     head_0 = SHA-256("nightjar ledger 1")

#include "store/file.hpp"
#include "store/log_reader.hpp"
#include "store/sha256.hpp"

#include <optional>
#include <vector>

namespace nightjar::store {

/// One block, as the file `chain` has it. Positions are those of EventLog::bytes().
struct ChainEntry {
    std::uint64_t block{};  ///< 1, 2, ...; 0 is the chain's beginning
    std::uint64_t ledger_end{};
    std::uint64_t inputs_end{};
    Digest head{};

    static ChainEntry beginning();
    friend bool operator==(const ChainEntry&, const ChainEntry&) = default;
};

/// The body of the record that ends a block.
struct Seal {
    std::uint64_t block{};
    std::uint64_t inputs_end{};
};

/// The file of entries. Whatever it lacks can be made again from the ledger.
class ChainFile {
public:
    static Result<ChainFile> open(const path& ledger);  ///< to append; made where missing
    static Result<ChainFile> open_to_read(const path& ledger);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Result<ChainEntry> read(std::uint64_t index) const;
    /// A block may be small: entries are written some at a time, the rest by `flush`.
    [[nodiscard]] Status append(const ChainEntry& entry);
    [[nodiscard]] Status flush();
    [[nodiscard]] Status drop_last();
    [[nodiscard]] Status sync() const { return file_.sync(); }

private:
    ChainFile(File file, std::size_t bytes);

    static constexpr std::size_t most_pending = 256;

    File file_;
    std::uint64_t size_;  // of the file, in entries
    std::vector<ChainEntry> pending_;
};

/// Walks a ledger, finished or being written, and computes the entries of its blocks. One thread.
class BlockHasher {
public:
    /// The block that no seal ends yet.
    struct OpenBlock {
        std::uint64_t bytes{};
        core::Time first_at;
        core::Time last_at;
    };

    /// Goes on behind the block of `last`. Without `inputs` no block may name any.
    static Result<BlockHasher> open(const path& ledger, const std::optional<path>& inputs,
                                    const ChainEntry& last);

    /// The next block; nothing when the ledger holds no further seal.
    [[nodiscard]] Result<std::optional<ChainEntry>> next();
    /// The entry of the open block as it stands, over the inputs up to `inputs_end`.
    [[nodiscard]] Result<ChainEntry> unfinished(std::uint64_t inputs_end) const;

    [[nodiscard]] const ChainEntry& last() const { return last_; }
    [[nodiscard]] const OpenBlock& open_block() const { return open_; }
    [[nodiscard]] std::uint64_t records() const { return records_; }
    [[nodiscard]] std::uint64_t position() const { return ledger_.position(); }

private:
    BlockHasher(LogReader ledger, std::optional<path> inputs, const ChainEntry& last);

    void begin_block();
    [[nodiscard]] Result<ChainEntry> finish_block(const LogRecord& record);
    [[nodiscard]] Result<LogReader> open_inputs() const;
    [[nodiscard]] Status hash_inputs(Sha256& hash, LogReader& inputs, std::uint64_t end) const;

    LogReader ledger_;
    std::optional<path> inputs_directory_;
    std::optional<LogReader> inputs_;
    ChainEntry last_;
    OpenBlock open_;
    Sha256 hash_;
    std::uint64_t records_{};
};

}  // namespace nightjar::store
