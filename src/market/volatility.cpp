#include "market/volatility.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::market {

void Volatility::apply(const core::Candle& candle) {
    const auto high = static_cast<double>(candle.high.raw);
    const auto low = static_cast<double>(candle.low.raw);
    const auto close = static_cast<double>(candle.close.raw);
    if (candle.open_time >= day_end_) {
        if (bars_ > 0) close_day(last_close_);
        day_end_ = {(core::count_of(candle.open_time, core::days(1)) + 1) * core::days(1).ns};
    }
    ++bars_;
    if (bars_ == 1) {
        minutes_per_bar_ =
            static_cast<double>(candle.timeframe.ns) / static_cast<double>(core::minutes(1).ns);
        last_close_ = close;
        return;
    }
    const double range = std::max(high, last_close_) - std::min(low, last_close_);
    const auto ranges = static_cast<double>(std::min<std::int64_t>(bars_ - 1, atr_bars));
    atr_ += (range - atr_) / ranges;
    const double ret = close / last_close_ - 1.0;
    bar_variance_ = bars_ == 2 ? ret * ret : decay * bar_variance_ + (1 - decay) * ret * ret;
    last_close_ = close;
}

void Volatility::close_day(double close) {
    if (day_close_ > 0) {
        const double ret = close / day_close_ - 1.0;
        daily_variance_ =
            daily_returns_ == 0 ? ret * ret : decay * daily_variance_ + (1 - decay) * ret * ret;
        const auto slot = static_cast<std::size_t>(daily_returns_) % median_days;
        daily_sigmas_[slot] = std::sqrt(daily_variance_);
        ++daily_returns_;
        auto sorted = daily_sigmas_;
        const auto count =
            std::min<std::size_t>(static_cast<std::size_t>(daily_returns_), median_days);
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count / 2);
        std::nth_element(sorted.begin(), middle,
                         sorted.begin() + static_cast<std::ptrdiff_t>(count));
        median_ = *middle;
    }
    day_close_ = close;
}

std::optional<double> Volatility::atr14() const {
    if (bars_ <= atr_bars) return std::nullopt;
    return atr_;
}

std::optional<double> Volatility::minute_sigma() const {
    if (bars_ < min_bars) return std::nullopt;
    return std::sqrt(bar_variance_ / minutes_per_bar_);
}

std::optional<double> Volatility::daily_sigma() const {
    if (daily_returns_ < min_days) return std::nullopt;
    return std::max(std::sqrt(daily_variance_), 0.5 * median_);
}

}  // namespace nightjar::market
