#pragma once
/// Tapes on disk: one file for each, `<name>.tape`, rows in compressed blocks with a checksum each
/// (docs/formats.md, "Tape"). They share the folder of the series. Writing and reading hold one
/// block in memory, however long the tape is, and 32 bytes for each block of 8192 rows.
/// A file once written is never changed, only replaced as a whole; whoever has it open keeps the
/// old.

#include "core/base/result.hpp"
#include "core/model/tape.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::store {

/// A tape open for reading, from its beginning or from a time. One thread.
class TapeFile final : public core::TapeSource {
public:
    /// Errors: BadName, NotFound, Damaged (header, index or size), UnknownVersion, Io.
    static core::Result<TapeFile> open(const std::filesystem::path& root, std::string_view name);
    TapeFile(TapeFile&&) noexcept;
    TapeFile& operator=(TapeFile&&) noexcept;
    ~TapeFile() override;

    [[nodiscard]] const core::TapeInfo& info() const override;
    /// Errors: Damaged, Io. After one the tape gives no more rows.
    [[nodiscard]] core::Result<std::span<const core::TapeRow>> next() override;
    /// Goes to the first row received at `from` or later; a message may have begun before it.
    void seek(core::Time from);

    [[nodiscard]] const std::string& name() const;
    /// Where the rows came from, as told to the writer.
    [[nodiscard]] const std::string& source() const;
    /// Of the content, hex, as the header has it.
    [[nodiscard]] const std::string& sha256() const;
    /// Reads all and compares with the header's hash, then stands at the beginning again.
    /// Errors: Damaged, Io.
    [[nodiscard]] core::Status verify();

private:
    struct State;
    explicit TapeFile(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// What a writer must know before the first row.
struct TapeContent {
    int price_decimals{};  ///< 0..18
    int qty_decimals{};    ///< 0..18
    bool received{};       ///< the times of receipt are a recorder's
};

/// Writes beside an old tape; only `finish` puts the new one in its place. Dropped before, it
/// leaves nothing. One thread.
class TapeWriter {
public:
    /// `source` has at most 256 bytes. Errors: BadName, BadSource, Io.
    static core::Result<TapeWriter> create(const std::filesystem::path& root, std::string_view name,
                                           const TapeContent& content, std::string_view source);
    TapeWriter(TapeWriter&&) noexcept;
    TapeWriter& operator=(TapeWriter&&) noexcept;
    ~TapeWriter();

    /// Errors: BadOrder, for a row received before the one in front of it; Io. After one the
    /// writer is only good to be dropped.
    [[nodiscard]] core::Status append(std::span<const core::TapeRow> rows);
    /// Syncs and renames: a crash leaves the old tape or the new one.
    [[nodiscard]] core::Result<core::TapeInfo> finish();

private:
    struct State;
    explicit TapeWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// The names of all tapes in a folder, sorted. None where the folder is missing.
[[nodiscard]] core::Result<std::vector<std::string>> list_tapes(const std::filesystem::path& root);

}  // namespace nightjar::store
