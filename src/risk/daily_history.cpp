#include "risk/daily_history.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

bool DailyHistory::learn(const core::Candle& bar) {
    if (bar.close.raw <= 0 || bar.timeframe.ns <= 0 || bar.open_time < last_end_) return false;
    if (timeframe_.ns > 0 && bar.timeframe > timeframe_) return false;
    timeframe_ = bar.timeframe;
    last_end_ = bar.open_time + bar.timeframe;
    const auto day = core::count_of(bar.open_time, core::days(1));
    bool ended = false;
    if (day_open_ && day != day_) {
        close_day();
        ended = true;
    }
    day_open_ = true;
    day_ = day;
    close_ = static_cast<double>(bar.close.raw);
    volume_ += static_cast<double>(bar.volume.raw);
    if (last_end_ >= core::Time{} + core::days(day + 1)) {
        close_day();
        ended = true;
    }
    return ended;
}

void DailyHistory::close_day() {
    // The first day may have begun before the first bar: its close counts, its volume does not.
    if (last_day_) {
        Day closed{day_, {}, volume_};
        if (day_ == *last_day_ + 1)
            closed.residual =
                filter(inverse_ ? 1 - last_close_ / close_ : close_ / last_close_ - 1);
        keep(closed);
    }
    last_day_ = day_;
    last_close_ = close_;
    volume_ = 0;
    day_open_ = false;
}

std::optional<double> DailyHistory::filter(double ret) {
    const auto expected = sigma();
    if (returns_ < settling)
        variance_ += (ret * ret - variance_) / static_cast<double>(returns_ + 1);
    else
        variance_ = decay * variance_ + (1 - decay) * ret * ret;
    ++returns_;
    if (!expected) return std::nullopt;
    return ret / *expected;
}

void DailyHistory::keep(const Day& day) {
    // Twice the room, so that the latest days stay in one piece and are moved once in `most_days`.
    if (days_.capacity() == 0) days_.reserve(2 * most_days);
    if (days_.size() == 2 * most_days)
        days_.erase(days_.begin(), days_.end() - static_cast<std::ptrdiff_t>(most_days));
    days_.push_back(day);
}

std::span<const DailyHistory::Day> DailyHistory::days() const {
    return std::span{days_}.last(std::min(days_.size(), most_days));
}

std::optional<double> DailyHistory::sigma() const {
    const double deviation = std::sqrt(variance_);
    if (returns_ < settling || !(deviation > 0) || !std::isfinite(deviation)) return std::nullopt;
    return deviation;
}

bool DailyHistory::fresh(core::Time now) const {
    return last_day_ && now - (core::Time{} + core::days(*last_day_ + 1)) <= stale_after;
}

}  // namespace nightjar::risk
