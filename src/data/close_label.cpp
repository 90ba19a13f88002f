#include "data/close_label.hpp"

#include "core/base/time.hpp"
#include "core/base/wide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace nightjar::data {

namespace {

using core::BarView;
using core::Duration;
using core::Time;

/// Bars up to this length show the beginnings of quarter hours.
constexpr auto short_bar = core::minutes(5);
constexpr auto medium_bar = core::minutes(15);

bool begins_month(Time at) {
    const std::chrono::sys_days day{std::chrono::days{core::count_of(at, core::days(1))}};
    return std::chrono::year_month_day{day}.day() == std::chrono::day{1};
}

bool begins_day(Time at) { return at.ns % core::days(1).ns == 0; }

std::string boundary_evidence(const BarView& bars) {
    if (bars.timeframe >= core::days(1)) return {};
    const Time first{bars.open_time_ns.front()};
    const Time last{bars.open_time_ns.back()};
    const Time begin{first.ns - bars.timeframe.ns};
    const bool long_bars = bars.timeframe > medium_bar;
    const auto whole = [long_bars](Time at) {
        return begins_day(at) && (!long_bars || begins_month(at));
    };
    if (core::Wide{last.ns} - begin.ns < core::days(1).ns || !whole(begin) || !whole(last))
        return {};
    return fmt::format("the first is {} and the last {}: whole {} but for one bar",
                       core::format_time(first), core::format_time(last),
                       long_bars ? "months" : "days");
}

/// Of each bar against the one before it, by the place of its label in the period.
class JumpTest {
public:
    JumpTest(const BarView& bars, Duration period)
        : ups_(static_cast<std::size_t>(period.ns / bars.timeframe.ns)), pairs_(ups_.size()) {
        const bool volume = std::ranges::any_of(bars.volume, [](auto v) { return v != 0; });
        const auto activity = [&](std::size_t row) {
            if (volume) return static_cast<double>(bars.volume[row]);
            return static_cast<double>(bars.high[row]) - static_cast<double>(bars.low[row]);
        };
        for (std::size_t row = 1; row < bars.size(); ++row) {
            if (bars.open_time_ns[row] - bars.open_time_ns[row - 1] != bars.timeframe.ns) continue;
            const auto step = core::count_of(Time{bars.open_time_ns[row]}, bars.timeframe);
            const auto places = static_cast<std::int64_t>(ups_.size());
            const auto place = static_cast<std::size_t>(((step % places) + places) % places);
            const auto now = activity(row);
            const auto before = activity(row - 1);
            pairs_[place] += now == before ? 0 : 1;
            ups_[place] += now > before ? 1 : 0;
        }
    }
    /// Standard deviations by which jumps are more than half of all.
    [[nodiscard]] double score(std::size_t place) const {
        const auto pairs = static_cast<double>(pairs_[place]);
        if (pairs == 0) return 0;
        return (2 * static_cast<double>(ups_[place]) - pairs) / std::sqrt(pairs);
    }
    [[nodiscard]] std::size_t places() const { return ups_.size(); }

private:
    std::vector<std::size_t> ups_;
    std::vector<std::size_t> pairs_;
};

std::string activity_evidence(const BarView& bars) {
    constexpr double sure = 6;
    if (bars.timeframe < core::seconds(1) || bars.timeframe > medium_bar) return {};
    const auto period = bars.timeframe <= short_bar ? core::minutes(15) : core::hours(1);
    if (period.ns % bars.timeframe.ns != 0) return {};
    const JumpTest jumps{bars, period};
    const auto behind = jumps.score(1);
    if (behind < sure || jumps.score(0) > behind / 2) return {};
    for (std::size_t place = 2; place < jumps.places(); ++place)
        if (jumps.score(place) >= behind) return {};
    return fmt::format(
        "activity jumps not in the bar at a whole {} ({:+.1f} standard deviations) but in the one "
        "behind it ({:+.1f})",
        period == core::hours(1) ? "hour" : "quarter hour", jumps.score(0), behind);
}

}  // namespace

Duration label_earliness(const BarView& bars) {
    if (bars.size() == 0 || bars.timeframe.ns <= 0) return {};
    const auto early = [&](std::int64_t time_ns) {
        const auto into = time_ns % bars.timeframe.ns;
        return into > 0 ? bars.timeframe.ns - into : -into;  // no sum: a step can be 250 years
    };
    const auto first = early(bars.open_time_ns.front());
    if (first <= 0 || first > core::seconds(1).ns || bars.timeframe <= core::seconds(1)) return {};
    const bool all = std::ranges::all_of(
        bars.open_time_ns, [&](std::int64_t time_ns) { return early(time_ns) == first; });
    return {all ? first : 0};
}

std::vector<std::string> close_label_evidence(const BarView& bars) {
    std::vector<std::string> evidence;
    if (bars.size() < 2 || bars.timeframe.ns <= 0) return evidence;
    if (const auto early = label_earliness(bars); early.ns > 0)
        evidence.push_back(fmt::format("all times stand {} before a whole {}",
                                       core::format_duration(early),
                                       core::format_duration(bars.timeframe)));
    for (auto&& sentence : {boundary_evidence(bars), activity_evidence(bars)})
        if (!sentence.empty()) evidence.push_back(sentence);
    return evidence;
}

}  // namespace nightjar::data
