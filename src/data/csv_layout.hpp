#pragma once
/// Which separator a CSV file uses, and which of its fields are a bar's. Private to the room.

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar::data {

/// Fields of a row of quotes, and where the four prices of its ask begin.
inline constexpr std::size_t quote_fields = 11;
inline constexpr std::size_t ask_column = 6;

enum class BarField : std::uint8_t { Time, Open, High, Low, Close, Volume };
inline constexpr std::size_t bar_field_count = 6;
std::string_view name(BarField field);

/// Whole and from 0 to 86'399'999.
std::optional<core::Duration> millisecond_of_day(std::string_view field);

/// Line by line. Lines end in \n or \r\n; the last may end in nothing.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    /// False at the end.
    bool next(std::string_view& line);
    [[nodiscard]] std::size_t number() const { return number_; }  ///< of the last line, from 1
    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
    std::size_t number_{};
};

struct CsvLayout {
    static constexpr std::size_t none = ~std::size_t{0};

    char separator{};
    std::size_t fields{};  ///< in every row
    /// Where each BarField stands; Volume may be `none`.
    std::array<std::size_t, bar_field_count> columns{};
    bool has_header{};
    bool lean{};    ///< no header, and times as Lean writes them: names may say the timeframe
    bool quotes{};  ///< Lean's: time, the bid's open, high, low, close and size, then the ask's
    bool since_midnight{};  ///< Lean's below an hour: times are milliseconds of `day`
    core::Time day;
    std::size_t lines_before{};  ///< the first row
    std::string description;     ///< for a person
};

/// Looks at the beginning of `text`. Errors: Empty, NoColumn; `file` stands in their text.
core::Result<CsvLayout> find_layout(std::string_view file, std::string_view text);

/// Without spaces and quotes around it.
std::string_view trim_field(std::string_view field);

}  // namespace nightjar::data
