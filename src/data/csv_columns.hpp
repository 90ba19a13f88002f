#pragma once
/// The columns of a CSV file while it is read. Private to the room.

#include "core/base/time.hpp"
#include "data/csv_number.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace nightjar::data {

/// What is wrong with a field and what to do about it; always a literal.
using Complaint = std::string_view;

/// Numbers, each with decimals of its own until the finest of the file is known.
class NumberColumn {
public:
    void reserve(std::size_t rows);
    /// With decimals as few as there can be, or as written.
    void push(CsvNumber number) {
        if (number.decimals > finest_) take_finer(number);
        coarsest_ = std::min(coarsest_, number.decimals);
        mantissas_.push_back(number.mantissa);
        decimals_.push_back(static_cast<std::int16_t>(number.decimals));
    }
    [[nodiscard]] int finest() const { return finest_; }
    [[nodiscard]] std::size_t finest_row() const { return finest_row_; }  ///< the first of them
    /// The first row that 64 bits cannot hold at so many decimals (at most 18).
    [[nodiscard]] std::optional<std::size_t> first_too_large(int decimals) const;
    /// All rows at `decimals`, rounded to nearest where a row has more. Takes the column's memory.
    [[nodiscard]] std::vector<std::int64_t> scaled(int decimals) &&;

private:
    void take_finer(CsvNumber& number);

    std::vector<std::int64_t> mantissas_;
    std::vector<std::int16_t> decimals_;
    int finest_{};
    int coarsest_{std::numeric_limits<int>::max()};
    std::size_t finest_row_{};
};

/// "20181224 00:00", as Lean writes the times of long bars.
bool is_compact_time(std::string_view text);
/// UTC text, with or without its zone, also compact.
std::optional<core::Time> parse_time_text(std::string_view text);

/// Points in time, numbers or text, in the one unit that the first row shows.
class TimeColumn {
public:
    enum class Unit : std::uint8_t { Seconds, Milliseconds, Microseconds, Nanoseconds, Text };

    [[nodiscard]] std::expected<core::Time, Complaint> read(std::string_view field);
    /// The same for a whole number, where the first row showed that times are numbers.
    [[nodiscard]] std::optional<core::Time> read_whole(std::int64_t number) const;
    [[nodiscard]] std::optional<Unit> unit() const { return unit_; }

private:
    std::optional<Unit> unit_;
};

std::string_view name(TimeColumn::Unit unit);

/// The most common distance of a time to the next; 0 when no time is later than the one before.
core::Duration most_common_step(const std::vector<std::int64_t>& times_ns);

}  // namespace nightjar::data
