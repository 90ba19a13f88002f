#include "data/latency_csv.hpp"

#include "data/csv_fields.hpp"
#include "data/errc.hpp"
#include "data/text_file.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace nightjar::data {

namespace {

using core::Duration;
using core::Result;

struct Unit {
    std::string_view suffix;
    int decimals;  // of a second
};
constexpr std::array<Unit, 4> units{{{"_s", 0}, {"_ms", 3}, {"_us", 6}, {"_ns", 9}}};
constexpr int nanosecond_decimals = 9;

struct Column {
    std::size_t index{CsvLayout::none};
    int decimals{};  // of its unit
    std::vector<Duration> times;

    [[nodiscard]] bool there() const { return index != CsvLayout::none; }
};

Column find(const TableHead& head, std::string_view name) {
    for (const auto& unit : units)
        if (const auto at = head.find(std::string{name}.append(unit.suffix)); at != CsvLayout::none)
            return {at, unit.decimals, {}};
    return {};
}

core::Status take(const TableRows& rows, Column& column) {
    if (!column.there()) return {};
    NJ_TRY(number, rows.number(column.index));
    number.decimals += column.decimals;
    const auto ns = core::count_at(number, nanosecond_decimals);
    if (!ns || *ns < 0)
        return rows.bad(column.index, "not a time from 0 in whole nanoseconds: correct the row");
    column.times.push_back({*ns});
    return {};
}

}  // namespace

Result<LatencyTable> read_latencies(const std::filesystem::path& file) {
    NJ_TRY(opened, TextFile::open(file));
    const auto text = opened.text();
    const auto head = TableHead::of(text);
    std::array<Column, 3> columns{find(head, "order"), find(head, "report"), find(head, "feed")};
    if (std::ranges::none_of(columns, &Column::there))
        return core::fail(Errc::NoColumn,
                          "{}: no column order_us, report_us or feed_us (or _s, _ms, _ns)",
                          file.string());
    TableRows rows{text, head};
    for (;;) {
        auto more = rows.next();
        for (auto& column : columns)
            if (more && *more)
                if (auto taken = take(rows, column); !taken) more = std::unexpected{taken.error()};
        if (!more) return std::unexpected{more.error().in(file.string())};
        if (!*more) break;
    }
    for (auto& column : columns) std::ranges::sort(column.times, {}, &Duration::ns);
    if (std::ranges::all_of(columns, [](const Column& c) { return c.times.empty(); }))
        return core::fail(Errc::Empty, "{}: no measurement is in it", file.string());
    return LatencyTable{std::move(columns[0].times), std::move(columns[1].times),
                        std::move(columns[2].times),
                        store::to_hex(store::sha256(std::as_bytes(std::span{text})))};
}

Duration quantile(const std::vector<Duration>& column, double share) {
    const auto last = column.size() - 1;
    return column[std::min(last, static_cast<std::size_t>(share * static_cast<double>(last)))];
}

}  // namespace nightjar::data
