#include "data/ohlcv_csv.hpp"

#include "core/base/decimal.hpp"
#include "data/check.hpp"
#include "data/csv_rows.hpp"
#include "data/errc.hpp"
#include "data/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::data {

namespace {

using core::BarColumns;
using core::Result;

/// One that reserves enough for most files; the columns grow where it is not.
std::size_t expect_rows(std::string_view text) {
    constexpr std::size_t shortest_row = 32;
    return text.size() / shortest_row + 1;
}

void add_summary(const BarColumns& bars, std::vector<std::string>& notes) {
    if (bars.open_time_ns.empty()) return;
    notes.push_back(fmt::format("{} rows of {} from {} to {}", bars.open_time_ns.size(),
                                core::format_duration(bars.timeframe),
                                core::format_time({bars.open_time_ns.front()}),
                                core::format_time({bars.open_time_ns.back()})));
    notes.push_back(fmt::format("{} decimals of price, {} of volume", bars.price_decimals,
                                bars.volume_decimals));
    // The milliseconds of a day, read as seconds, end here.
    constexpr core::Time day_of_ms = core::Time{} + core::seconds(86'400'000);
    if (bars.open_time_ns.back() < day_of_ms.ns)
        notes.emplace_back(
            "times before 1972-09-27: if the file counts from midnight, they are wrong");
}

/// What breaks the promises of BarView in `row`, if anything: "field: value: what to do".
std::optional<std::string> find_fault(const core::BarView& bars, std::size_t row) {
    const auto price = [&](std::int64_t value) {
        return core::format_decimal(value, bars.price_decimals);
    };
    if (row > 0 && bars.open_time_ns[row] <= bars.open_time_ns[row - 1]) {
        const auto at = core::format_time({bars.open_time_ns[row]});
        if (bars.open_time_ns[row] == bars.open_time_ns[row - 1])
            return fmt::format("time: {}: repeats the row before: remove one", at);
        const bool newest_first = bars.open_time_ns.front() > bars.open_time_ns.back();
        return fmt::format("time: {}: earlier than the row before: {}", at,
                           newest_first ? "reverse the file" : "sort the file by time");
    }
    if (ohlc_holds(bars, row)) return std::nullopt;
    if (bars.low[row] <= 0)
        return fmt::format("low: {}: not above 0: correct or remove the row", price(bars.low[row]));
    const auto top = std::max(bars.open[row], bars.close[row]);
    if (bars.high[row] < std::max(top, bars.low[row]))
        return fmt::format("high: {}: below another price of the bar: correct or remove the row",
                           price(bars.high[row]));
    return fmt::format("low: {}: above another price of the bar: correct or remove the row",
                       price(bars.low[row]));
}

}  // namespace

Result<RawBars> read_raw_ohlcv(const std::filesystem::path& file, std::size_t max_problems,
                               const CsvOptions& options) {
    const auto name = file.filename().string();
    NJ_TRY(opened, TextFile::open(file));
    NJ_TRY(layout, find_layout(name, opened.text()));
    Lines lines{opened.text()};
    std::string_view line;
    for (std::size_t i = 0; i < layout.lines_before; ++i) lines.next(line);

    RawBars raw;
    CsvRows rows{std::move(layout), expect_rows(lines.rest())};
    while (lines.next(line)) {
        if (line.empty()) continue;
        auto problem = rows.read(line, lines.number());
        if (!problem) continue;
        ++raw.unreadable_rows;
        if (raw.problems.size() < max_problems)
            raw.problems.push_back({lines.number(), std::move(*problem)});
    }
    NJ_TRY(bars, rows.take(name));
    raw.bars = std::move(bars);
    raw.lines = std::move(rows.lines());
    raw.notes = rows.notes();
    if (options.label == CsvOptions::Label::Close)
        for (auto& time_ns : raw.bars.open_time_ns) time_ns -= raw.bars.timeframe.ns;
    add_summary(raw.bars, raw.notes);
    return raw;
}

Result<Import> import_ohlcv(const std::filesystem::path& file, const CsvOptions& options) {
    const auto name = file.filename().string();
    NJ_TRY(raw, read_raw_ohlcv(file, 1, options));
    if (!raw.problems.empty())
        return core::fail(Errc::BadRow, "{}:{}: {}", name, raw.problems.front().line,
                          raw.problems.front().text);
    if (raw.bars.open_time_ns.size() < 2)
        return core::fail(Errc::Empty, "{}: {} rows: two at least tell the timeframe", name,
                          raw.bars.open_time_ns.size());
    const auto bars = raw.bars.view();
    for (std::size_t row = 0; row < bars.size(); ++row)
        if (const auto fault = find_fault(bars, row))
            return core::fail(Errc::BadRow, "{}:{}: {}", name, raw.lines[row], *fault);
    return Import{std::move(raw.bars), std::move(raw.notes)};
}

}  // namespace nightjar::data
