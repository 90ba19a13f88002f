#pragma once
/// Rows of a table of messages: which column is what, and reading their values. Private to the
/// room.

#include "core/base/decimal.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/model/types.hpp"
#include "data/csv_layout.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::data {

/// The fields of a line, without blanks and quotes around them. `fields` is replaced.
void split_fields(std::string_view line, char separator, std::vector<std::string_view>& fields);

/// The first line of a text that holds fields, and what a header says of them.
struct TableHead {
    char separator{','};
    std::vector<std::string> names;  ///< lower case, with _ between words
    std::vector<std::string> values;
    bool is_header{};  ///< no field is a number

    static TableHead of(std::string_view text);
    /// The column with the first of `wanted` (words) that there is, or CsvLayout::none.
    [[nodiscard]] std::size_t find(std::string_view wanted) const;
    [[nodiscard]] bool has(std::string_view wanted) const {
        return find(wanted) != CsvLayout::none;
    }
};

/// Walks the rows below the head. What a value is read as fails with BadRow, "line: field: value:
/// what to do".
class TableRows {
public:
    TableRows(std::string_view text, const TableHead& head);

    /// False at the end. Empty lines are passed over. Error: BadRow, a wrong count of fields.
    [[nodiscard]] core::Result<bool> next();
    [[nodiscard]] std::size_t line() const { return lines_.number(); }
    [[nodiscard]] std::string_view field(std::size_t column) const { return fields_[column]; }

    [[nodiscard]] core::Result<core::Time> time(std::size_t column) const;
    [[nodiscard]] core::Result<core::Decimal> number(std::size_t column) const;
    [[nodiscard]] core::Result<core::Decimal> to_number(std::size_t column,
                                                        std::string_view text) const;
    [[nodiscard]] core::Result<std::uint64_t> count(std::size_t column) const;
    [[nodiscard]] std::unexpected<core::Error> bad(std::size_t column,
                                                   std::string_view complaint) const;

private:
    Lines lines_;
    char separator_;
    std::vector<std::string> names_;  // of columns, for errors
    std::vector<std::string_view> fields_;
};

}  // namespace nightjar::data
