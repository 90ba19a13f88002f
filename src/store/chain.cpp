#include "store/chain.hpp"

#include "core/base/archive.hpp"
#include "store/errc.hpp"
#include "store/ledger.hpp"

#include <cstring>

namespace nightjar::store {

namespace {

constexpr std::size_t entry_bytes = 3 * sizeof(std::uint64_t) + sizeof(Digest);
static_assert(sizeof(ChainEntry) == entry_bytes, "entries are written as they are in memory");

path chain_path(const path& ledger) { return ledger / "chain"; }

}  // namespace

ChainEntry ChainEntry::beginning() {
    Sha256 hash;
    hash.update("nightjar ledger 1");
    return {.block = 0, .ledger_end = 0, .inputs_end = 0, .head = hash.digest()};
}

ChainFile::ChainFile(File file, std::size_t bytes)
    : file_{std::move(file)}, size_{bytes / entry_bytes} {}

Result<ChainFile> ChainFile::open(const path& ledger) {
    NJ_TRY(file, File::open_to_write(chain_path(ledger)));
    NJ_TRY(bytes, file.size());
    // A crash may have cut the last entry short.
    NJ_TRY(file.resize(bytes / entry_bytes * entry_bytes));
    return ChainFile{std::move(file), bytes};
}

Result<ChainFile> ChainFile::open_to_read(const path& ledger) {
    NJ_TRY(file, File::open_to_read(chain_path(ledger)));
    NJ_TRY(bytes, file.size());
    return ChainFile{std::move(file), bytes};
}

Result<ChainEntry> ChainFile::read(std::uint64_t index) const {
    ChainEntry entry;
    NJ_TRY(got, file_.read_at(index * entry_bytes, std::as_writable_bytes(std::span{&entry, 1})));
    if (got != entry_bytes)
        return core::fail(Errc::Io, "chain: entry {} of {} is not there", index, size_);
    return entry;
}

Status ChainFile::append(const ChainEntry& entry) {
    pending_.push_back(entry);
    return pending_.size() < most_pending ? Status{} : flush();
}

Status ChainFile::flush() {
    if (pending_.empty()) return {};
    NJ_TRY(file_.write_at(size_ * entry_bytes, std::as_bytes(std::span{pending_})));
    size_ += pending_.size();
    pending_.clear();
    return {};
}

Status ChainFile::drop_last() {
    --size_;
    return file_.resize(size_ * entry_bytes);
}

BlockHasher::BlockHasher(LogReader ledger, std::optional<path> inputs, const ChainEntry& last)
    : ledger_{std::move(ledger)}, inputs_directory_{std::move(inputs)}, last_{last} {
    begin_block();
}

Result<BlockHasher> BlockHasher::open(const path& ledger, const std::optional<path>& inputs,
                                      const ChainEntry& last) {
    NJ_TRY(reader, LogReader::open(ledger));
    if (const auto skipped = reader.skip_to(last.ledger_end); !skipped)
        return core::fail(Errc::ChainBroken, "block {}: {}", last.block, skipped.error().text());
    return BlockHasher{std::move(reader), inputs, last};
}

void BlockHasher::begin_block() {
    hash_.reset();
    hash_.update(last_.head);
    open_ = {};
}

Result<std::optional<ChainEntry>> BlockHasher::next() {
    for (;;) {
        NJ_TRY(record, ledger_.next());
        if (!record) return std::nullopt;
        ++records_;
        hash_.update(record->frame);
        if (core::RecordType{record->type} == Ledger::seal_type) {
            NJ_TRY(entry, finish_block(*record));
            last_ = entry;
            begin_block();
            return entry;
        }
        if (open_.bytes == 0) open_.first_at = record->at;
        open_.last_at = record->at;
        open_.bytes += record->frame.size();
    }
}

Result<ChainEntry> BlockHasher::finish_block(const LogRecord& record) {
    Seal seal;
    core::ByteReader reader{record.body};
    reader(seal.block, seal.inputs_end);
    if (!reader.ok() || seal.block != last_.block + 1 || seal.inputs_end < last_.inputs_end)
        return core::fail(Errc::ChainBroken, "block {}: its seal says block {}, inputs to byte {}",
                          last_.block + 1, seal.block, seal.inputs_end);
    if (!inputs_ && seal.inputs_end != 0) {
        NJ_TRY(opened, open_inputs());
        inputs_ = std::move(opened);
    }
    if (inputs_) NJ_TRY(hash_inputs(hash_, *inputs_, seal.inputs_end));
    return ChainEntry{seal.block, ledger_.position(), seal.inputs_end, hash_.digest()};
}

Result<ChainEntry> BlockHasher::unfinished(std::uint64_t inputs_end) const {
    auto hash = hash_.clone();
    if (inputs_end != 0) {
        NJ_TRY(inputs, open_inputs());
        NJ_TRY(hash_inputs(hash, inputs, inputs_end));
    }
    return ChainEntry{last_.block + 1, ledger_.position(), inputs_end, hash.digest()};
}

/// The inputs behind those of the last block.
Result<LogReader> BlockHasher::open_inputs() const {
    if (!inputs_directory_)
        return core::fail(Errc::InputsMissing,
                          "block {} was sealed over an inputs log: name its directory",
                          last_.block + 1);
    NJ_TRY(inputs, LogReader::open(*inputs_directory_));
    NJ_TRY(inputs.skip_to(last_.inputs_end));
    return inputs;
}

Status BlockHasher::hash_inputs(Sha256& hash, LogReader& inputs, std::uint64_t end) const {
    while (inputs.position() < end) {
        NJ_TRY(record, inputs.next());
        if (!record) break;
        hash.update(record->frame);
    }
    if (inputs.position() == end) return {};
    return core::fail(Errc::InputsMissing, "block {}: its inputs end at byte {}, not at {}",
                      last_.block + 1, inputs.position(), end);
}

}  // namespace nightjar::store
