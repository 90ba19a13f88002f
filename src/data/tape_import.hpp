#pragma once
/// Trades and order books out of recordings and archives: messages of Binance as they came (with or
/// without times of receipt, also with its REST snapshot among them), its archive's CSV, CSV of
/// trades or of the best prices with a header, and decoded events. Plain, gzip, zstd or zip. What
/// was recognised is said in the notes, not guessed in silence.
///
/// Prices and quantities are read exactly, at the finest decimal that the files have. A book starts
/// at a snapshot; the venue's rule decides which changes follow it. The best prices become quotes
/// only where there is no book; beside one they serve to check it.

#include "data/checksum.hpp"
#include "data/tape_check.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nightjar::data {

struct TapeImport {
    TapeReport report;
    std::vector<std::string> notes;
    std::vector<SourceFile> files;
};

/// Whether the content of a file is a recording, not bars. Errors: those of TextFile::open.
core::Result<bool> is_recording(const std::filesystem::path& file);

/// Several files of one market become one tape, in the order of time. All of them or nothing.
/// Errors: store's; TooLarge, BadArchive, Empty; BadRow ("file:line: field: value: what to do");
/// MixedContent; NoColumn, for a file that is no recording.
core::Result<TapeImport> import_tape(std::span<const std::filesystem::path> files,
                                     const std::filesystem::path& root, std::string_view name);

/// The same without writing anything.
core::Result<TapeImport> check_recording(std::span<const std::filesystem::path> files);

}  // namespace nightjar::data
