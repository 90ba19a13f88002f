#pragma once
/// Bars out of CSV files as exchanges and archives give them: plain, gzip, zstd or zip; separated
/// by comma, semicolon or tab; with a header of any usual names or, if it is all numbers, without;
/// time in s, ms, us, ns or as text (UTC). Also Lean's trade and quote bars, whose day and
/// timeframe stand in names. What was recognised is said in the notes, not guessed in silence.
///
/// Prices and volumes are read exactly, at the finest decimal that the file has. Only a volume that
/// 64 bits cannot hold is rounded, with a note. Gaps stay gaps. Quotes become bars of the middle of
/// bid and ask, without volume.

#include "core/base/result.hpp"
#include "core/model/bars.hpp"
#include "data/checksum.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace nightjar::data {

struct CsvOptions {
    /// Some venues label a bar by the time at which it closes. Nothing in such a file says so; read
    /// as opens, its bars stand one bar too late against all other data. `check` may suspect it.
    enum class Label : std::uint8_t { Open, Close };
    Label label = Label::Open;
};

struct Import {
    core::BarColumns bars;
    std::vector<std::string> notes;
    std::vector<SourceFile> files;
};

/// Several files of one market, kind and timeframe become one series, in the order of time; bars
/// that two of them hold must be equal, and are taken once. All of the files or nothing. Errors:
/// store's NotFound and Io, TooLarge, BadArchive, BadChecksum, Empty, NoColumn, BadRow ("file:line:
/// field: value: what to do") for what is no number, a wrong count of fields, time that does not
/// rise, a price of 0 or less, a bar that contradicts itself; MixedContent, for files that do not
/// make one series.
core::Result<Import> import_ohlcv(std::span<const std::filesystem::path> files,
                                  const CsvOptions& options = {});
core::Result<Import> import_ohlcv(const std::filesystem::path& file,
                                  const CsvOptions& options = {});

struct Problem {
    std::size_t line{};
    std::string text;  ///< "field: value: what is wrong"
};

/// What `check` needs of a file that may be broken: rows in the order of the file, also those that
/// repeat a time, go back or contradict themselves; without those that cannot be read.
struct RawBars {
    core::BarColumns bars;
    std::vector<std::size_t> lines;  ///< for each row: its line in the file, from 1
    std::vector<std::string> notes;
    std::vector<Problem> problems;  ///< unreadable rows; the first `max_problems`
    std::size_t unreadable_rows{};  ///< in all
};

core::Result<RawBars> read_raw_ohlcv(const std::filesystem::path& file, std::size_t max_problems,
                                     const CsvOptions& options = {});

}  // namespace nightjar::data
