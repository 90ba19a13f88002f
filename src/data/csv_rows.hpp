#pragma once
/// Rows of a CSV file into columns. Private to the room.

#include "core/model/bars.hpp"
#include "data/csv_columns.hpp"
#include "data/csv_layout.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::data {

/// Keeps what is in rows; a row that cannot be read leaves nothing. One file, then `take`. Quotes
/// become bars of the middle of bid and ask, without volume; a row without one of them, none.
class CsvRows {
public:
    CsvRows(CsvLayout layout, std::size_t rows_expected);

    /// What is wrong with the row, if anything: "field: value: what to do".
    [[nodiscard]] std::optional<std::string> read(std::string_view line, std::size_t number);
    /// All rows in columns, at the finest decimals of the file. Error: BadRow, for a price that
    /// does not fit with them.
    [[nodiscard]] core::Result<core::BarColumns> take(std::string_view file);

    /// Of each row: where in the file it stood.
    [[nodiscard]] std::vector<std::size_t>& lines() { return lines_; }
    /// What a person should know about how fields were read.
    [[nodiscard]] std::vector<std::string> notes() const;

private:
    /// A field of a row that is kept: a BarField, then the ask's prices.
    static constexpr std::size_t slot_count = ask_column + 4;

    [[nodiscard]] bool read_plain(std::string_view line);
    void keep(core::Time time, const std::array<CsvNumber, slot_count>& numbers,
              std::size_t number);
    [[nodiscard]] bool split(std::string_view line);
    /// The file has such a column.
    [[nodiscard]] bool has(std::size_t slot) const;
    [[nodiscard]] bool one_sided() const;
    [[nodiscard]] std::expected<core::Time, Complaint> read_time(std::string_view field);
    [[nodiscard]] core::Status take_prices(std::string_view file, core::BarColumns& bars);
    void take_middles(core::BarColumns& bars);
    [[nodiscard]] std::unexpected<core::Error> fail_decimals(std::string_view file, int decimals,
                                                             std::size_t large_line) const;

    CsvLayout layout_;
    std::size_t used_;                // the first slots; the rest stay empty
    std::vector<std::size_t> slots_;  // for each field of the file: which slot, or none
    std::array<std::string_view, slot_count> row_;
    std::size_t row_fields_{};
    std::array<CsvNumber, slot_count> plain_{};  // a row's numbers; without a column 0

    TimeColumn time_;
    std::vector<std::int64_t> times_ns_;
    std::array<NumberColumn, slot_count> numbers_;  // that of Time stays empty
    std::vector<std::size_t> lines_;
    int volume_decimals_{};
    bool volumes_cut_{};
    std::size_t one_sided_{};
    std::size_t crossed_{};
    double spread_bp_{};  // the median at the close
};

}  // namespace nightjar::data
