#include "data/resample.hpp"

#include "data/errc.hpp"

#include <algorithm>

namespace nightjar::data {

using core::Duration;
using core::Result;

namespace {

/// Rows of the new timeframe, the last of them still open.
class Builder {
public:
    explicit Builder(Duration timeframe) { bars_.timeframe = timeframe; }

    /// What happened at `at`: a bar that opens then, or a trade as a bar of one price.
    void add(std::int64_t at, std::int64_t open, std::int64_t high, std::int64_t low,
             std::int64_t close, std::int64_t volume) {
        const auto start = core::count_of(core::Time{at}, bars_.timeframe) * bars_.timeframe.ns;
        if (bars_.open_time_ns.empty() || bars_.open_time_ns.back() != start) {
            bars_.open_time_ns.push_back(start);
            bars_.open.push_back(open);
            bars_.high.push_back(high);
            bars_.low.push_back(low);
            bars_.close.push_back(close);
            bars_.volume.push_back(volume);
            sources_.push_back(1);
            return;
        }
        bars_.high.back() = std::max(bars_.high.back(), high);
        bars_.low.back() = std::min(bars_.low.back(), low);
        bars_.close.back() = close;
        bars_.volume.back() += volume;
        ++sources_.back();
    }
    [[nodiscard]] bool empty() const { return sources_.empty(); }
    [[nodiscard]] std::int64_t first_open() const { return bars_.open_time_ns.front(); }
    [[nodiscard]] std::int64_t last_end() const {
        return bars_.open_time_ns.back() + bars_.timeframe.ns;
    }

    Resampled finish(bool first_whole, bool last_whole, std::uint64_t whole_bar) {
        Resampled result;
        const auto drop = [&](std::size_t row) {
            result.left_out += sources_[row];
            const auto at = static_cast<std::ptrdiff_t>(row);
            for (auto* column : {&bars_.open_time_ns, &bars_.open, &bars_.high, &bars_.low,
                                 &bars_.close, &bars_.volume})
                column->erase(column->begin() + at);
            sources_.erase(sources_.begin() + at);
        };
        if (!last_whole && !empty()) drop(sources_.size() - 1);
        if (!first_whole && !empty()) drop(0);
        if (whole_bar > 0)
            result.partial = static_cast<std::uint64_t>(std::ranges::count_if(
                sources_, [whole_bar](std::uint64_t count) { return count < whole_bar; }));
        result.bars = std::move(bars_);
        return result;
    }
    core::BarColumns& bars() { return bars_; }

private:
    core::BarColumns bars_;
    std::vector<std::uint64_t> sources_;  // of each bar
};

}  // namespace

Result<Resampled> resample(const core::BarView& bars, Duration timeframe) {
    if (timeframe <= bars.timeframe || timeframe.ns % bars.timeframe.ns != 0)
        return core::fail(Errc::BadTimeframe, "{} is no whole multiple of the bars' {}",
                          core::format_duration(timeframe), core::format_duration(bars.timeframe));
    Builder builder{timeframe};
    builder.bars().price_decimals = bars.price_decimals;
    builder.bars().volume_decimals = bars.volume_decimals;
    for (std::size_t i = 0; i < bars.size(); ++i)
        builder.add(bars.open_time_ns[i], bars.open[i], bars.high[i], bars.low[i], bars.close[i],
                    bars.volume[i]);
    const auto per_bar = static_cast<std::uint64_t>(timeframe.ns / bars.timeframe.ns);
    if (builder.empty()) return builder.finish(true, true, per_bar);
    const bool first_whole = bars.open_time_ns.front() == builder.first_open();
    const bool last_whole = bars.open_time_ns.back() + bars.timeframe.ns == builder.last_end();
    return builder.finish(first_whole, last_whole, per_bar);
}

Result<Resampled> resample(core::TapeSource& tape, Duration timeframe) {
    if (timeframe.ns <= 0)
        return core::fail(Errc::BadTimeframe, "{} is no length of a bar",
                          core::format_duration(timeframe));
    Builder builder{timeframe};
    builder.bars().price_decimals = tape.info().price_decimals;
    builder.bars().volume_decimals = tape.info().qty_decimals;
    std::int64_t now = 0;
    for (;;) {
        NJ_TRY(rows, tape.next());
        if (rows.empty()) break;
        for (const auto& row : rows) {
            if (row.kind != core::TapeRow::Kind::Trade) continue;
            // A trade that was told late belongs to no bar that has ended.
            now = std::max(now, row.exch_ns);
            builder.add(now, row.price, row.price, row.price, row.price, row.qty);
        }
    }
    if (builder.empty()) return core::fail(Errc::Empty, "the tape holds no trade");
    // A recording begins and ends at any moment: neither end is whole.
    return builder.finish(false, false, 0);
}

}  // namespace nightjar::data
