#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/tape_block.hpp"
#include "store/tape_file.hpp"
#include "store/tape_header.hpp"

#include <zstd.h>

#include <algorithm>

namespace nightjar::store {

namespace {

constexpr int compression_level = 3;

struct FreeZstd {
    void operator()(::ZSTD_CCtx* context) const { ::ZSTD_freeCCtx(context); }
};

}  // namespace

struct TapeWriter::State {
    State(std::string tape_name, path file_target, File written, core::TapeInfo content)
        : name{std::move(tape_name)},
          target{std::move(file_target)},
          file{std::move(written)},
          info{content},
          hash{begin_tape_hash(content)} {
        rows.reserve(tape_block_rows);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        std::error_code ignored;
        if (!finished) std::filesystem::remove(file.name(), ignored);
    }

    Status append(const core::TapeRow& row);
    Status write_block();
    Status write_ends();

    std::string name;
    path target;
    File file;
    core::TapeInfo info;
    std::string source;
    Sha256 hash;
    std::vector<core::TapeRow> rows;  ///< of the block that is being filled
    std::vector<TapeBlockEntry> index;
    std::uint64_t at{sizeof(TapeHeader)};
    std::vector<std::byte> bytes;
    std::vector<std::byte> packed;
    std::unique_ptr<::ZSTD_CCtx, FreeZstd> zstd{::ZSTD_createCCtx()};
    bool finished{};
};

Status TapeWriter::State::append(const core::TapeRow& row) {
    if (info.rows > 0 && row.recv_ns < info.last.ns)
        return core::fail(Errc::BadOrder, "{}: row {}: received at {}, after one of {}", name,
                          info.rows, row.recv_ns, info.last.ns);
    if (info.rows++ == 0) info.first = {row.recv_ns};
    info.last = {row.recv_ns};
    rows.push_back(row);
    return rows.size() == tape_block_rows ? write_block() : Status{};
}

Status TapeWriter::State::write_block() {
    canonical_tape_rows(rows, bytes);
    hash.update(bytes);
    encode_tape_block(rows, bytes);
    packed.resize(::ZSTD_compressBound(bytes.size()));
    const auto size = ::ZSTD_compressCCtx(zstd.get(), packed.data(), packed.size(), bytes.data(),
                                          bytes.size(), compression_level);
    NJ_CHECK(::ZSTD_isError(size) == 0, "zstd: {}", ::ZSTD_getErrorName(size));
    packed.resize(size);
    NJ_TRY(file.write_at(at, packed));
    index.push_back({.at = at,
                     .first_ns = rows.front().recv_ns,
                     .bytes = static_cast<std::uint32_t>(size),
                     .unpacked_bytes = static_cast<std::uint32_t>(bytes.size()),
                     .rows = static_cast<std::uint32_t>(rows.size()),
                     .crc = crc32c(packed)});
    at += size;
    rows.clear();
    return {};
}

/// The index, and the header that makes a tape of it all.
Status TapeWriter::State::write_ends() {
    if (!rows.empty()) NJ_TRY(write_block());
    NJ_TRY(file.write_at(at, std::as_bytes(std::span{index})));
    TapeHeader header{.rows = info.rows,
                      .first_ns = info.first.ns,
                      .last_ns = info.last.ns,
                      .price_decimals = info.price_decimals,
                      .qty_decimals = info.qty_decimals,
                      .received = info.received ? 1U : 0U,
                      .blocks = static_cast<std::uint32_t>(index.size()),
                      .index_at = at,
                      .sha256 = hash.digest(),
                      .index_crc = crc_of(index)};
    std::ranges::copy(source, header.source.begin());
    header.crc = crc_of(header);
    NJ_TRY(file.write_at(0, std::as_bytes(std::span{&header, 1})));
    return file.sync();
}

TapeWriter::TapeWriter(std::unique_ptr<State> state) : state_{std::move(state)} {}
TapeWriter::TapeWriter(TapeWriter&&) noexcept = default;
TapeWriter& TapeWriter::operator=(TapeWriter&&) noexcept = default;
TapeWriter::~TapeWriter() = default;

core::Result<TapeWriter> TapeWriter::create(const path& root, std::string_view name,
                                            const TapeContent& content, std::string_view source) {
    for (const int decimals : {content.price_decimals, content.qty_decimals})
        NJ_CHECK(decimals >= 0 && decimals <= max_tape_decimals, "{} decimals", decimals);
    NJ_TRY(check_name(name));
    NJ_TRY(check_source(name, source));
    NJ_TRY(make_directory(root));
    auto target = named_file(root, name, tape_extension);
    NJ_TRY(file, File::create_temporary(target));
    core::TapeInfo info;
    info.price_decimals = content.price_decimals;
    info.qty_decimals = content.qty_decimals;
    info.received = content.received;
    auto state =
        std::make_unique<State>(std::string{name}, std::move(target), std::move(file), info);
    state->source = source;
    return TapeWriter{std::move(state)};
}

Status TapeWriter::append(std::span<const core::TapeRow> rows) {
    for (const auto& row : rows) NJ_TRY(state_->append(row));
    return {};
}

core::Result<core::TapeInfo> TapeWriter::finish() {
    NJ_TRY(state_->write_ends());
    NJ_TRY(publish(state_->file, state_->target));
    state_->finished = true;
    return state_->info;
}

}  // namespace nightjar::store
