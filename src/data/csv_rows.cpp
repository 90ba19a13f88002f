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

constexpr auto volume_slot = static_cast<std::size_t>(BarField::Volume);

/// The ask's prices have the names of the bid's.
BarField field_of(std::size_t slot) {
    return static_cast<BarField>(slot < ask_column ? slot : slot - ask_column + 1);
}

std::string describe(std::string_view field, std::string_view value, Complaint complaint) {
    return fmt::format("{}: {:.24}: {}", field, value, complaint);
}

}  // namespace

CsvRows::CsvRows(CsvLayout layout, std::size_t rows_expected)
    : layout_{std::move(layout)}, used_{layout_.quotes ? slot_count : bar_field_count} {
    slots_.assign(layout_.fields, slot_count);
    for (std::size_t i = 0; i < bar_field_count; ++i)
        if (layout_.columns[i] != CsvLayout::none) slots_[layout_.columns[i]] = i;
    for (auto i = ask_column; i < used_; ++i) slots_[i] = i;
    times_ns_.reserve(rows_expected);
    lines_.reserve(rows_expected);
    for (std::size_t i = 1; i < used_; ++i) numbers_[i].reserve(rows_expected);
}

/// The usual row, in one pass: whole times and plain numbers, each up to its separator. False when
/// it is not that, whatever else it may be.
bool CsvRows::read_plain(std::string_view line) {
    if (layout_.quotes || layout_.since_midnight) return false;
    const char* at = line.data();
    const char* const end = at + line.size();
    for (std::size_t field = 0; field < slots_.size(); ++field) {
        if (field > 0 && (at == end || *at++ != layout_.separator)) return false;
        if (slots_[field] == slot_count)
            at = std::find(at, end, layout_.separator);
        else
            at = read_plain_number(at, end, plain_[slots_[field]]);
        if (at == nullptr) return false;
    }
    return at == end && plain_.front().decimals == 0;
}

void CsvRows::keep(core::Time time, const std::array<CsvNumber, slot_count>& numbers,
                   std::size_t number) {
    times_ns_.push_back(time.ns);
    for (std::size_t i = 1; i < used_; ++i) numbers_[i].push(numbers[i]);
    lines_.push_back(number);
}

/// False when the row has not the fields of the first line.
bool CsvRows::split(std::string_view line) {
    row_fields_ = 0;
    const char* begin = line.data();
    const char* const end = begin + line.size();
    for (const char* at = begin;; ++at) {
        if (at != end && *at != layout_.separator) continue;
        if (row_fields_ < slots_.size() && slots_[row_fields_] < slot_count) {
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

bool CsvRows::has(std::size_t slot) const {
    return slot >= bar_field_count || layout_.columns[slot] != CsvLayout::none;
}

/// At such a time nobody bid, or nobody offered.
bool CsvRows::one_sided() const {
    const auto empty = [this](std::size_t first) {
        return std::ranges::all_of(std::span{row_}.subspan(first, 4), &std::string_view::empty);
    };
    return layout_.quotes && (empty(1) || empty(ask_column));
}

std::expected<core::Time, Complaint> CsvRows::read_time(std::string_view field) {
    if (!layout_.since_midnight) return time_.read(field);
    const auto since = millisecond_of_day(field);
    if (!since) return std::unexpected{"not a millisecond of the day: 0 to 86399999"};
    return layout_.day + *since;
}

std::optional<std::string> CsvRows::read(std::string_view line, std::size_t number) {
    if (read_plain(line)) {
        if (const auto time = time_.read_whole(plain_.front().mantissa)) {
            keep(*time, plain_, number);
            return std::nullopt;
        }
    }
    if (!split(line))
        return fmt::format("{} fields, not {}: correct or remove the row", row_fields_,
                           layout_.fields);
    const auto time = read_time(row_[0]);
    if (!time) return describe("time", row_[0], time.error());
    if (one_sided()) {
        ++one_sided_;
        return std::nullopt;
    }
    std::array<CsvNumber, slot_count> numbers{};
    for (std::size_t i = 1; i < used_; ++i) {
        if (!has(i)) continue;
        const auto parsed = parse_csv_number(row_[i]);
        const auto field = field_of(i);
        if (!parsed) return describe(name(field), row_[i], not_a_number);
        if (field == BarField::Volume && parsed->mantissa < 0)
            return describe(name(field), row_[i], negative);
        if (field != BarField::Volume && (parsed->decimals > max_decimals || !parsed->exact))
            return describe(name(field), row_[i], too_fine);
        numbers[i] = *parsed;
    }
    volumes_cut_ |= !numbers[volume_slot].exact;
    keep(*time, numbers, number);
    return std::nullopt;
}

/// Prices are not rounded: names one that has the file's finest decimals, and one too large for
/// them.
std::unexpected<core::Error> CsvRows::fail_decimals(std::string_view file, int decimals,
                                                    std::size_t large_line) const {
    std::size_t i = 1;
    while (numbers_[i].finest() < decimals) i = i + 1 == volume_slot ? ask_column : i + 1;
    return core::fail(
        Errc::BadRow, "{}:{}: {}: {} decimals, and line {} is too large for them: round the prices",
        file, lines_[numbers_[i].finest_row()], name(field_of(i)), decimals, large_line);
}

core::Status CsvRows::take_prices(std::string_view file, core::BarColumns& bars) {
    for (std::size_t i = 1; i < used_; ++i)
        if (i != volume_slot)
            bars.price_decimals = std::max(bars.price_decimals, numbers_[i].finest());
    // The middle of two prices may end in half of their unit.
    const int room = bars.price_decimals + (layout_.quotes ? 1 : 0);
    for (std::size_t i = 1; i < used_; ++i) {
        if (i == volume_slot) continue;
        const auto row = room > max_decimals ? std::optional{numbers_[i].finest_row()}
                                             : numbers_[i].first_too_large(room);
        if (row) return fail_decimals(file, bars.price_decimals, lines_[*row]);
    }
    const std::array columns{&bars.open, &bars.high, &bars.low, &bars.close};
    for (std::size_t i = 0; i < columns.size(); ++i)
        *columns[i] = std::move(numbers_[i + 1]).scaled(bars.price_decimals);
    if (layout_.quotes) take_middles(bars);
    return {};
}

/// `bars` hold the bid.
void CsvRows::take_middles(core::BarColumns& bars) {
    const std::array columns{&bars.open, &bars.high, &bars.low, &bars.close};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& bids = *columns[i];
        const auto asks = std::move(numbers_[ask_column + i]).scaled(bars.price_decimals);
        const bool closes = i + 1 == columns.size();
        std::vector<double> spreads;
        for (std::size_t row = 0; row < bids.size(); ++row) {
            const auto bid = std::exchange(bids[row], 5 * (bids[row] + asks[row]));
            if (!closes) continue;
            crossed_ += asks[row] < bid ? 1 : 0;
            constexpr double bp = 1e4;
            spreads.push_back(bp * static_cast<double>(asks[row] - bid) /
                              static_cast<double>(std::max<std::int64_t>(1, bid)));
        }
        if (spreads.empty()) continue;
        const auto middle = spreads.begin() + static_cast<std::ptrdiff_t>(spreads.size() / 2);
        std::ranges::nth_element(spreads, middle);
        spread_bp_ = *middle;
    }
    ++bars.price_decimals;
}

Result<core::BarColumns> CsvRows::take(std::string_view file) {
    core::BarColumns bars;
    bars.timeframe = most_common_step(times_ns_);
    NJ_TRY(take_prices(file, bars));
    auto& volume = numbers_[volume_slot];
    bars.volume_decimals = std::min(volume.finest(), max_decimals);
    while (volume.first_too_large(bars.volume_decimals)) --bars.volume_decimals;
    volume_decimals_ = bars.volume_decimals;
    bars.open_time_ns = std::move(times_ns_);
    bars.volume = std::move(volume).scaled(bars.volume_decimals);
    return bars;
}

std::vector<std::string> CsvRows::notes() const {
    std::vector<std::string> notes{"columns: " + layout_.description};
    if (layout_.since_midnight)
        notes.emplace_back("times in milliseconds since midnight (UTC) of the day in the name");
    if (time_.unit()) notes.push_back(fmt::format("times in {}", name(*time_.unit())));
    if (volumes_cut_ || numbers_[volume_slot].finest() > volume_decimals_)
        notes.push_back(fmt::format("volumes rounded to {} decimals: 64 bits hold no more of them",
                                    volume_decimals_));
    if (layout_.quotes)
        notes.push_back(
            fmt::format("quotes: bars of the middle of bid and ask; their sizes left "
                        "out, all volumes are 0; median spread at the close {:.2f} bp",
                        spread_bp_));
    else if (layout_.columns.back() == CsvLayout::none)
        notes.emplace_back("no volume column: all volumes are 0");
    if (one_sided_ > 0)
        notes.push_back(fmt::format("{} rows with one side only left out", one_sided_));
    if (crossed_ > 0)
        notes.push_back(fmt::format("{} bars close with the bid above the ask", crossed_));
    return notes;
}

}  // namespace nightjar::data
