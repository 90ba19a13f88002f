#include "data/bar_merge.hpp"

#include "core/base/decimal.hpp"
#include "data/csv_columns.hpp"
#include "data/errc.hpp"

#include <algorithm>
#include <array>

namespace nightjar::data {

namespace {

using core::BarColumns;
using core::Result;
using core::Status;

constexpr auto columns_of(auto& bars) {
    return std::array{&bars.open_time_ns, &bars.open,  &bars.high,
                      &bars.low,          &bars.close, &bars.volume};
}

/// Errors have little room: the beginning of a name says enough.
constexpr std::string_view apart = "{:.40}: {}, not {} as {:.40}: import them apart";

Status check_kinds(const BarPart& first, const BarPart& other) {
    if (!first.kind.empty() && !other.kind.empty() && first.kind != other.kind)
        return core::fail(Errc::MixedContent, "{:.50}: not of the market and kind of {:.50}",
                          other.name, first.name);
    if (first.quotes != other.quotes)
        return core::fail(Errc::MixedContent, apart, other.name, other.quotes ? "quotes" : "trades",
                          first.quotes ? "quotes" : "trades", first.name);
    return {};
}

/// Of all parts that tell one; 0 where none does.
Result<core::Duration> common_timeframe(std::span<const BarPart> parts) {
    const BarPart* told = nullptr;
    for (const auto& part : parts) {
        if (part.bars.timeframe.ns == 0) continue;
        if (told != nullptr && part.bars.timeframe != told->bars.timeframe)
            return core::fail(Errc::MixedContent, apart, part.name,
                              core::format_duration(part.bars.timeframe),
                              core::format_duration(told->bars.timeframe), told->name);
        told = &part;
    }
    return told == nullptr ? core::Duration{} : told->bars.timeframe;
}

bool scale(std::vector<std::int64_t>& column, int more_decimals) {
    for (auto& value : column) {
        const auto scaled = core::count_at({value, 0}, more_decimals);
        if (!scaled) return false;
        value = *scaled;
    }
    return true;
}

Status scale(BarPart& part, int price_decimals, int volume_decimals) {
    auto& bars = part.bars;
    bool fits = true;
    for (auto* column : {&bars.open, &bars.high, &bars.low, &bars.close})
        fits = fits && scale(*column, price_decimals - bars.price_decimals);
    fits = fits && scale(bars.volume, volume_decimals - bars.volume_decimals);
    if (fits) return {};
    return core::fail(Errc::MixedContent,
                      "{:.50}: too large for the {} and {} decimals of price and volume elsewhere",
                      part.name, price_decimals, volume_decimals);
}

std::unexpected<core::Error> contradiction(const BarPart& part, std::int64_t at_ns,
                                           std::string_view what) {
    return core::fail(Errc::MixedContent, "{:.50}: {}: {} an earlier file: remove one", part.name,
                      core::format_time(core::Time{at_ns}), what);
}

/// How many rows of `part` the series holds already; all of the overlap must be equal.
Result<std::size_t> count_repeated(const BarColumns& series, const BarPart& part) {
    const auto& bars = part.bars;
    if (series.open_time_ns.empty()) return std::size_t{0};
    const auto& known = series.open_time_ns;
    auto at = static_cast<std::size_t>(std::ranges::lower_bound(known, bars.open_time_ns.front()) -
                                       known.begin());
    std::size_t row = 0;
    for (; at < known.size() && row < bars.open_time_ns.size(); ++at, ++row) {
        const auto before = std::min(known[at], bars.open_time_ns[row]);
        if (known[at] != bars.open_time_ns[row])
            return contradiction(part, before, "a bar that is in one only of this and");
        const auto ours = columns_of(bars);
        const auto theirs = columns_of(series);
        for (std::size_t i = 0; i < ours.size(); ++i)
            if ((*ours[i])[row] != (*theirs[i])[at])
                return contradiction(part, before, "another bar than in");
    }
    return row;
}

void append(BarColumns& series, const BarColumns& bars, std::size_t from) {
    const auto to = columns_of(series);
    const auto rows = columns_of(bars);
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i]->insert(to[i]->end(), rows[i]->begin() + static_cast<std::ptrdiff_t>(from),
                      rows[i]->end());
}

}  // namespace

Result<MergedBars> merge_bars(std::vector<BarPart> parts) {
    MergedBars merged;
    auto& series = merged.bars;
    for (const auto& part : parts) {
        if (part.bars.open_time_ns.empty())
            return core::fail(Errc::Empty, "{}: no rows", part.name);
        NJ_TRY(check_kinds(parts.front(), part));
        series.price_decimals = std::max(series.price_decimals, part.bars.price_decimals);
        series.volume_decimals = std::max(series.volume_decimals, part.bars.volume_decimals);
    }
    NJ_TRY(timeframe, common_timeframe(parts));
    std::ranges::sort(parts, {}, [](const BarPart& part) {
        return std::pair{part.bars.open_time_ns.front(), std::string_view{part.name}};
    });
    for (auto& part : parts) {
        NJ_TRY(scale(part, series.price_decimals, series.volume_decimals));
        NJ_TRY(repeated, count_repeated(series, part));
        merged.repeated += repeated;
        append(series, part.bars, repeated);
        part.bars = {};
    }
    series.timeframe = timeframe.ns > 0 ? timeframe : most_common_step(series.open_time_ns);
    return merged;
}

}  // namespace nightjar::data
