#pragma once
/// What a ledger says as tables: orders, fills, positions, decisions and the rest, in an SQLite
/// file beside it (docs/formats.md, "Views"). The file is disposable: it holds nothing that the
/// ledger does not, and is made anew whenever it does not fit.
///
/// The ledger is only read, and may be in use. One process brings a file up to date at a time.
/// Prices, quantities and money are exact decimal texts. One thread.

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::store {

class Database;

/// What the texts of a column are.
enum class ViewKind : std::uint8_t {
    Text,
    Integer,
    Real,
    Decimal,
    Time,  ///< nanoseconds since 1970
    Flag,  ///< "0" or "1"
    Json,
};

struct ViewColumn {
    std::string name;
    ViewKind kind{};
};

struct ViewRows {
    std::vector<ViewColumn> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;  ///< oldest first
    std::uint64_t matching{};  ///< rows that the filter lets through, before `last` cut them
};

/// Empty means all.
struct ViewFilter {
    std::string strategy;    ///< a name, or "house"
    std::string instrument;  ///< "SYMBOL" or "venue:SYMBOL"
    std::optional<std::uint64_t> last;
};

class Views {
public:
    /// Brings `file` up to date with the ledger. Views that are damaged, of another version or of
    /// another ledger are made anew, and `note` says why.
    /// Errors: the ledger's own, Locked, Io. Then the file is as it was.
    static core::Result<Views> open(const std::filesystem::path& ledger,
                                    const std::filesystem::path& file);
    Views(Views&&) noexcept;
    Views& operator=(Views&&) noexcept;
    ~Views();

    /// "orders", "fills", "crosses", "positions", "balances", "decisions", "refusals", "equity" or
    /// "kill_levels"; what each has is in views_tables.cpp. Where a table has no strategies or
    /// instruments, that part of the filter lets everything through.
    /// Errors: core's UnknownName, for a strategy or instrument, with the nearest; Damaged, Io.
    [[nodiscard]] core::Result<ViewRows> table(std::string_view name,
                                               const ViewFilter& filter = {}) const;
    /// Why the views were made anew; empty when they were not, or when there were none.
    [[nodiscard]] const std::string& note() const { return note_; }
    /// Records of the ledger that are in the views, seals included.
    [[nodiscard]] std::uint64_t records() const { return records_; }

private:
    Views(std::unique_ptr<Database> database, std::uint64_t records);

    static core::Result<Views> go_on(const std::filesystem::path& ledger,
                                     const std::filesystem::path& file);
    static core::Status make(const std::filesystem::path& ledger,
                             const std::filesystem::path& file);
    [[nodiscard]] core::Status check_name(const char* sql, std::string_view what,
                                          const std::string& wanted) const;

    std::unique_ptr<Database> database_;
    std::uint64_t records_{};
    std::string note_;
};

}  // namespace nightjar::store
