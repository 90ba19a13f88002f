#include "data/ohlcv_csv.hpp"

#include "core/base/decimal.hpp"
#include "data/bar_merge.hpp"
#include "data/check.hpp"
#include "data/close_label.hpp"
#include "data/csv_rows.hpp"
#include "data/errc.hpp"
#include "data/file_facts.hpp"
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

/// Rows of one file, as they stand there.
struct FileRows {
    RawBars raw;
    SourceFile source;
    std::string kind;  ///< as FileFacts has it
    bool quotes{};
};

/// Where names say the timeframe, the rows must keep to it.
core::Status use_resolution(std::string_view name, core::Duration resolution, RawBars& raw) {
    raw.bars.timeframe = resolution;
    for (std::size_t row = 0; row < raw.lines.size(); ++row)
        if (const core::Time at{raw.bars.open_time_ns[row]}; at.ns % resolution.ns != 0)
            return core::fail(Errc::BadRow, "{}:{}: time: {}: no whole {}, as the name has it",
                              name, raw.lines[row], core::format_time(at),
                              core::format_duration(resolution));
    return {};
}

/// A file of one day should hold it: what is missing at its ends is no gap between two bars.
void note_missing_ends(core::Time day, RawBars& raw) {
    constexpr auto usual = core::hours(1);
    const auto& times = raw.bars.open_time_ns;
    if (times.empty()) return;
    const auto before = core::Time{times.front()} - day;
    const auto after = day + core::days(1) - core::Time{times.back() + raw.bars.timeframe.ns};
    if (before > usual)
        raw.notes.push_back(
            fmt::format("the day's first {} are missing", core::format_duration(before)));
    if (after > usual)
        raw.notes.push_back(
            fmt::format("the day's last {} are missing", core::format_duration(after)));
}

Result<FileRows> read_rows(const std::filesystem::path& file, std::size_t max_problems) {
    FileRows read;
    const auto name = file.filename().string();
    NJ_TRY(opened, TextFile::open(file));
    NJ_TRY(facts, file_facts(file, opened.inner_name()));
    NJ_TRY(layout, find_layout(name, opened.text()));
    if (layout.since_midnight && !facts.day)
        return core::fail(Errc::NoColumn,
                          "{}: times count from midnight, and no name says the day: name it "
                          "20180404_btcusd_minute_trade.csv",
                          name);
    layout.day = facts.day.value_or(core::Time{});
    read.source = {name, opened.verified()};
    read.kind = facts.kind;
    read.quotes = layout.quotes;
    const bool lean = layout.lean;
    const auto day = layout.since_midnight ? facts.day : std::nullopt;
    Lines lines{opened.text()};
    std::string_view line;
    for (std::size_t i = 0; i < layout.lines_before; ++i) lines.next(line);

    auto& raw = read.raw;
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
    if (lean && facts.resolution) NJ_TRY(use_resolution(name, *facts.resolution, raw));
    if (day) note_missing_ends(*day, raw);
    return read;
}

/// Without anything that breaks the promises of BarView.
Result<FileRows> read_good_rows(const std::filesystem::path& file) {
    NJ_TRY(read, read_rows(file, 1));
    const auto& raw = read.raw;
    if (!raw.problems.empty())
        return core::fail(Errc::BadRow, "{}:{}: {}", read.source.name, raw.problems.front().line,
                          raw.problems.front().text);
    const auto bars = raw.bars.view();
    for (std::size_t row = 0; row < bars.size(); ++row)
        if (const auto fault = find_fault(bars, row))
            return core::fail(Errc::BadRow, "{}:{}: {}", read.source.name, raw.lines[row], *fault);
    return read;
}

/// Labels by the close may be the last moment of the bar: 00:59:59.999 as 01:00:00 is meant.
void use_close_labels(BarColumns& bars) {
    auto& times = bars.open_time_ns;
    const auto early = label_earliness(bars.view());
    for (auto& time_ns : times) time_ns -= bars.timeframe.ns - early.ns;
}

/// What all files say stands once; what some say, behind their names.
std::vector<std::string> join_notes(std::span<const FileRows> files) {
    std::vector<std::string> notes;
    const auto says = [](const std::string& note) {
        return [&note](const FileRows& file) {
            return std::ranges::find(file.raw.notes, note) != file.raw.notes.end();
        };
    };
    for (const auto& file : files)
        for (const auto& note : file.raw.notes) {
            if (!std::ranges::all_of(files, says(note)))
                notes.push_back(file.source.name + ": " + note);
            else if (&file == &files.front())
                notes.push_back(note);
        }
    return notes;
}

Result<BarColumns> join_bars(std::vector<FileRows>& files, std::vector<std::string>& notes) {
    if (files.size() == 1) return std::move(files.front().raw.bars);
    std::vector<BarPart> parts;
    for (auto& file : files)
        parts.push_back({file.source.name, file.kind, file.quotes, std::move(file.raw.bars)});
    NJ_TRY(merged, merge_bars(std::move(parts)));
    notes.push_back(fmt::format("{} files, in the order of time", files.size()));
    if (merged.repeated > 0)
        notes.push_back(
            fmt::format("{} bars that two files hold, equal in both, taken once", merged.repeated));
    return std::move(merged.bars);
}

}  // namespace

Result<RawBars> read_raw_ohlcv(const std::filesystem::path& file, std::size_t max_problems,
                               const CsvOptions& options) {
    NJ_TRY(read, read_rows(file, max_problems));
    auto& raw = read.raw;
    if (options.label == CsvOptions::Label::Close) use_close_labels(raw.bars);
    add_summary(raw.bars, raw.notes);
    if (auto note = checksum_note({&read.source, 1}); !note.empty())
        raw.notes.push_back(std::move(note));
    return std::move(raw);
}

Result<Import> import_ohlcv(std::span<const std::filesystem::path> files,
                            const CsvOptions& options) {
    std::vector<FileRows> read;
    for (const auto& file : files) {
        NJ_TRY(rows, read_good_rows(file));
        read.push_back(std::move(rows));
    }
    Import import;
    for (const auto& file : read) import.files.push_back(file.source);
    import.notes = join_notes(read);
    NJ_TRY(bars, join_bars(read, import.notes));
    if (bars.timeframe.ns == 0)
        return core::fail(Errc::Empty, "{}: {} rows: two at least tell the timeframe",
                          import.files.front().name, bars.open_time_ns.size());
    if (options.label == CsvOptions::Label::Close) use_close_labels(bars);
    import.bars = std::move(bars);
    add_summary(import.bars, import.notes);
    for (auto& evidence : close_label_evidence(import.bars.view()))
        import.notes.push_back("perhaps labelled by the close: " + evidence);
    if (auto note = checksum_note(import.files); !note.empty())
        import.notes.push_back(std::move(note));
    return import;
}

Result<Import> import_ohlcv(const std::filesystem::path& file, const CsvOptions& options) {
    return import_ohlcv({&file, 1}, options);
}

}  // namespace nightjar::data
