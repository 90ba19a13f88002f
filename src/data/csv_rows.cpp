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
constexpr Complaint too_fine = "more than 18 decimals: round the price";
constexpr Complaint too_large =
    "too large for the decimals of this file: correct or remove the row";

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
        if (field != BarField::Volume && parsed->decimals > max_decimals)
            return describe(name(field), row_[i], too_fine);
        numbers[i] = *parsed;
    }
    times_ns_.push_back(time->ns);
    for (std::size_t i = 1; i < bar_field_count; ++i) numbers_[i].push(numbers[i]);
    lines_.push_back(number);
    return std::nullopt;
}

Result<core::BarColumns> CsvRows::take(std::string_view file) {
    core::BarColumns bars;
    bars.timeframe = most_common_step(times_ns_);
    const std::span prices{numbers_.data() + 1, 4};
    for (const auto& column : prices)
        bars.price_decimals = std::max(bars.price_decimals, column.finest());
    for (std::size_t i = 0; i < prices.size(); ++i)
        if (const auto row = prices[i].first_too_large(bars.price_decimals))
            return core::fail(Errc::BadRow, "{}:{}: {}: {}", file, lines_[*row],
                              name(static_cast<BarField>(i + 1)), too_large);
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
    const auto finest = numbers_.back().finest();
    if (finest > volume_decimals_)
        notes.push_back(fmt::format("volumes rounded from {} decimals to the {} that 64 bits hold",
                                    finest, volume_decimals_));
    if (layout_.columns.back() == CsvLayout::none)
        notes.emplace_back("no volume column: all volumes are 0");
    return notes;
}

}  // namespace nightjar::data
