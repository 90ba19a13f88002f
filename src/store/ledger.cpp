#include "store/ledger.hpp"

#include "core/base/archive.hpp"
#include "store/chain.hpp"
#include "store/errc.hpp"
#include "store/frame.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace nightjar::store {

namespace {

/// The hashing thread looks this often: waking it would cost the appending thread a system call.
constexpr std::chrono::milliseconds follow_every{10};

std::optional<path> directory_of(const EventLog* log) {
    if (log == nullptr) return std::nullopt;
    return log->directory();
}

}  // namespace

Ledger::Ledger(const LedgerOptions& options)
    : inputs_{options.inputs}, block_span_{options.block_span} {}

core::Result<std::unique_ptr<Ledger>> Ledger::open(const path& directory,
                                                   const LedgerOptions& options) {
    std::unique_ptr<Ledger> ledger{new Ledger{options}};
    NJ_TRY(log, EventLog::open(directory, options.log));
    ledger->log_ = std::move(log);
    NJ_TRY(ledger->recover());
    ledger->thread_ = std::thread{[raw = ledger.get()] { raw->follow(); }};
    return ledger;
}

/// Leaves hasher and chain behind the last sealed block, and the open block as it was.
core::Status Ledger::recover() {
    NJ_TRY(chain, ChainFile::open(log_->directory()));
    auto last = ChainEntry::beginning();
    if (chain.size() > 1) {
        NJ_TRY(before_last, chain.read(chain.size() - 2));
        last = before_last;
    }
    NJ_TRY(hasher, BlockHasher::open(log_->directory(), directory_of(inputs_), last));
    if (chain.size() > 0) {
        NJ_TRY(expected, chain.read(chain.size() - 1));
        NJ_TRY(found, hasher.next());
        const bool sealed = found.has_value();
        if (!sealed) {
            NJ_TRY(unfinished, hasher.unfinished(expected.inputs_end));
            found = unfinished;
        }
        if (*found != expected)
            return core::fail(Errc::ChainBroken, "block {}: ledger and chain differ",
                              expected.block);
        if (!sealed) {
            // The ledger was closed in the middle of this block, which goes on now.
            NJ_TRY(chain.drop_last());
            NJ_TRY(chain.sync());
        }
    }
    hasher_ = std::make_unique<BlockHasher>(std::move(hasher));
    chain_ = std::make_unique<ChainFile>(std::move(chain));
    NJ_TRY(hash_new_blocks());
    const auto& open = hasher_->open_block();
    block_ = {hasher_->last().block + 1, open.bytes, open.first_at, open.last_at};
    return {};
}

Ledger::~Ledger() {
    if (thread_.joinable()) static_cast<void>(close());
}

void Ledger::append(core::RecordType type, core::Time at, std::span<const std::byte> body) {
    NJ_CHECK(type != seal_type, "seals are the ledger's own");
    const bool full =
        block_.bytes >= block_bytes || (block_span_ && at - block_.first_at >= *block_span_);
    if (block_.bytes > 0 && full) seal();
    if (block_.bytes == 0) block_.first_at = at;
    block_.last_at = at;
    block_.bytes += frame_bytes(body.size());
    log_->append(std::to_underlying(type), at, body);
}

void Ledger::seal() {
    std::array<std::byte, sizeof(Seal)> body{};
    core::ByteWriter writer{body};
    writer(block_.number, inputs_ == nullptr ? std::uint64_t{0} : inputs_->bytes());
    log_->append(std::to_underlying(seal_type), block_.last_at, body);
    block_ = {.number = block_.number + 1, .bytes = 0, .first_at = {}, .last_at = {}};
}

void Ledger::follow() {
    while (!stopping_ && hashed_) {
        static_cast<void>(wake_.try_acquire_for(follow_every));
        if (log_->bytes() > hasher_->position() || hashed_block_) hashed_ = hash_new_blocks();
    }
}

core::Status Ledger::hash_new_blocks() {
    for (;;) {
        if (!hashed_block_) {
            NJ_TRY(next, hasher_->next());
            if (!next) return chain_->flush();
            hashed_block_ = std::make_unique<ChainEntry>(*next);
        }
        // After a power cut the chain must not know more than the ledger does.
        if (log_->synced_bytes() < hashed_block_->ledger_end) return chain_->flush();
        NJ_TRY(chain_->append(*hashed_block_));
        hashed_block_.reset();
    }
}

core::Status Ledger::close() {
    NJ_CHECK(thread_.joinable(), "a ledger is closed once");
    stopping_ = true;
    wake_.release();
    thread_.join();
    const auto closed = log_->close();
    if (hashed_) hashed_ = finish_chain();
    NJ_TRY(closed);
    return hashed_;
}

core::Status Ledger::finish_chain() {
    NJ_TRY(hash_new_blocks());
    if (hashed_block_) return {};  // the log could not be synced, and says so
    auto last = hasher_->last();
    if (hasher_->open_block().bytes > 0) {
        NJ_TRY(entry, hasher_->unfinished(inputs_ == nullptr ? 0 : inputs_->bytes()));
        NJ_TRY(chain_->append(entry));
        NJ_TRY(chain_->flush());
        last = entry;
    }
    head_ = to_hex(last.head);
    return chain_->sync();
}

const std::string& Ledger::head() const {
    NJ_CHECK(!head_.empty(), "the head of a ledger that was not closed");
    return head_;
}

}  // namespace nightjar::store
