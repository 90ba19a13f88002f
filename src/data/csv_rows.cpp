#include "data/csv_rows.hpp"

#include "data/errc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace nightjar::data {

namespace {

using core::Result;

constexpr int max_decimals = 18;
constexpr Complaint not_a_number = "not a number: correct or remove the row";
constexpr Complaint negative = "below 0: correct or remove the row";
constexpr Complaint too_fine = "more digits than 64 bits hold: round the price";

std::string describe(std::string_view field, std::string_view value, Complaint complaint) {
    return fmt::format("{}: {:.24}: {}", field, value, complaint);
}

}  // namespace

CsvRows::CsvRows(CsvLayout layout, std::size_t rows_expected) : layout_{std::move(layout)} {
    slots_.assign(layout_.fields, bar_field_count);
    for (std::size_t i = 0; i < bar_field_count; ++i)
        if (layout_.columns[i] != CsvLayout::none) slots_[layout_.columns[i]] = i;
    times_ns_.reserve(rows_expected);
    lines_.reserve(rows_expected);
    for (auto& column : numbers_) column.reserve(rows_expected);
}

/// False when the row has not the fields of the first line.
bool CsvRows::split(std::string_view line) {
    row_fields_ = 0;
    const char* begin = line.data();
    const char* const end = begin + line.size();
    for (const char* at = begin;; ++at) {
        if (at != end && *at != layout_.separator) continue;
        if (row_fields_ < slots_.size() && slots_[row_fields_] < bar_field_count) {
            std::string_view field{begin, at};
            const auto plain = [](char c) { return c >= '0' && c <= '9'; };
            if (field.empty() || !plain(field.front()) || !plain(field.back()))
                field = trim_field(field);
            row_[slots_[row_fields_]] = field;
        }
        ++row_fields_;
        if (at == end) return row_fields_ == layout_.fields;
        begin = at + 1;
    }
}

std::optional<std::string> CsvRows::read(std::string_view line, std::size_t number) {
    if (!split(line))
        return fmt::format("{} fields, not {}: correct or remove the row", row_fields_,
                           layout_.fields);
    const auto time = time_.read(row_[0]);
    if (!time) return describe("time", row_[0], time.error());
    std::array<CsvNumber, bar_field_count> numbers{};
    for (std::size_t i = 1; i < bar_field_count; ++i) {
        if (layout_.columns[i] == CsvLayout::none) continue;
        const auto parsed = parse_csv_number(row_[i]);
        const auto field = static_cast<BarField>(i);
        if (!parsed) return describe(name(field), row_[i], not_a_number);
        if (field == BarField::Volume && parsed->mantissa < 0)
            return describe(name(field), row_[i], negative);
        if (field != BarField::Volume && (parsed->decimals > max_decimals || !parsed->exact))
            return describe(name(field), row_[i], too_fine);
        numbers[i] = *parsed;
    }
    volumes_cut_ |= !numbers.back().exact;
    times_ns_.push_back(time->ns);
    for (std::size_t i = 1; i < bar_field_count; ++i) numbers_[i].push(numbers[i]);
    lines_.push_back(number);
    return std::nullopt;
}

/// Prices are not rounded: names one that has the file's finest decimals, and one too large for
/// them.
std::unexpected<core::Error> CsvRows::fail_decimals(std::string_view file, int decimals,
                                                    std::size_t large_line) const {
    std::size_t i = 1;
    while (numbers_[i].finest() < decimals) ++i;
    return core::fail(Errc::BadRow,
                      "{}:{}: {}: {} decimals, and line {} is too large for them: round the prices",
                      file, lines_[numbers_[i].finest_row()], name(static_cast<BarField>(i)),
                      decimals, large_line);
}

Result<core::BarColumns> CsvRows::take(std::string_view file) {
    core::BarColumns bars;
    bars.timeframe = most_common_step(times_ns_);
    const std::span prices{numbers_.data() + 1, 4};
    for (const auto& column : prices)
        bars.price_decimals = std::max(bars.price_decimals, column.finest());
    for (const auto& column : prices)
        if (const auto row = column.first_too_large(bars.price_decimals))
            return fail_decimals(file, bars.price_decimals, lines_[*row]);
    auto& volume = numbers_.back();
    bars.volume_decimals = std::min(volume.finest(), max_decimals);
    while (volume.first_too_large(bars.volume_decimals)) --bars.volume_decimals;
    volume_decimals_ = bars.volume_decimals;
    bars.open_time_ns = std::move(times_ns_);
    bars.open = std::move(numbers_[1]).scaled(bars.price_decimals);
    bars.high = std::move(numbers_[2]).scaled(bars.price_decimals);
    bars.low = std::move(numbers_[3]).scaled(bars.price_decimals);
    bars.close = std::move(numbers_[4]).scaled(bars.price_decimals);
    bars.volume = std::move(volume).scaled(bars.volume_decimals);
    return bars;
}

std::vector<std::string> CsvRows::notes() const {
    std::vector<std::string> notes{"columns: " + layout_.description};
    if (time_.unit()) notes.push_back(fmt::format("times in {}", name(*time_.unit())));
    if (volumes_cut_ || numbers_.back().finest() > volume_decimals_)
        notes.push_back(fmt::format("volumes rounded to {} decimals: 64 bits hold no more of them",
                                    volume_decimals_));
    if (layout_.columns.back() == CsvLayout::none)
        notes.emplace_back("no volume column: all volumes are 0");
    return notes;
}

}  // namespace nightjar::data
