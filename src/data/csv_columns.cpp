#include "data/csv_columns.hpp"

#include "core/base/decimal.hpp"
#include "core/base/result.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <map>

namespace nightjar::data {

namespace {

using Unit = TimeColumn::Unit;

constexpr int max_power = 18;

struct Power {
    std::int64_t value{};    ///< of ten
    std::int64_t largest{};  ///< that 64 bits still hold times this power
};

constexpr auto powers = [] {
    std::array<Power, max_power + 1> table{};
    for (int n = 0; n <= max_power; ++n) {
        const auto value = core::power_of_ten(n);
        table[static_cast<std::size_t>(n)] = {value,
                                              std::numeric_limits<std::int64_t>::max() / value};
    }
    return table;
}();

const Power& power(int n) { return powers[static_cast<std::size_t>(n)]; }

bool fits(std::int64_t mantissa, int more_decimals) {
    if (more_decimals <= 0 || mantissa == 0) return true;
    return more_decimals <= max_power && std::abs(mantissa) <= power(more_decimals).largest;
}

std::int64_t divide_to_nearest(std::int64_t value, int fewer_decimals) {
    if (fewer_decimals > max_power) return 0;
    const auto divisor = power(fewer_decimals).value;
    const auto rest = value % divisor;
    const auto away = rest < 0 ? -1 : 1;
    return value / divisor + (std::abs(rest) >= divisor - std::abs(rest) ? away : 0);
}

/// In every unit the years 1973 to 5138 have numbers of this size; 1970 to 1973 only in seconds.
Unit unit_of(std::int64_t number) {
    constexpr std::int64_t milliseconds_from = 100'000'000'000;
    constexpr std::int64_t microseconds_from = 100'000'000'000'000;
    constexpr std::int64_t nanoseconds_from = 100'000'000'000'000'000;
    const auto whole = std::abs(number);
    if (whole >= nanoseconds_from) return Unit::Nanoseconds;
    if (whole >= microseconds_from) return Unit::Microseconds;
    return whole >= milliseconds_from ? Unit::Milliseconds : Unit::Seconds;
}

Unit unit_of(const CsvNumber& number) {
    return unit_of(number.mantissa / power(std::min(number.decimals, max_power)).value);
}

/// One unit is 10 to this power nanoseconds.
int power_of(Unit unit) {
    switch (unit) {
        case Unit::Seconds: return 9;
        case Unit::Milliseconds: return 6;
        case Unit::Microseconds: return 3;
        default: return 0;
    }
}

/// Nothing outside the years 1824 to 2115: so the distance of any two times has room in 64 bits.
std::optional<core::Time> time_of(std::int64_t mantissa, int more_decimals) {
    constexpr std::int64_t farthest_ns = std::int64_t{1} << 62;
    if (!fits(mantissa, more_decimals)) return std::nullopt;
    const auto ns = mantissa * power(more_decimals).value;
    if (ns < -farthest_ns || ns > farthest_ns) return std::nullopt;
    return core::Time{ns};
}

}  // namespace

bool is_compact_time(std::string_view text) {
    constexpr std::string_view form = "dddddddd dd:dd";
    return std::ranges::equal(text, form, [](char c, char wanted) {
        return wanted == 'd' ? c >= '0' && c <= '9' : c == wanted;
    });
}

std::optional<core::Time> parse_time_text(std::string_view text) {
    for (const std::string_view zone : {"+00:00", "+0000", " UTC", "+00"})
        if (text.ends_with(zone)) {
            text.remove_suffix(zone.size());
            break;
        }
    std::string spread;
    if (is_compact_time(text)) text = spread = std::string{text}.insert(6, "-").insert(4, "-");
    const auto time = core::parse_time(text);
    return time ? std::optional{*time} : std::nullopt;
}

void NumberColumn::reserve(std::size_t rows) {
    mantissas_.reserve(rows);
    decimals_.reserve(rows);
}

/// Zeros at the end are no decimals.
void NumberColumn::take_finer(CsvNumber& number) {
    for (; number.decimals > finest_ && number.mantissa % 10 == 0; --number.decimals)
        number.mantissa /= 10;
    if (number.decimals <= finest_) return;
    finest_ = number.decimals;
    finest_row_ = mantissas_.size();
}

std::optional<std::size_t> NumberColumn::first_too_large(int decimals) const {
    if (decimals <= coarsest_) return std::nullopt;
    for (std::size_t row = 0; row < mantissas_.size(); ++row)
        if (!fits(mantissas_[row], decimals - decimals_[row])) return row;
    return std::nullopt;
}

std::vector<std::int64_t> NumberColumn::scaled(int decimals) && {
    if (decimals == coarsest_ && decimals == finest_) return std::move(mantissas_);
    for (std::size_t row = 0; row < mantissas_.size(); ++row) {
        const int more = decimals - decimals_[row];
        auto& value = mantissas_[row];
        if (value == 0 || more == 0) continue;
        value = more > 0 ? value * power(more).value : divide_to_nearest(value, -more);
    }
    return std::move(mantissas_);
}

std::expected<core::Time, Complaint> TimeColumn::read(std::string_view field) {
    const auto number = parse_csv_number(field);
    const auto text = number ? std::nullopt : parse_time_text(field);
    if (!number && !text)
        return std::unexpected{"no time: use a number or UTC text such as 2022-12-31T23:00:00Z"};
    const auto unit = text ? Unit::Text : unit_of(*number);
    if (!unit_) unit_ = unit;
    if (unit != *unit_) return std::unexpected{"not in the unit of the first row: use one for all"};
    const int more = text ? 0 : power_of(unit) - number->decimals;
    if (more < 0 || (number && !number->exact))
        return std::unexpected{"finer than a nanosecond: cut it there"};
    const auto time = text ? time_of(text->ns, 0) : time_of(number->mantissa, more);
    if (!time) return std::unexpected{"not in the years 1824 to 2115: correct or remove the row"};
    return *time;
}

std::optional<core::Time> TimeColumn::read_whole(std::int64_t number) const {
    if (!unit_ || *unit_ == Unit::Text || unit_of(number) != *unit_) return std::nullopt;
    return time_of(number, power_of(*unit_));
}

std::string_view name(TimeColumn::Unit unit) {
    switch (unit) {
        case Unit::Seconds: return "seconds";
        case Unit::Milliseconds: return "milliseconds";
        case Unit::Microseconds: return "microseconds";
        case Unit::Nanoseconds: return "nanoseconds";
        case Unit::Text: return "text";
    }
    return "?";
}

core::Duration most_common_step(const std::vector<std::int64_t>& times_ns) {
    std::map<std::int64_t, std::size_t> counts;
    for (std::size_t row = 1; row < times_ns.size();) {
        // Most steps equal the one before: count a run of them at once.
        const auto step = times_ns[row] - times_ns[row - 1];
        const auto begin = row;
        while (row < times_ns.size() && times_ns[row] - times_ns[row - 1] == step) ++row;
        if (step > 0) counts[step] += row - begin;
    }
    const auto best = std::ranges::max_element(counts, {}, [](const auto& c) { return c.second; });
    return {best == counts.end() ? 0 : best->first};
}

}  // namespace nightjar::data
