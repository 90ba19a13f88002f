#include "report/sampling.hpp"

#include <algorithm>
#include <numeric>

namespace nightjar::report {

namespace {

void pick_extremes(std::vector<std::size_t>& picked, const std::vector<double>& column,
                   std::size_t first, std::size_t end) {
    auto low = end;
    auto high = end;
    for (auto i = first; i < end; ++i) {
        if (column[i] != column[i]) continue;
        if (low == end || column[i] < column[low]) low = i;
        if (high == end || column[i] > column[high]) high = i;
    }
    if (low == end) return;
    picked.push_back(low);
    picked.push_back(high);
}

}  // namespace

std::vector<std::size_t> pick_rows(std::span<const std::vector<double>> columns,
                                   std::size_t buckets) {
    if (columns.empty() || columns.front().empty() || buckets == 0) return {};
    const auto rows = columns.front().size();
    std::vector<std::size_t> picked;
    if (rows <= 2 * columns.size() * buckets) {
        picked.resize(rows);
        std::iota(picked.begin(), picked.end(), 0U);
        return picked;
    }
    for (std::size_t bucket = 0; bucket < buckets; ++bucket)
        for (const auto& column : columns)
            pick_extremes(picked, column, bucket * rows / buckets, (bucket + 1) * rows / buckets);
    picked.push_back(0);
    picked.push_back(rows - 1);
    std::ranges::sort(picked);
    const auto repeated = std::ranges::unique(picked);
    picked.erase(repeated.begin(), repeated.end());
    return picked;
}

core::BarColumns merge_bars(const core::BarView& bars, std::size_t count) {
    core::BarColumns merged;
    merged.timeframe = bars.timeframe * static_cast<std::int64_t>(count);
    merged.price_decimals = bars.price_decimals;
    merged.volume_decimals = bars.volume_decimals;
    for (std::size_t i = 0; i < bars.size(); i += count) {
        const auto size = std::min(count, bars.size() - i);
        const auto volume = bars.volume.subspan(i, size);
        merged.open_time_ns.push_back(bars.open_time_ns[i]);
        merged.open.push_back(bars.open[i]);
        merged.high.push_back(std::ranges::max(bars.high.subspan(i, size)));
        merged.low.push_back(std::ranges::min(bars.low.subspan(i, size)));
        merged.close.push_back(bars.close[i + size - 1]);
        merged.volume.push_back(std::accumulate(volume.begin(), volume.end(), std::int64_t{0}));
    }
    return merged;
}

}  // namespace nightjar::report
