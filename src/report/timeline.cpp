#include "report/timeline.hpp"

#include <algorithm>
#include <chrono>

namespace nightjar::report {

namespace {

constexpr double percent = 100;

/// The positions of all strategies together, moved on from booking to booking.
class Exposure {
public:
    Exposure(const Story& story, std::span<const PriceLine> lines)
        : story_{story}, lines_{lines}, held_(story.instruments.size()), order_{by_time(story)} {}

    /// Gross and net at a time, in currency. Times must ascend.
    std::pair<double, double> at(core::Time t) {
        for (; next_ < order_.size() && order_[next_]->at <= t; ++next_)
            held_[order_[next_]->instrument.value] += order_[next_]->qty;
        double gross = 0;
        double net = 0;
        for (std::size_t i = 0; i < held_.size(); ++i) {
            const auto price = lines_[i].at(t);
            if (!price || held_[i].raw == 0) continue;
            const auto value = core::approximate(story_.instruments[i].notional(*price, held_[i]));
            gross += std::abs(value);
            net += value;
        }
        return {gross, net};
    }

private:
    static std::vector<const Booking*> by_time(const Story& story) {
        std::vector<const Booking*> order;
        for (const auto& booking : story.bookings)
            if (booking.qty.raw != 0) order.push_back(&booking);
        std::ranges::sort(order, {}, &Booking::at);
        return order;
    }

    const Story& story_;
    std::span<const PriceLine> lines_;
    std::vector<core::Qty> held_;
    std::vector<const Booking*> order_;
    std::size_t next_{};
};

/// What one unit of cash, spread evenly over all instruments that had a price, is worth.
double hold_ratio(const Story& story, std::span<const PriceLine> lines, core::Time t, bool last) {
    if (story.holdings.empty()) return 1;
    double sum = 0;
    for (const auto& held : story.holdings) {
        const auto price = last ? std::optional{held.last} : lines[held.instrument.value].at(t);
        sum += price && held.first.raw > 0
                   ? static_cast<double>(price->raw) / static_cast<double>(held.first.raw)
                   : 1;
    }
    return sum / static_cast<double>(story.holdings.size());
}

std::pair<int, int> month_of(core::Time t) {
    // A sample at midnight of the first is the end of the month before.
    const auto day = core::count_of(t - core::nanoseconds(1), core::days(1));
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

}  // namespace

Timeline timeline(const Story& story, std::span<const PriceLine> lines) {
    Timeline rows;
    Exposure exposure{story, lines};
    const auto& points = story.total().points;
    const double initial = core::approximate(story.opening.cash);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& [at, equity] = points[i];
        const auto [gross, net] = exposure.at(at);
        const bool last = story.closing && i + 1 == points.size();
        rows.at.push_back(at);
        rows.equity.push_back(equity);
        rows.hold.push_back(initial * hold_ratio(story, lines, at, last));
        rows.gross.push_back(equity > 0 ? percent * gross / equity : 0);
        rows.net.push_back(equity > 0 ? percent * net / equity : 0);
    }
    return rows;
}

std::optional<Fall> largest_fall(std::span<const core::Time> at, std::span<const double> curve,
                                 double initial) {
    if (at.empty()) return std::nullopt;
    Fall worst;
    double peak = initial;
    double worst_peak = initial;
    auto peak_at = at.front();
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (curve[i] >= peak) {
            peak = curve[i];
            peak_at = at[i];
        }
        if (worst.pct > 0 && !worst.recovered && curve[i] >= worst_peak) worst.recovered = at[i];
        const double pct = peak > 0 ? percent * (peak - curve[i]) / peak : 0;
        if (pct <= worst.pct) continue;
        worst = {pct, peak_at, at[i], std::nullopt};
        worst_peak = peak;
    }
    if (worst.pct <= 0) return std::nullopt;
    return worst;
}

std::vector<MonthReturn> monthly_returns(std::span<const core::Time> at,
                                         std::span<const double> curve, double initial) {
    std::vector<MonthReturn> months;
    double before = initial;
    for (std::size_t i = 0; i < at.size(); ++i) {
        const auto month = month_of(at[i]);
        const bool ends = i + 1 == at.size() || month_of(at[i + 1]) != month;
        if (!ends) continue;
        months.push_back(
            {month.first, month.second, before > 0 ? percent * (curve[i] / before - 1) : 0});
        before = curve[i];
    }
    return months;
}

}  // namespace nightjar::report
