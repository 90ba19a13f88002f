#include "store/tape_file.hpp"

#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/tape_block.hpp"
#include "store/tape_header.hpp"

#include <zstd.h>

#include <algorithm>
#include <limits>

namespace nightjar::store {

namespace {

constexpr std::string_view import_again = "the tape is damaged: import the data again";

struct FreeZstd {
    void operator()(::ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
};

Status read_all(const File& file, std::uint64_t at, std::span<std::byte> to) {
    NJ_TRY(size, file.read_at(at, to));
    if (size == to.size()) return {};
    return core::fail(Errc::Damaged, "{}: cut off at byte {}: import the data again",
                      short_name(file.name()), at + size);
}

Result<TapeHeader> read_header(std::string_view name, const File& file) {
    TapeHeader header{.magic = {}, .version = 0};
    NJ_TRY(size, file.read_at(0, std::as_writable_bytes(std::span{&header, 1})));
    if (size < sizeof header.magic || header.magic != tape_magic)
        return core::fail(Errc::Damaged, "{}: not a tape file: import the data again", name);
    if (size < sizeof header || header.crc != crc_of(header)) {
        // A format of the future may have another header; then its checksum cannot be told.
        if (size >= sizeof header && header.version != tape_version)
            return core::fail(Errc::UnknownVersion, "{}: format version {}, this program reads {}",
                              name, header.version, tape_version);
        return core::fail(Errc::Damaged, "{}: header: {}", name, import_again);
    }
    if (header.version != tape_version || header.header_bytes != sizeof header)
        return core::fail(Errc::UnknownVersion, "{}: format version {}, this program reads {}",
                          name, header.version, tape_version);
    return header;
}

Result<std::vector<TapeBlockEntry>> read_index(std::string_view name, const File& file,
                                               const TapeHeader& header) {
    NJ_TRY(size, file.size());
    const auto index_bytes = header.blocks * sizeof(TapeBlockEntry);
    if (header.index_at < sizeof header || header.index_at > size ||
        size - header.index_at != index_bytes)
        return core::fail(Errc::Damaged, "{}: {} bytes, not {}: import the data again", name, size,
                          header.index_at + index_bytes);
    std::vector<TapeBlockEntry> index(header.blocks);
    NJ_TRY(read_all(file, header.index_at, std::as_writable_bytes(std::span{index})));
    if (header.index_crc != crc_of(index) || !holds_together(header, index))
        return core::fail(Errc::Damaged, "{}: index: {}", name, import_again);
    return index;
}

}  // namespace

struct TapeFile::State {
    State(std::string tape_name, File opened, const TapeHeader& header,
          std::vector<TapeBlockEntry> blocks)
        : name{std::move(tape_name)},
          file{std::move(opened)},
          index{std::move(blocks)},
          info{header.price_decimals, header.qty_decimals, header.received != 0,
               header.rows,           {header.first_ns},   {header.last_ns}},
          sha256{to_hex(header.sha256)},
          source(header.source.begin(), std::ranges::find(header.source, '\0')) {
        rows.reserve(tape_block_rows);
        for (const auto& block : index) {
            packed.reserve(block.bytes);
            bytes.reserve(block.unpacked_bytes);
        }
    }

    Result<std::span<const core::TapeRow>> read_block(const TapeBlockEntry& block);
    [[nodiscard]] std::unexpected<core::Error> damaged(const TapeBlockEntry& block) const {
        return core::fail(Errc::Damaged, "{}: block at byte {}: {}", name, block.at, import_again);
    }

    std::string name;
    File file;
    std::vector<TapeBlockEntry> index;
    core::TapeInfo info;
    std::string sha256;
    std::string source;
    std::size_t next_block{};
    core::Time from{std::numeric_limits<std::int64_t>::min()};  ///< rows before it are left out
    std::vector<core::TapeRow> rows;
    std::vector<std::byte> packed;
    std::vector<std::byte> bytes;
    std::unique_ptr<::ZSTD_DCtx, FreeZstd> zstd{::ZSTD_createDCtx()};
};

Result<std::span<const core::TapeRow>> TapeFile::State::read_block(const TapeBlockEntry& block) {
    packed.resize(block.bytes);
    NJ_TRY(read_all(file, block.at, packed));
    if (crc32c(packed) != block.crc) return damaged(block);
    bytes.resize(block.unpacked_bytes);
    const auto size =
        ::ZSTD_decompressDCtx(zstd.get(), bytes.data(), bytes.size(), packed.data(), packed.size());
    rows.resize(block.rows);
    if (size != bytes.size() || !decode_tape_block(bytes, rows)) return damaged(block);
    return std::span<const core::TapeRow>{rows};
}

TapeFile::TapeFile(std::unique_ptr<State> state) : state_{std::move(state)} {}
TapeFile::TapeFile(TapeFile&&) noexcept = default;
TapeFile& TapeFile::operator=(TapeFile&&) noexcept = default;
TapeFile::~TapeFile() = default;

Result<TapeFile> TapeFile::open(const path& root, std::string_view name) {
    NJ_TRY(check_name(name));
    auto file = File::open_to_read(named_file(root, name, tape_extension));
    if (!file && file.error().code == Errc::NotFound)
        return core::fail(Errc::NotFound, "no tape \"{}\": `nightjar data list` shows all", name);
    if (!file) return std::unexpected{file.error()};
    NJ_TRY(header, read_header(name, *file));
    NJ_TRY(index, read_index(name, *file, header));
    return TapeFile{
        std::make_unique<State>(std::string{name}, *std::move(file), header, std::move(index))};
}

const core::TapeInfo& TapeFile::info() const { return state_->info; }
const std::string& TapeFile::name() const { return state_->name; }
const std::string& TapeFile::source() const { return state_->source; }
const std::string& TapeFile::sha256() const { return state_->sha256; }

Result<std::span<const core::TapeRow>> TapeFile::next() {
    auto& state = *state_;
    if (state.next_block == state.index.size()) return std::span<const core::TapeRow>{};
    const auto& block = state.index[state.next_block++];
    auto rows = state.read_block(block);
    if (!rows) {
        state.next_block = state.index.size();
        return rows;
    }
    if (rows->front().recv_ns >= state.from.ns) return rows;
    const auto begin = std::ranges::lower_bound(*rows, state.from.ns, {}, &core::TapeRow::recv_ns);
    if (begin == rows->end()) return next();  // at most once: the next block begins later
    return rows->subspan(static_cast<std::size_t>(begin - rows->begin()));
}

void TapeFile::seek(core::Time from) {
    auto& state = *state_;
    state.from = from;
    const auto later =
        std::ranges::lower_bound(state.index, from.ns, {}, &TapeBlockEntry::first_ns);
    // The block before may end with rows of that time.
    const auto before = later == state.index.begin() ? later : later - 1;
    state.next_block = static_cast<std::size_t>(before - state.index.begin());
}

Status TapeFile::verify() {
    constexpr core::Time beginning{std::numeric_limits<std::int64_t>::min()};
    seek(beginning);
    auto hash = begin_tape_hash(state_->info);
    std::vector<std::byte> bytes;
    auto last_ns = beginning.ns;
    bool ordered = true;
    for (;;) {
        NJ_TRY(rows, next());
        if (rows.empty()) break;
        for (const auto& row : rows) {
            ordered = ordered && row.recv_ns >= last_ns;
            last_ns = row.recv_ns;
        }
        canonical_tape_rows(rows, bytes);
        hash.update(bytes);
    }
    seek(beginning);
    if (ordered && to_hex(hash.digest()) == state_->sha256) return {};
    return core::fail(Errc::Damaged, "{}: the rows are not what was stored: import the data again",
                      name());
}

Result<std::vector<std::string>> list_tapes(const path& root) {
    return names_in(root, tape_extension);
}

}  // namespace nightjar::store
