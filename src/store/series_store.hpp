#pragma once
/// Bars on disk, ready to use: one file for each series, `<name>.series`, in the layout that memory
/// has (docs/formats.md, "Series"). Opening one maps it; no row is copied or parsed.
/// A file once written is never changed, only replaced as a whole; whoever has it open keeps the
/// old.

#include "core/base/result.hpp"
#include "core/model/bars.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::store {

class Mapping;

/// A series open for reading. Views of it are good while it lives. Any thread.
class Series {
public:
    Series(Series&&) noexcept;
    Series& operator=(Series&&) noexcept;
    ~Series();

    [[nodiscard]] const core::BarView& view() const { return view_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Where the bars came from, as told to `put`.
    [[nodiscard]] const std::string& source() const { return source_; }
    /// Of the content, hex, as the header has it.
    [[nodiscard]] const std::string& sha256() const { return sha256_; }
    /// Reads all and compares with the header's hash. Error: Damaged.
    [[nodiscard]] core::Status verify() const;

private:
    friend class SeriesStore;
    Series(std::string name, Mapping mapping);

    std::string name_;
    std::string source_;
    std::string sha256_;
    core::BarView view_;
    std::unique_ptr<Mapping> mapping_;
};

/// A folder of series. Names are 1 to 200 of [A-Za-z0-9._-] and do not begin with a point.
class SeriesStore {
public:
    explicit SeriesStore(std::filesystem::path root) : root_{std::move(root)} {}

    /// Writes beside the old file, syncs and renames: a crash leaves the old or the new one.
    /// `source` has at most 256 bytes. Errors: BadName, BadSource, Io.
    core::Status put(std::string_view name, const core::BarView& bars,
                     std::string_view source) const;
    /// Errors: BadName, NotFound, Damaged (header or size), UnknownVersion, Io. The columns are not
    /// read: see Series::verify.
    [[nodiscard]] core::Result<Series> open(std::string_view name) const;
    /// All names, sorted. None where the folder is missing.
    [[nodiscard]] core::Result<std::vector<std::string>> list() const;

private:
    std::filesystem::path root_;
};

/// The content hash, hex: over timeframe, decimals, row count and columns; not over name and
/// source.
std::string sha256_hex(const core::BarView& bars);

}  // namespace nightjar::store
